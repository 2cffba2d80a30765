import {beforeEach, describe, expect, test} from 'vitest'
import type {FileSettings} from '../../../src/formats/call-list-form.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {odsOf, xlsxOf} from '../../support/workbooks.ts'
import {useXivo} from '../../support/xivo.ts'

async function* whole(bytes: Uint8Array) {
  yield bytes
}

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
const row = (number: number, ...cells: string[]) => `<row r="${number}">${cells.map(cell).join('')}</row>`

/** A sheet of an .ods. */
const table = (name: string, ...rows: string[][]) =>
  `<table:table table:name="${name}">${rows
    .map(
      (cells) =>
        `<table:table-row>${cells
          .map((text) => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`)
          .join('')}</table:table-row>`,
    )
    .join('')}</table:table>`

describe('a call list that people send', () => {
  const xivo = useXivo()
  const load = (content: Uint8Array | string, said: FileSettings = {}) =>
    xivo.made((context) => importCallbacks(context, 'Relances', {bytes: whole(Buffer.from(content))}, {said}))

  beforeEach(async () => {
    await xivo.sql('delete from xivoctl.callback_list; delete from xivoctl.callback_import')
    await xivo.made((context) => createList(context, 'Relances', 'ventes'))
  })

  test('is read only as it was said when nothing is to be guessed', async () => {
    await expect(load('phoneNumber;lastName\n1000;Doe\n', {noGuess: true})).rejects.toMatchObject({code: 'InvalidCsv'})
    expect(await load('phoneNumber;lastName\n1000;Doe\n', {noGuess: true, delimiter: ';'})).toMatchObject({imported: 1})
  })

  test('may have rows and columns with nothing in them, which are counted', async () => {
    expect(await load(';Téléphone;;\n;1000;;\n;;;\n;1001;;\n')).toMatchObject({
      imported: 2,
      blankLines: 1,
      form: {known: 1, ignored: 3},
    })
    const rows = row(2, 'Téléphone') + row(5, '1000')
    expect(await load(await xlsxOf({rows}))).toMatchObject({imported: 1, blankLines: 2})
    await expect(load('Téléphone;\n1000;x\n')).rejects.toMatchObject({problems: [{line: 2}]})
  })

  test('is the sheet with a known header; of two the name is to be said', async () => {
    const list = [['Téléphone'], ['1000']]
    const one = await odsOf(table('Lisez-moi', ['Bonjour']) + table('Appels', ...list))
    expect(await load(one)).toMatchObject({imported: 1, form: {kind: 'ods', sheet: 'Appels'}})
    const two = await odsOf(table('Mai', ...list) + table('Juin', ...list, ['1001']))
    await expect(load(two)).rejects.toMatchObject({message: expect.stringMatching(/'Mai'.*'Juin'/)})
    expect(await load(two, {sheet: 'Juin'})).toMatchObject({imported: 2})
    await expect(load(two, {sheet: 'Juillet'})).rejects.toMatchObject({code: 'InvalidCsv'})
  })

  test('names a cell of a sheet that shows an error once, by its row', async () => {
    const rows = `${row(1, 'Téléphone', 'Nom')}<row r="2"><c t="e"><v>#N/A</v></c>${cell('Doe')}</row>`
    const said: FileSettings = {map: [['Nom', 'lastName']]}
    await expect(load(await xlsxOf({rows}), said)).rejects.toMatchObject({
      problems: [{line: 2, column: 'Téléphone', value: '#N/A'}],
    })
  })

  test('that is no list at all is refused by its name', async () => {
    await expect(load('%PDF-1.4\n')).rejects.toMatchObject({message: expect.stringContaining('PDF')})
    await expect(load('')).rejects.toMatchObject({code: 'InvalidCsv'})
  })
})
