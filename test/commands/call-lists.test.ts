import {copyFile, mkdtemp, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksImport from '../../commands/callbacks/import.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {run} from '../support/run.ts'
import {xlsxOf} from '../support/workbooks.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const sheets = fileURLToPath(new URL('../cases/sheets/', import.meta.url))
let folder: string

const load = (...argv: string[]) => run(CallbacksImport, ['Relances', ...argv], {...xivo.env, LC_ALL: 'C.UTF-8'})
const json = async (...argv: string[]) => {
  const {code, stdout} = await load(...argv, '--json')
  return {code, ...JSON.parse(stdout)}
}
const file = async (content: string | Uint8Array, name = 'liste.csv') => {
  await writeFile(join(folder, name), content)
  return join(folder, name)
}
const stored = async () => {
  const rows = await xivo.sql(
    `select concat_ws(' ', phone_number, last_name, due_date) as row from xivoctl.callback_request order by row`,
  )
  return rows.map(({row}) => row)
}

/** Whom each sheet of the shared cases holds. */
const calls = [
  '+33230210092 Doe 2026-08-01',
  '0230210092 Étienne 2026-08-01',
  '0230210092 Léa 2026-12-03',
  '0230210092 Œuvré 2026-12-24',
  '0230210092 Zoé 2026-12-03',
]

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list; delete from xivoctl.callback_import')
  await xivo.made((context) => createList(context, 'Relances', 'ventes'))
  folder = await mkdtemp(join(xivo.sounds, 'call-lists-'))
})

describe('callbacks import', () => {
  test('finds the delimiter of a header that needs settling', async () => {
    const {code, stderr} = await load(await file('Téléphone;Tel;Nom\n0230210092;0612345678;Doe\n'))
    expect(code).toBe(3)
    expect(stderr).toContain(`'Tel' is not the only column for phoneNumber`)
    expect(stderr).toContain(`--map 'Téléphone=phoneNumber' --map Nom=lastName --ignore Tel`)
  })

  test.each(['Export du 29/11/2026', 'Relances;;'])('takes %j above the header for a title', async (title) => {
    const {code, stderr} = await load(await file(`${title}\nTéléphone;Nom\n0230210092;Doe\n`))
    expect(code).toBe(3)
    expect(stderr).toContain('hint: if the first line is a title, delete what is above the header')
    expect(stderr).not.toContain('--ignore')
  })

  test('of a file without a header says so', async () => {
    const {code, stderr} = await load(await file('0230210092;Doe\n0230210093;Roe\n'))
    expect(code).toBe(3)
    expect(stderr).toContain('hint: the first line looks like a request: put the names of the columns above it')
    expect(stderr).not.toContain('--ignore')
  })

  test.each([
    ['gnumeric-1.12-default.csv', [], 4],
    ['libreoffice-25.2-default.csv', ['--preset', 'excel-fr'], 4],
    ['libreoffice-7.4-as-shown.csv', ['--preset', 'excel-fr'], 2],
    ['libreoffice-7.4-default.csv', ['--dates', 'dd/mm/yyyy'], 4],
    ['libreoffice-7.4-default-en-US.csv', ['--dates', 'MM/DD/YYYY'], 4],
    ['liste.xlsx', [], 2],
  ])('reads %s', async (name, flags, repaired) => {
    const source = join(folder, name)
    await copyFile(join(sheets, name), source)
    expect(await json(source, ...flags)).toMatchObject({code: 0, imported: 5, files: [{repaired}]})
    expect(await stored()).toEqual(calls.sort())
  })

  test('refuses a sheet whose dates are month first when they are said to be day first, in part too', async () => {
    const source = join(sheets, 'libreoffice-7.4-default-en-US.csv')
    for (const flags of [
      ['--dates', 'DD/MM/YYYY'],
      ['--preset', 'excel-fr', '--partial'],
    ]) {
      const refused = await load(source, ...flags)
      expect(refused).toMatchObject({code: 3, stdout: ''})
      expect(refused.stderr).toContain('--dates MM/DD/YYYY')
    }
    expect(await stored()).toEqual([])
  })

  test('refuses an .xls by its name', async () => {
    const refused = await load(join(sheets, 'liste.xls'), '--partial')
    expect(refused).toMatchObject({code: 3, stdout: ''})
    expect(refused.stderr).toContain('.xls')
  })

  test('refuses hidden rows until it is said what becomes of them', async () => {
    const source = join(sheets, 'narrow.xlsx')
    expect(await json(source)).toMatchObject({
      code: 3,
      hints: expect.arrayContaining([expect.stringContaining('--hidden skip')]),
    })
    const read = await json(source, '--hidden', 'read')
    const skipped = await json(source, '--hidden', 'skip')
    expect(skipped.files[0].hiddenRows).toBe(1)
    expect(read.imported - skipped.imported).toBe(1)
  })

  test('takes a column for what --map says, and passes over what --ignore names', async () => {
    const source = await file('Téléphone;Nom;Date;N° client\n0230210092;Doe;2026-08-01;17\n')
    const refused = await json(source)
    expect(refused).toMatchObject({code: 3, error: 'InvalidCsv'})
    const [, flags = ''] = /^to map or ignore these columns: (.*)$/.exec(refused.hints[0]) ?? []
    expect(flags).toContain('--map Date=dueDate')
    const said = ['--map', 'Date=dueDate', '--map', 'Nom=lastName', '--ignore', 'N° client']
    expect(await json(...said, source)).toMatchObject({code: 0, files: [{form: {known: 3, ignored: 1}}]})
    expect(await stored()).toEqual(['0230210092 Doe 2026-08-01'])
    expect(await load(source, '--map', 'Date=day')).toMatchObject({code: 2})
  })

  test('knows the presets of the configuration, to which flags are added', async () => {
    const config = await file(
      JSON.stringify({
        importPresets: {
          crm: {map: {Nom: 'lastName'}, ignore: ['N° client'], dates: 'dd/mm/yyyy', onDuplicate: 'skip'},
        },
      }),
      'config.json',
    )
    const source = await file('Téléphone;Nom;N° client;Quand\n0230210092;Doe;17;1/8/26\n0230210092;Doe;17;1/8/26\n')
    const said = [source, '--preset', 'crm', '--config', config, '--map', 'Quand=dueDate']
    expect(await json(...said)).toMatchObject({code: 0, imported: 1, skipped: 1})
    expect(await json(...said, '--on-duplicate', 'insert')).toMatchObject({code: 0, imported: 2})
    expect((await json(...said, '--dates', 'YYYY-MM-DD')).code).toBe(3)
    expect((await run(CallbacksImport, ['--show-mapping', ...said], {})).code).toBe(0)
    expect(await json(source, '--preset', 'crn', '--config', config)).toMatchObject({
      code: 2,
      hints: ["did you mean 'crm'?", 'presets: excel-fr, crm'],
    })
  })

  test('takes the numbers of a file for those of phoneCountry', async () => {
    const source = await file('Téléphone;Société\n230210092;Doe\n')
    expect(await json(source)).toMatchObject({files: [{repaired: 1}]})
    const abroad = await run(CallbacksImport, ['Relances', source, '--json'], {
      ...xivo.env,
      XIVOCTL_PHONE_COUNTRY: 'be',
    })
    expect(JSON.parse(abroad.stdout).files[0]).not.toHaveProperty('repaired')
    expect(
      await run(CallbacksImport, ['Relances', source], {...xivo.env, XIVOCTL_PHONE_COUNTRY: 'Mars'}),
    ).toMatchObject({
      code: 2,
    })
  })

  test('keeps numbers as they are with --phones literal, and repairs those of the CSV of the API when it is told', async () => {
    const own = await file('phoneNumber|lastName\n230210092|Doe\n')
    expect(await json(own)).toMatchObject({files: [{warnings: [{line: 2, column: 'phoneNumber'}]}]})
    expect(await json(own, '--phones', 'repair')).toMatchObject({files: [{repaired: 1}]})
    const sent = await json(await file('Téléphone;Société\n230210092;Doe\n'), '--phones', 'literal')
    expect(sent.files[0]).not.toHaveProperty('repaired')
    expect(
      (await xivo.sql('select phone_number as n from xivoctl.callback_request order by n')).map(({n}) => n),
    ).toEqual(['0230210092', '230210092', '230210092'])
  })

  test('shows in a dry run what the file was taken for, and its first rows', async () => {
    const shown = await load(join(sheets, 'liste.xlsx'), '--dry-run')
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain(`Excel workbook, sheet 'Appels', 4 columns known\n`)
    expect(shown.stdout).toMatch(/^0230210092 +Étienne/m)
    expect(await stored()).toEqual([])
  })
})

describe('a warning of callbacks import', () => {
  const warnings = async (...argv: string[]) => (await json(...argv)).files[0].warnings

  test('is given for a day more than a year away, with --quiet too', async () => {
    const source = await file('phoneNumber|dueDate\n1000|2062-08-01\n1001|2001-01-01\n1002|\n')
    expect(await warnings(source)).toMatchObject([
      {line: 2, column: 'dueDate', value: '2062-08-01'},
      {line: 3, column: 'dueDate', value: '2001-01-01'},
    ])
    const quiet = await load(source, '--quiet')
    expect(quiet).toMatchObject({code: 0, stdout: ''})
    expect(quiet.stderr).toMatch(/2 warnings\n {2}line 2, dueDate: '2062-08-01' /)
  })

  test('is given for a last line that does not end, which --whole refuses', async () => {
    const source = await file('phoneNumber\n1000\n1001')
    expect(await warnings(source)).toHaveLength(1)
    expect(await warnings(await file('phoneNumber\n1000\n'), '--whole')).toBeUndefined()
    expect(await load(await file('phoneNumber\n1000\n1001'), '--whole', '--partial')).toMatchObject({
      code: 3,
      stdout: '',
    })
    expect(await stored()).toHaveLength(3)
  })

  test('is given for a header without a request', async () => {
    const empty = await load(await file('phoneNumber|lastName\n'), '--quiet')
    expect(empty).toMatchObject({code: 0, stdout: ''})
    expect(empty.stderr).toContain('1 warning\n')
  })

  test('is given when a file is written otherwise than the last one of the list, and says in what', async () => {
    const utf8 = 'Téléphone;Société\n1000;Doé\n'
    await load(await file(Buffer.from(utf8, 'latin1')))
    expect(await warnings(await file(Buffer.from(`${utf8}1001;Doé\n`, 'latin1')))).toBeUndefined()
    const [{reason}] = await warnings(await file(utf8), '--dry-run')
    expect(reason).toContain(`encoding 'windows-1252' → 'utf-8'`)
    await load(await file('Téléphone;Société\n1000;Doe\n'.replace('éléphone', 'el')))
    expect((await warnings(await file('Tel,Entreprise\n1000,Doe\n')))[0].reason).toContain(
      `delimiter ';' → ','; column of company 'Société' → 'Entreprise'`,
    )
    expect(await warnings(await file('phoneNumber|lastName\n1000|Doe\n'), '--no-guess')).toBeUndefined()
    expect(await warnings(await file('error|phoneNumber|lastName\n|1000|Doe\n'))).toBeUndefined()
    const runs = await xivo.sql('select form from xivoctl.callback_import order by imported_at')
    expect(runs.map(({form}) => form?.delimiter)).toEqual([';', ';', ';', ',', undefined, undefined])
  })
})

test('numbers that were repaired are counted, and named by line', async () => {
  const source = await file('Téléphone;Société;;\n230210092;Doe;;\n33230210092;Roe;;\n')
  const told = await load(source)
  expect(told.stdout).toBe(
    `${source}: imported 2 callback requests into list 'Relances'; 2 damaged numbers repaired; 2 columns ignored\n`,
  )
  expect(told.stderr).toMatch(/2 numbers repaired\n {2}line 2, phoneNumber: '230210092' .*0230210092\n {2}line 3/)
  expect((await load(source, '--quiet')).stderr).toBe('')
  expect(await json(source)).toMatchObject({files: [{repaired: 2, repairs: [{line: 2}, {line: 3}]}]})
})

describe('the rejects of a call list', () => {
  const mended = async (rejects: string) => {
    const text = (await readFile(rejects, 'utf8')).replaceAll('abc', '1003').replaceAll('2026-02-30', '2026-02-28')
    return file(text, 'mended.csv')
  }
  const content = 'Téléphone;Société;Date;N°;;\n1000;Doé;1/8/26;7;;\nabc;Roe;;8\n1002;Poe;2026-02-30\n1001;;;9;;\n1\n'
  const said = ['--dates', 'DD/MM/YYYY', '--map', '#3=dueDate', '--ignore', 'N°']

  test.each([[[]], [['--partial']]])(
    'have the header of the file, and import whole once they are mended: %j',
    async (how) => {
      const rejects = join(folder, 'rejects.csv')
      const first = await load(await file(Buffer.from(content, 'latin1')), ...said, ...how, '--rejects', rejects)
      expect(first.code).toBe(how.length === 0 ? 3 : 9)
      const lines = (await readFile(rejects, 'utf8')).split('\n')
      expect(lines[0]).toBe('\ufefferror;Téléphone;Société;Date;N°;;')
      expect(lines).toHaveLength(how.length === 0 ? 7 : 5)
      expect(lines.filter((line) => line.endsWith(';abc;Roe;;8;;'))).toHaveLength(1)
      const again = join(folder, 'again.csv')
      expect(await load(await mended(rejects), ...said, '--partial', '--rejects', again)).toMatchObject({code: 9})
      expect(await stored()).toEqual(
        expect.arrayContaining(['1000 2026-08-01', expect.stringMatching(/^1003 /), '1002 2026-02-28']),
      )
      expect(await stored()).toHaveLength(4)
      // Of a line that is too short nobody knows which field is missing: it comes back as it was.
      expect((await readFile(again, 'utf8')).split('\n')[1]).toBe('has 2 fields, the header has 7;1')
    },
  )

  test('of a workbook are a CSV that reads back to the same rows', async () => {
    const rejects = join(folder, 'rejects.csv')
    const row = (number: number, ...cells: string[]) =>
      `<row r="${number}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
    const rows =
      row(1, 'Téléphone', 'Société', 'Échéance') + row(2, '1000', 'Doe; Roe') + row(4, 'abc', '', '2026-08-01')
    const source = await file(await xlsxOf({rows}), 'liste.xlsx')
    expect(await load(source, '--rejects', rejects)).toMatchObject({code: 3})
    expect((await readFile(rejects, 'utf8')).split('\n').slice(0, 2)).toEqual([
      '\ufefferror;Téléphone;Société;Échéance',
      ';1000;"Doe; Roe";',
    ])
    expect(await json(await mended(rejects))).toMatchObject({code: 0, imported: 2})
    expect(await xivo.sql('select phone_number as n, company from xivoctl.callback_request order by 1')).toEqual([
      {n: '1000', company: 'Doe; Roe'},
      {n: '1003', company: null},
    ])
  })
})

describe('callbacks import --show-mapping', () => {
  const mapping = (...argv: string[]) => run(CallbacksImport, ['--show-mapping', ...argv], {LC_ALL: 'C.UTF-8'})

  test('shows what would be read from where, without a list and without a XiVO', async () => {
    const source = await file('Téléphone;Société;Remarque\n0230210092;Doe;x\n')
    const shown = await mapping(source)
    expect(shown).toMatchObject({code: 0, stderr: ''})
    expect(shown.stdout.split('\n').slice(1)).toEqual([
      'column  name       read as',
      '1       Téléphone  phoneNumber',
      '2       Société    company',
      '3       Remarque   description',
      '',
    ])
    expect(await mapping('Relances', source)).toEqual(shown)
  })

  test('ends with the flags that would settle an unclear header, and exits 3 as the import would', async () => {
    const source = await file('Téléphone;Nom;Date\n')
    const shown = await mapping(source)
    expect(shown.code).toBe(3)
    expect(shown.stdout).toMatch(/^3 +Date +unclear$/m)
    expect(shown.stderr).toContain('--map Date=dueDate')
    expect(JSON.parse((await mapping(source, '--json')).stdout)).toMatchObject({
      error: 'InvalidCsv',
      files: [
        {file: source, form: {kind: 'csv', delimiter: ';'}, columns: [{use: 'phoneNumber'}, {}, {use: 'unclear'}]},
      ],
    })
  })
})
