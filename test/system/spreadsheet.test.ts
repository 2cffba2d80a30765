import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {runBinary, startProcess} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'
import {soffice} from './programs.ts'

const xivo = useXivo()
const HEADER = 'phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-spreadsheet-'))
  await xivo.made((context) => createList(context, 'Ventes', 'ventes'))
})
afterAll(() => rm(folder, {recursive: true, force: true}))

/** What LibreOffice reads in each cell: its type and value, row by row. */
async function openedBy(file: string): Promise<string[][]> {
  const profile = `-env:UserInstallation=file://${folder}/profile`
  const argv = [profile, '--headless', '--convert-to', 'fods', '--outdir', folder, file]
  const ended = await startProcess(soffice, argv, {env: {HOME: folder}}).ended
  expect(ended, ended.stderr).toMatchObject({code: 0})
  const xml = await readFile(join(folder, basename(file).replace(/\.\w+$/, '.fods')), 'utf8')
  const table = xml.slice(xml.indexOf('<table:table '), xml.indexOf('</table:table>'))
  return Array.from(table.matchAll(/<table:table-row\b.*?<\/table:table-row>/gs), ([row]) =>
    Array.from(
      row.matchAll(/<table:table-cell\b([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs),
      ([, attributes = '', text = '']) => {
        const type = /office:value-type="(\w+)"/.exec(attributes)?.[1] ?? ''
        const value = /office:(?:date-)?value="([^"]*)"/.exec(attributes)?.[1] ?? text.replace(/<[^>]*>/g, '').trim()
        return type === '' ? '' : `${type} ${value}`
      },
    ),
  )
}

test('LibreOffice opens a written list with every number as text and every due date as a date', async () => {
  const lines = Array.from(
    {length: 500},
    (_, i) =>
      `02${String(i).padStart(8, '0')}|+3368974${String(i).padStart(4, '0')}|"=1+${i}"|=|24/7|007|2026-12-${10 + (i % 20)}|`,
  )
  await writeFile(join(folder, 'rows.csv'), `${[HEADER, ...lines].join('\n')}\n`)
  const {env} = xivo
  expect(await runBinary(['callbacks', 'import', 'Ventes', join(folder, 'rows.csv')], {env})).toMatchObject({code: 0})
  const file = join(folder, 'ventes.xlsx')
  expect(await runBinary(['callbacks', 'export', 'Ventes', '--xlsx', file], {env})).toMatchObject({code: 0})
  const [header, ...rows] = (await openedBy(file)).filter((row) => row.some((cell) => cell !== ''))
  expect(header?.slice(0, 8)).toEqual(HEADER.split('|').map((name) => `string ${name}`))
  expect(rows).toHaveLength(500)
  for (const row of rows) {
    expect(row.slice(0, 7)).toEqual([
      expect.stringMatching(/^string 02\d{8}$/),
      expect.stringMatching(/^string \+3368974\d{4}$/),
      expect.stringMatching(/^string =1\+\d+$/),
      'string =',
      'string 24/7',
      'string 007',
      expect.stringMatching(/^date 2026-12-\d\d$/),
    ])
  }
})

test('what LibreOffice has saved is imported to the same requests', async () => {
  const {env} = xivo
  const exported = () => runBinary(['callbacks', 'export', 'Ventes'], {env})
  const before = await exported()
  const saved = await mkdtemp(join(folder, 'saved-'))
  const argv = [
    `-env:UserInstallation=file://${folder}/profile`,
    '--headless',
    '--convert-to',
    'xlsx',
    '--outdir',
    saved,
  ]
  expect(
    await startProcess(soffice, [...argv, join(folder, 'ventes.xlsx')], {env: {HOME: folder}}).ended,
  ).toMatchObject({code: 0})
  await xivo.sql('delete from xivoctl.callback_request')
  const imported = await runBinary(['callbacks', 'import', 'Ventes', join(saved, 'ventes.xlsx')], {env})
  expect(imported, imported.stderr).toMatchObject({code: 0})
  expect((await exported()).stdout).toBe(before.stdout)
})

test('LibreOffice opens the moments of a list as dates with their time', async () => {
  const file = join(folder, 'imports.xlsx')
  const argv = ['callbacks', 'imports', '--xlsx', file, '--columns', 'when,imported,by']
  expect(await runBinary(argv, {env: xivo.env})).toMatchObject({code: 0})
  const [header, first] = await openedBy(file)
  expect(header?.slice(0, 3)).toEqual(['string when', 'string imported', 'string by'])
  expect(first?.slice(0, 2)).toEqual([expect.stringMatching(/^date \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/), 'float 500'])
})
