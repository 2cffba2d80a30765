import {createHash} from 'node:crypto'
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {hostname, userInfo} from 'node:os'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import CallbacksImport from '../../commands/callbacks/import.ts'
import Imports from '../../commands/callbacks/imports/index.ts'
import ImportsUndo from '../../commands/callbacks/imports/undo.ts'
import {phoneRefusals} from '../../src/formats/phone-refusals.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createPeriod} from '../../src/services/callbacks/periods.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import {build, type Ended, runBinary, runShell, startBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {cellsOf, partOf, partsOf, zipOf} from '../support/workbooks.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const context = 'context: XIVOCTL_DATABASE_URL\n'
const header = 'phoneNumber|lastName|dueDate\n'
const good = `${header}1000|Doe|\n1001|Roe|\n`
const bad = `${header}1000|Doe|\nabc|Roe|\n1002|Poe|2026-02-30\n`
const me = `${userInfo().username}@${hostname()}`
let folder: string

type CommandClass = Parameters<typeof run>[0]

const go = (command: CommandClass, ...argv: string[]) => run(command, argv, {...xivo.env, LC_ALL: 'C.UTF-8'})
const load = (...argv: string[]) => go(CallbacksImport, 'Relances', ...argv)
const json = async (...argv: string[]) => {
  const {code, stdout} = await load(...argv, '--json')
  return {code, document: JSON.parse(stdout)}
}
const path = (name: string) => join(folder, name)
const file = async (content: string | Uint8Array, name = 'callbacks.csv') => {
  await writeFile(path(name), content)
  return path(name)
}
const count = async () => (await xivo.sql('select count(*)::int as n from xivoctl.callback_request'))[0]?.n
/** Until so many imports wait for a lock: they have opened their files. */
const waiting = async (imports: number) => {
  const query = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await xivo.sql(query)).length < imports) await new Promise((resolve) => setTimeout(resolve, 20))
}
const names = async () =>
  (await xivo.sql('select last_name from xivoctl.callback_request order by phone_number')).map(
    ({last_name}) => last_name,
  )

beforeAll(async () => {
  await build()
  await xivo.made((context) => createPeriod(context, {name: 'Matin', start: '09:00', end: '12:00'}))
})

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list; delete from xivoctl.callback_import')
  await xivo.made((context) => createList(context, 'Relances', 'ventes'))
  folder = await mkdtemp(join(xivo.sounds, 'imports-'))
})

test('--once says of a file that was imported in part, however quiet, that bad lines are left: 9', async () => {
  const source = await file(bad)
  expect(await load(source, '--partial')).toMatchObject({code: 9})
  const again = await load(source, '--partial', '--once', '--quiet')
  expect(again).toMatchObject({code: 9, stderr: ''})
  expect(again.stdout).toMatch(/nothing to do: the same file was already imported .*, without 2 bad lines$/m)
  expect(await json(source, '--once')).toMatchObject({
    code: 9,
    document: {files: [{repeated: true, earlier: {rejected: 2}}]},
  })
})

describe('--rejects', () => {
  test('holds every line when nothing was imported: error first, UTF-8 with a BOM, for its owner only', async () => {
    const rejects = path('rejects.csv')
    expect(await load(await file(bad), '--rejects', rejects)).toMatchObject({code: 3, stdout: ''})
    expect(await readFile(rejects, 'utf8')).toBe(
      `\ufefferror|${header}|1000|Doe|\nphoneNumber: 'abc' ${phoneRefusals['no-digit']}|abc|Roe|\n` +
        `dueDate: '2026-02-30' is not a date that exists; dates are YYYY-MM-DD|1002|Poe|2026-02-30\n`,
    )
    expect((await stat(rejects)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['callbacks.csv', 'rejects.csv'])
    expect(await count()).toBe(0)
  })

  test('holds only the bad lines with --partial, which says so and exits 9', async () => {
    const rejects = path('rejects.csv')
    const source = await file(bad)
    const partial = await load(source, '--rejects', rejects, '--partial')
    expect(partial).toMatchObject({
      code: 9,
      stdout: `${source}: imported 1 callback request into list 'Relances'; 2 bad lines left out, to be corrected in ${rejects}\n`,
    })
    expect(partial.stderr).toContain(`${source}: 2 bad lines left out\n  line 3, phoneNumber: 'abc'`)
    expect((await readFile(rejects, 'utf8')).split('\n')).toHaveLength(4)
    expect(await names()).toEqual(['Doe'])
    const {code, document} = await json(await file(`${bad}5|Moe|\n`), '--partial')
    expect({code, document}).toMatchObject({
      code: 9,
      document: {imported: 2, rejected: 2, files: [{errors: [{line: 3}, {line: 4}]}]},
    })
  })

  test('is not made when nothing is bad, nor for a header that is', async () => {
    expect(await load(await file(good), '--rejects', path('r.csv'))).toMatchObject({code: 0})
    expect(await load(await file(good), '--rejects', path('r.csv'), '--partial')).toMatchObject({code: 0})
    expect(await load(await file('phoneNumbr\n'), '--rejects', path('r.csv'))).toMatchObject({code: 3})
    expect(await load(await file(`${header}1|"x\n`), '--rejects', path('r.csv'))).toMatchObject({code: 3})
    expect(await go(CallbacksImport, 'Nobody', await file(bad), '--rejects', path('r.csv'))).toMatchObject({code: 4})
    expect(await load(await file(bad), '--rejects', path('r.csv'), '--delimiter', '||')).toMatchObject({code: 2})
    expect(await readdir(folder)).toEqual(['callbacks.csv'])
  })

  test('never takes the place of another file: nothing is imported then', async () => {
    const there = await file('somebody’s', 'there.csv')
    await symlink('nowhere', path('link.csv'))
    for (const [rejects, code, message] of [
      [there, 7, `${there} already exists: nothing was imported\nhint: name another file for the rejects\n`],
      [path('link.csv'), 7, 'already exists: nothing was imported'],
      [folder, 7, 'already exists'],
      [path('none/r.csv'), 6, 'cannot write'],
    ] as const) {
      const refused = await load(await file(good), '--partial', '--rejects', rejects)
      expect(refused).toMatchObject({code, stdout: ''})
      expect(refused.stderr).toContain(message)
    }
    expect(await readFile(there, 'utf8')).toBe('somebody’s')
    expect(await count()).toBe(0)
  })

  test('that somebody else makes meanwhile is not overwritten, and nothing is imported', async () => {
    const rejects = path('rejects.csv')
    const {process: child, ended} = await startBinary(
      ['callbacks', 'import', 'Relances', '-', '--partial', '--rejects', rejects],
      {env: xivo.env, stdin: bad, stdinStaysOpen: true},
    )
    while ((await readdir(folder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await writeFile(rejects, 'mine')
    child.stdin?.end()
    expect(await ended).toMatchObject({code: 7, stdout: ''})
    expect(await readFile(rejects, 'utf8')).toBe('mine')
    expect(await readdir(folder)).toEqual(['rejects.csv'])
    expect(await count()).toBe(0)
  })

  test('is not left half written by an import that is killed, and the next one just works', async () => {
    const argv = ['callbacks', 'import', 'Relances', '-', '--partial', '--rejects', path('r.csv')]
    const {process: child, ended} = await startBinary(argv, {env: xivo.env, stdin: bad, stdinStaysOpen: true})
    while ((await readdir(folder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await ended
    expect(await readdir(folder)).not.toContain('r.csv')
    expect(await runBinary([...argv, '--wait', '10'], {env: xivo.env, stdin: bad})).toMatchObject({code: 9})
    expect(await count()).toBe(1)
  })

  const thousand = (delimiter: string, broken: boolean) => {
    const line = (i: number) => {
      const number = broken && [6, 500, 999].includes(i) ? 'abc' : `0230${String(i).padStart(6, '0')}`
      const description = ['', `"a${delimiter}b"`, '"two\nlines"', `"${' '}x"`, `d'été "n° ${i}"`][i % 5]
      return [number, `Nom ${i}`, description, i % 2 ? 'Matin' : ''].join(delimiter)
    }
    const head = ['phoneNumber', 'lastName', 'description', 'period'].join(delimiter)
    return `${head}\n${Array.from({length: 1000}, (_, i) => `${line(i)}\n`).join('')}`
  }
  const digest = async () => {
    const rows = await xivo.sql(
      `select phone_number, last_name, description, preferred_period_uuid from xivoctl.callback_request order by 1, 2`,
    )
    return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  }

  test.each([
    ['all or nothing', [], '|', 'utf8'],
    ['in part', ['--partial'], '|', 'utf8'],
    ['all or nothing, from Excel in French', ['--preset', 'excel-fr'], ';', 'latin1'],
    ['in part, from Excel in French', ['--preset', 'excel-fr', '--partial'], ';', 'latin1'],
  ] as const)(
    'of 1,000 lines with 3 bad, mended and sent again, is 1,000 rows: %s',
    async (_, flags, delimiter, encoding) => {
      const wanted = async () => {
        const path = await file(Buffer.from(thousand(delimiter, false), encoding))
        expect(await load(path, ...flags)).toMatchObject({code: 0})
        const digested = await digest()
        await xivo.sql('delete from xivoctl.callback_request')
        return digested
      }
      const expected = await wanted()
      const source = await file(Buffer.from(thousand(delimiter, true), encoding))
      const first = await load(source, ...flags, '--rejects', path('rejects.csv'))
      const inPart = flags.some((flag) => flag === '--partial')
      expect(first.code).toBe(inPart ? 9 : 3)
      expect(await count()).toBe(inPart ? 997 : 0)
      const rejects = await readFile(path('rejects.csv'), 'utf8')
      expect(rejects.match(/'abc'/g)).toHaveLength(3)
      let mended = 0
      const numbers = ['0230000006', '0230000500', '0230000999']
      const again = rejects.replace(
        new RegExp(`(?<=\\${delimiter}"?)abc(?="?\\${delimiter})`, 'g'),
        () => numbers[mended++] ?? '',
      )
      expect(mended).toBe(3)
      const second = await load(await file(again, 'mended.csv'), ...flags, '--rejects', path('again.csv'))
      expect(second).toMatchObject({code: 0})
      expect(await count()).toBe(1000)
      expect(await digest()).toBe(expected)
      expect(await readdir(folder)).not.toContain('again.csv')
    },
  )

  test.each([
    ['all or nothing', [], '|', 'utf8'],
    ['in part', ['--partial'], '|', 'utf8'],
    ['in part, from Excel in French', ['--preset', 'excel-fr', '--partial'], ';', 'latin1'],
  ] as const)('in a workbook are mended and sent again likewise: %s', async (_, flags, delimiter, encoding) => {
    await load(await file(Buffer.from(thousand(delimiter, false), encoding)), ...flags)
    const expected = await digest()
    await xivo.sql('delete from xivoctl.callback_request')
    const source = await file(Buffer.from(thousand(delimiter, true), encoding))
    const first = await load(source, ...flags, '--rejects', path('rejects.xlsx'))
    expect(first.code).toBe(flags.some((flag) => flag === '--partial') ? 9 : 3)
    const [header, ...lines] = await cellsOf(path('rejects.xlsx'))
    expect(header).toEqual(['error', 'phoneNumber', 'lastName', 'description', 'period'])
    expect(lines).toHaveLength(1000 - (await count()))
    expect(lines.filter(([error]) => error).map(([, number]) => number)).toEqual(['abc', 'abc', 'abc'])
    const numbers = ['0230000006', '0230000500', '0230000999']
    const mended = await retyped(await readFile(path('rejects.xlsx')), /(?<=<t>)abc(?=<)/g, () => numbers.shift() ?? '')
    await writeFile(path('mended.xlsx'), mended)
    expect(await load(path('mended.xlsx'), ...flags, '--rejects', path('again.xlsx'))).toMatchObject({code: 0})
    expect(await count()).toBe(1000)
    expect(await digest()).toBe(expected)
    expect(await readdir(folder)).not.toContain('again.xlsx')
  })

  test('in a workbook have real days, the readers of their file alone, and a line that is too short stays bad', async () => {
    const source = await file(
      `${header}0230210092|Doe|2026-12-24\n0230210093|Roe|2026-02-30\n0230210094|2026-12-24\n0230210095|Poe||x\n`,
    )
    expect(await load(source, '--rejects', path('r.xlsx'))).toMatchObject({code: 3})
    expect((await stat(path('r.xlsx'))).mode & 0o777).toBe(0o600)
    const xml = await partOf(await readFile(path('r.xlsx')), 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('<c r="B2" s="1" t="inlineStr"><is><t>0230210092</t></is></c>')
    expect(xml).toContain('<c r="D2" s="2"><v>46380</v></c>')
    expect(xml).toContain('<c r="D3" s="2" t="inlineStr"><is><t>2026-02-30</t></is></c>')
    expect((await cellsOf(path('r.xlsx')))[3]).toEqual([expect.any(String), '', '', '', '0230210094|2026-12-24'])
    expect((await cellsOf(path('r.xlsx')))[4]).toEqual([expect.any(String), '0230210095', 'Poe', '', 'x'])
    const mended = await retyped(await readFile(path('r.xlsx')), /2026-02-30/g, () => '2026-02-28')
    await writeFile(path('mended.xlsx'), mended)
    const again = await json(path('mended.xlsx'), '--partial')
    expect(again).toMatchObject({code: 9, document: {imported: 2, rejected: 2}})
  })

  test('in a workbook can be mended in several rounds', async () => {
    await load(await file(`${header}abc|" Roe "|\n`), '--rejects', path('1.xlsx'))
    await load(path('1.xlsx'), '--rejects', path('2.xlsx'))
    expect(await cellsOf(path('2.xlsx'))).toEqual(await cellsOf(path('1.xlsx')))
    expect((await cellsOf(path('2.xlsx')))[1]).toEqual([expect.stringContaining("'abc'"), 'abc', ' Roe '])
  })

  test.each(['r.ods', 'r.xls', 'r.XLSB'])('are not written as %s', async (name) => {
    const refused = await load(await file(bad), '--rejects', path(name))
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain('.xlsx')
    expect(await readdir(folder)).not.toContain(name)
  })

  test('that no cell can hold keep the whole file out', async () => {
    const source = await file(`phoneNumber|description\nabc|${'x'.repeat(40_000)}\n1000|\n`)
    expect(await load(source, '--partial', '--rejects', path('r.xlsx'))).toMatchObject({code: 3})
    expect(await count()).toBe(0)
    expect((await readdir(folder)).filter((name) => name.includes('r.xlsx'))).toEqual([])
  })

  test('can be mended in several rounds: a line keeps all its fields', async () => {
    const rounds = [await file(`${header}1|2\n3|Doe|2026-01-01|x\nabc|Roe|\n`), path('1.csv'), path('2.csv')] as const
    await load(rounds[0], '--partial', '--rejects', rounds[1])
    await load(rounds[1], '--partial', '--rejects', rounds[2])
    expect((await readFile(rounds[2], 'utf8')).split('\n').map((line) => line.replace(/^[^|]*/, ''))).toEqual([
      '|phoneNumber|lastName|dueDate',
      '|1|2',
      '|3|Doe|2026-01-01|x',
      '|abc|Roe|',
      '',
    ])
  })

  test('of a large file is written without a word of Node.js', async () => {
    const source = await file(`${header}${'0230210092|Doe|2026-12-24\n'.repeat(25_000)}abc||\n`)
    const argv = ['callbacks', 'import', 'Relances', source, '--rejects', path('r.csv'), '--quiet']
    const ended = await runBinary(argv, {env: xivo.env})
    expect(ended.code).toBe(3)
    expect(ended.stderr.split('\n').map((line) => line.slice(0, 8))).toEqual(['error: /', '  line 2', ''])
    expect((await readFile(path('r.csv'), 'utf8')).split('\n')).toHaveLength(25_003)
  })

  test('are not written to standard output, which has the report, nor into a file named -', async () => {
    expect(await load(await file(bad), '--rejects', '-')).toMatchObject({code: 2, stdout: ''})
  })

  test('takes one FILE', async () => {
    const both = [await file(good), await file(good, 'b.csv')]
    expect(await load(...both, '--rejects', path('r.csv'))).toMatchObject({code: 2})
    expect(await count()).toBe(0)
  })
})

describe('what is said of a file', () => {
  test('names it: the only one too, with --quiet too', async () => {
    const source = await file(bad)
    const refused = await load(source, '--quiet')
    expect(refused.stderr).toMatch(new RegExp(`^error: ${source}: 2 lines are bad, 1 good: nothing was imported\n`))
    expect((await json(source)).document.message).toBe('2 lines are bad, 1 good: nothing was imported')
    expect((await go(CallbacksImport, 'Nobody', source)).stderr).toContain(`error: ${source}: no callback list`)
  })

  test('of several names each, in part too', async () => {
    const files = [await file(bad, 'a.csv'), await file(`${header}x|Moe|\n2000|Moe|\n`, 'b.csv')]
    const ended = await load(...files, '--partial')
    const left = (name: string | undefined, lines: string) =>
      `${name}: ${lines} left out\n(?:  line \\d+, \\w+: [^\n]*\n)+`
    expect(ended.stderr).toMatch(
      new RegExp(`^${context}${left(files[0], '2 bad lines')}${left(files[1], '1 bad line')}$`),
    )
    expect(ended.stdout.match(/^\S+(?=: imported 1 )/gm)).toEqual(files)
  })

  test('does not name standard input', async () => {
    const argv = ['callbacks', 'import', 'Relances', '-']
    const refused = await runBinary(argv, {env: xivo.env, stdin: bad})
    expect(refused.stderr).toContain('error: 2 lines are bad, 1 good: nothing was imported\n')
    const partial = await runBinary([...argv, '--partial'], {env: xivo.env, stdin: bad})
    expect(partial.stdout).toMatch(/^imported 1 /)
    expect(partial.stderr).toContain(`${context}2 bad lines left out\n  line 3, `)
  })

  test('shows the control characters of its name, and does not do what they say', async () => {
    const nasty = await file(bad, 'a\u001b[2J\nb.csv')
    const missing = path('c\u001b[2J\nd.csv')
    const rejects = path('r\u001b[2J\n.csv')
    const ended = [
      await load(nasty),
      await load(missing),
      await load(nasty, missing, '--partial'),
      await load(nasty, '--partial', '--rejects', rejects),
      await load(nasty, '--partial', '--rejects', rejects),
      await load(nasty, '--partial', '--archive', path('none\u001b[2J\n')),
    ]
    for (const {stdout, stderr} of ended) {
      expect(stdout + stderr).toContain('\\u001b[2J\\n')
      expect(stdout + stderr).not.toContain('\u001b')
      expect(stdout + stderr).not.toMatch(/^(b|d|\.)/m)
    }
    expect(await json(nasty, missing)).toMatchObject({document: {files: [{file: nasty}, {file: missing}]}})
  })
})

describe('--preset excel-fr', () => {
  const text = 'phoneNumber;lastName;company;dueDate\r\n0230;"D\x92Œuvre";"5 \x80; net";24/12/2026\r\n'
  const excel = Buffer.from(text.replace('Œ', '\x8c'), 'latin1')

  test('reads what Excel in French writes', async () => {
    expect(await load(await file(excel), '--preset', 'excel-fr')).toMatchObject({code: 0})
    expect(await xivo.sql('select last_name, company, due_date::text as due from xivoctl.callback_request')).toEqual([
      {last_name: 'D’Œuvre', company: '5 €; net', due: '2026-12-24'},
    ])
  })

  test('or the flag for its dates is named by the error that such a file gets without it', async () => {
    for (const argv of [[], ['--delimiter', ';']]) {
      const refused = await load(await file(excel), ...argv)
      expect(refused).toMatchObject({code: 3, stdout: ''})
      expect(refused.stderr).toContain('--dates DD/MM/YYYY')
    }
    const asSaid = await load(await file(excel), '--no-guess')
    expect(asSaid).toMatchObject({code: 3, stdout: ''})
    expect(asSaid.stderr).toContain('--delimiter')
    expect(await count()).toBe(0)
  })

  test('gives way to what is said beside it', async () => {
    const content = 'phoneNumber,dueDate\n0230,2026-12-24\n'
    const said = ['--delimiter', ',', '--dates', 'YYYY-MM-DD', '--encoding', 'utf-8']
    expect(await load(await file(content), '--preset', 'excel-fr', ...said)).toMatchObject({code: 0})
    const refused = await load(await file(excel), '--preset', 'excel-fr', '--dates', 'YYYY-MM-DD')
    expect(refused.stderr).toContain(`  line 2, dueDate: '24/12/2026' is not a date in YYYY-MM-DD`)
    expect(refused.code).toBe(3)
  })
})

describe('an encoding', () => {
  test('of UTF-16 is read, or named when nothing is to be guessed', async () => {
    const path = await file(Buffer.from(`\ufeff${good}`, 'utf16le'))
    expect(await load(path, '--no-guess')).toMatchObject({
      code: 3,
      stderr: `${context}error: ${path}: the file is UTF-16LE, not UTF-8: nothing was imported\nhint: to read the file in this encoding: --encoding utf-16le\n`,
    })
    expect(await load(path, '--dry-run')).toMatchObject({code: 0})
    expect(await load(path, '--encoding', 'utf-16le')).toMatchObject({code: 0})
    expect(await names()).toEqual(['Doe', 'Roe'])
    expect(await load(path, '--encoding', 'ebcdic')).toMatchObject({code: 2})
  })

  test('that breaks half way names the line, and that nothing can be imported in part', async () => {
    const broken = Buffer.concat([Buffer.from(good.replace('Roe', 'Zoé')), Buffer.from('1002|Caf\xe9|\n', 'latin1')])
    const refused = await load(await file(broken), '--partial')
    expect(refused).toMatchObject({code: 3, stdout: ''})
    expect(refused.stderr).toMatch(/^ {2}line 4: holds bytes that are not UTF-8[\s\S]*--encoding windows-1252/m)
    expect(refused.stderr).toContain('hint: the file is damaged: correct it')
    expect(await count()).toBe(0)
  })
})

describe('a file that comes again', () => {
  test('is imported, and the earlier run told; with --once it is passed over, exit 0', async () => {
    const source = await file(good)
    const {document: first} = await json(source)
    const earlier = `on \\S+ \\S+ by ${me.replaceAll('.', '\\.')} \\(import ${first.files[0].run}\\)`
    const skipped = await load(source, '--once')
    expect(skipped).toMatchObject({code: 0, stderr: context})
    expect(skipped.stdout).toMatch(
      new RegExp(`^${source}: nothing to do: the same file was already imported into 'Relances' ${earlier}\\n$`),
    )
    const again = await load(source)
    expect(again.stdout).toMatch(
      new RegExp(
        `^${source}: imported 2 callback requests into list 'Relances'\\n${source}: note: the same file was imported before, ${earlier}\\n$`,
      ),
    )
    expect(await json(source, '--once')).toMatchObject({
      code: 0,
      document: {imported: 0, files: [{repeated: true, imported: 0}]},
    })
    expect(await count()).toBe(4)
  })
})

describe('a list that is being imported into', () => {
  test('exits 7 naming who; with --wait the second import follows the first', async () => {
    const argv = ['callbacks', 'import', 'Relances', '-']
    const {process: child, ended} = await startBinary(argv, {env: xivo.env, stdin: good, stdinStaysOpen: true})
    const copying = `select 1 from pg_stat_activity where datname = current_database() and query ilike 'copy%'`
    while ((await xivo.sql(copying)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await load(await file(good))
    expect(second).toMatchObject({code: 7, stdout: ''})
    expect(second.stderr).toMatch(
      /^error: \S+: \S+@\S+:\d+ has been importing into this list since \S+Z: nothing was written\nhint: .*\nhint: .*--wait SECONDS$/m,
    )
    expect(second.stderr).toContain(`${me}:${child.pid} `)
    expect(await json(await file(good))).toMatchObject({code: 7, document: {error: 'Busy'}})
    const third = load(await file(good), '--wait', '20')
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.stdin?.end()
    expect(await ended).toMatchObject({code: 0})
    expect(await third).toMatchObject({code: 0})
    expect(await count()).toBe(4)
    for (const wait of ['-1', 'x']) expect(await load(await file(good), '--wait', wait)).toMatchObject({code: 2})
  })
})

describe('callbacks imports', () => {
  test('lists the ledger in table, CSV and JSON', async () => {
    await xivo.sql('delete from xivoctl.failed_import')
    expect(await go(Imports)).toEqual({code: 0, stdout: '', stderr: 'nothing found\n'})
    const {document} = await json(await file(good))
    const [report] = document.files
    const table = await go(Imports)
    expect(table.stdout.split('\n')[0]).toMatch(
      /^when +list +file +imported +skipped +rejected +by +undone +failed +import$/,
    )
    expect(table.stdout.split('\n')[1]).toMatch(
      new RegExp(
        `^\\d{4}(?:-\\d\\d){2} \\d\\d(?::\\d\\d){2} +Relances +callbacks.csv +2 +0 +0 +\\S+@\\S+ +${report.run}$`,
      ),
    )
    expect((await go(Imports, '--csv')).stdout).toMatch(
      /\nRelances|^when,list,file,imported,skipped,rejected,by,undone,failed,import\n/,
    )
    expect(JSON.parse((await go(Imports, '--json', '--list', 'Relances')).stdout)).toMatchObject([
      {uuid: report.run, imported: 2, fileName: 'callbacks.csv'},
    ])
    expect(await go(Imports, '--list', 'Relanc')).toMatchObject({code: 4})
  })

  test('keeps no heading of a file that failed: the first line may be a customer', async () => {
    await xivo.sql('delete from xivoctl.failed_import')
    expect(await json(await file('mobile 0230210078,mobile 0230210079\n1,2\n'))).toMatchObject({code: 3})
    const [failed, ...others] = await xivo.sql('select reason, problems from xivoctl.failed_import')
    expect(others).toEqual([])
    expect(JSON.stringify(failed)).toContain("as '...' does")
    expect(JSON.stringify(failed)).not.toContain('02302100')
  })

  test('undo takes back what is untouched, and names what is not', async () => {
    const {document} = await json(await file(good))
    const [{run}] = document.files
    const [row] = await xivo.sql('select uuid from xivoctl.callback_request order by phone_number')
    await xivo.made((context) => closeCallbacks(context, [row?.uuid]))
    expect(await go(ImportsUndo, run)).toMatchObject({code: 2, stdout: ''})
    expect(await go(ImportsUndo, run, '--yes')).toEqual({
      code: 0,
      stdout: `deleted 1 of 2 imported callback requests of the list 'Relances'\n`,
      stderr: `${context}import into 'Relances': undone (deleted 1; kept 1)\nchanged since, and kept: ${row?.uuid}\n`,
    })
    expect(await count()).toBe(1)
    const again = await go(ImportsUndo, run, '--yes')
    expect(again).toMatchObject({code: 7, stdout: ''})
    expect(again.stderr).toContain('was already undone')
    expect((await go(Imports)).stdout).toMatch(/@\S+ +\d{4}(?:-\d\d){2} \d\d(?::\d\d){2} +\S{36}$/m)
    expect(await go(ImportsUndo, '00000000-0000-4000-8000-000000000000', '--yes')).toMatchObject({code: 4})
    expect(await go(ImportsUndo, 'x', '--yes')).toMatchObject({code: 2})
    expect(await go(ImportsUndo, 'not-a-uuid', '--yes')).toMatchObject({code: 3})
  })
})

describe('a file that changes while it is read', () => {
  test.each([
    ['is written to', (path: string) => writeFile(path, '1002|Poe|\n', {flag: 'a'})],
    ['is replaced by one of the same size', (path: string) => rm(path).then(() => writeFile(path, good))],
  ])('because it %s is refused, and nothing is imported', async (_, change) => {
    const source = await file(good)
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const importing = load(source)
      await waiting(1)
      await change(source)
      await client.query('commit')
      expect(await importing).toMatchObject({
        code: 7,
        stdout: '',
        stderr: `${context}error: ${source}: the file changed while it was being read: nothing was imported\nhint: try again when it is complete\n`,
      })
    })
    expect(await count()).toBe(0)
  })
})

describe('a file that two runs are given', () => {
  test('is imported once: the second one says that it is no longer there, exit 7', async () => {
    await mkdir(path('done'))
    const source = await file(good)
    const argv = [source, '--wait', '20', '--archive', path('done')]
    const ended = await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const both = Promise.all(
        [1, 2].map(() => runBinary(['callbacks', 'import', 'Relances', ...argv], {env: xivo.env})),
      )
      await waiting(2)
      await client.query('commit')
      return both
    })
    expect(ended.map(({code}) => code).sort()).toEqual([0, 7])
    expect(ended.find(({code}) => code === 7)).toMatchObject({
      stdout: '',
      stderr: `${context}error: ${source}: the file is no longer there: nothing was imported\nhint: another user may have imported it: see 'xivoctl callbacks imports'\n`,
    })
    expect(await count()).toBe(2)
  })
})

describe('several files', () => {
  test('are a transaction each: one that fails keeps no other, and gives the exit code', async () => {
    const files = [
      await file(good, 'a.csv'),
      await file(bad, 'b.csv'),
      path('none.csv'),
      await file(`${header}2000|Moe|\n`, 'c.csv'),
    ]
    const ended = await load(...files)
    expect(ended).toMatchObject({
      code: 3,
      stdout: `${files[0]}: imported 2 callback requests into list 'Relances'\n${files[3]}: imported 1 callback request into list 'Relances'\n`,
    })
    expect(ended.stderr).toContain(`error: ${files[1]}: 2 lines are bad, 1 good: nothing was imported\n`)
    expect(ended.stderr).toContain(`error: no file ${files[2]}\n`)
    expect(await names()).toEqual(['Doe', 'Roe', 'Moe'])
    const {code, document} = await json(path('nowhere.csv'), ...files, '--once')
    expect(code).toBe(4)
    expect(document).toMatchObject({error: 'FileNotFound', imported: 0, skipped: 0, rejected: 0})
    expect(document.files).toMatchObject([
      {file: path('nowhere.csv'), error: 'FileNotFound'},
      {file: files[0], imported: 0, repeated: true},
      {file: files[1], error: 'InvalidCsv', errors: [{line: 3}, {line: 4}]},
      {file: files[2], error: 'FileNotFound'},
      {file: files[3], imported: 0, repeated: true},
    ])
  })

  test('of which one is imported in part exit 9, unless another one fails', async () => {
    const files = [await file(bad, 'a.csv'), await file(good, 'b.csv')]
    expect(await load(...files, '--partial')).toMatchObject({code: 9})
    expect(await load(...files, path('none.csv'), '--partial')).toMatchObject({code: 4})
    expect(await load(...files, '--partial', '--json')).toMatchObject({code: 9})
  })

  test.each([
    ['SIGINT', 130, []],
    ['SIGTERM', 143, []],
    ['SIGTERM', 143, ['--json']],
  ] as const)(
    '%s ends with code %i even after a bad one, and names those that were not begun %s',
    async (signal, code, flags) => {
      const files = [await file(bad, 'a.csv'), '-', await file(good, 'b.csv'), await file(good, 'c.csv')]
      const argv = ['callbacks', 'import', 'Relances', ...files, ...flags]
      const {process: child, ended} = await startBinary(argv, {env: xivo.env, stdin: good, stdinStaysOpen: true})
      const copying = `select 1 from pg_stat_activity where datname = current_database() and query ilike 'copy%' and state = 'active'
      and xact_start < now() - interval '1 second'`
      while ((await xivo.sql(copying)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      child.kill(signal)
      const {stdout, stderr, ...end} = await ended
      expect(end).toEqual({code, signal: null})
      if (flags.length > 0) {
        const document = JSON.parse(stdout)
        expect(document).toMatchObject({error: 'Interrupted', imported: 0})
        expect(document.files).toMatchObject([
          {file: files[0], error: 'InvalidCsv'},
          {file: '-', error: 'Interrupted'},
          ...[files[2], files[3]].map((file) => ({
            file,
            error: 'Interrupted',
            message: expect.stringContaining('before this file was read'),
          })),
        ])
      } else {
        expect(stdout).toBe('')
        expect(stderr.match(/^error: .*/gm)?.slice(1)).toEqual([
          'error: interrupted: nothing was written',
          `error: ${files[2]}: interrupted before this file was read: nothing was imported`,
          `error: ${files[3]}: interrupted before this file was read: nothing was imported`,
        ])
      }
      expect(await count()).toBe(0)
    },
  )

  test('that the database refuses are no bug, and the others go in', async () => {
    await xivo.sql(`alter table xivoctl.callback_request add constraint no_roe check (last_name <> 'Roe')`)
    const ended = await load(await file(good, 'a.csv'), await file(`${header}2000|Moe|\n`, 'b.csv'))
    await xivo.sql('alter table xivoctl.callback_request drop constraint no_roe')
    expect(ended.code).toBe(7)
    expect(ended.stderr).toContain(`a.csv: the change violates constraint 'no_roe'`)
    expect(await names()).toEqual(['Moe'])
  })
})

describe('--archive', () => {
  const archived = async () => (await readdir(path('done'))).sort()

  beforeEach(() => mkdir(path('done')))

  test('moves each file away once it is imported, and only then', async () => {
    const files = [await file(good, 'a.csv'), await file(bad, 'b.csv'), await file(`${header}2000|Moe|\n`, 'c.csv')]
    expect(await load(...files, '--archive', path('done'))).toMatchObject({code: 3})
    expect((await readdir(folder)).sort()).toEqual(['b.csv', 'done'])
    const moved = await archived()
    expect(moved.map((name) => name.replace(/^\d{8}T\d{6}Z-/, ''))).toEqual(['a.csv', 'c.csv'])
    expect(await readFile(join(path('done'), moved[0] ?? ''), 'utf8')).toBe(good)
  })

  test('moves what --once passed over, and what was imported in part', async () => {
    await load(await file(good))
    expect(await load(await file(good), '--once', '--archive', path('done'))).toMatchObject({code: 0})
    expect(await load(await file(bad), '--partial', '--archive', path('done'))).toMatchObject({code: 9})
    expect(await archived()).toHaveLength(2)
  })

  test('never takes the place of another file: two of one name are there both', async () => {
    await mkdir(path('x'))
    await writeFile(path('x/a.csv'), bad)
    expect(
      await load(await file(good, 'a.csv'), path('x/a.csv'), '--partial', '--archive', path('done')),
    ).toMatchObject({
      code: 9,
    })
    const contents = await Promise.all((await archived()).map((name) => readFile(join(path('done'), name), 'utf8')))
    expect(contents.sort()).toEqual([good, bad].sort())
    expect((await readdir(folder)).sort()).toEqual(['done', 'x'])
  })

  test('moves nothing in a dry run, and nothing that failed at COMMIT', async () => {
    expect(await load(await file(good), '--dry-run', '--archive', path('done'))).toMatchObject({code: 0})
    await xivo.sql(`create function xivoctl.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'refused'; end $$;
      create constraint trigger refuse after insert on xivoctl.callback_request
      deferrable initially deferred for each row execute function xivoctl.refuse()`)
    expect((await load(await file(good), '--archive', path('done'))).code).not.toBe(0)
    await xivo.sql('drop function xivoctl.refuse cascade')
    expect(await archived()).toEqual([])
    expect(await count()).toBe(0)
  })

  test('must be a directory, which is said before anything is imported', async () => {
    const plain = await file('', 'plain')
    await chmod(plain, 0o755)
    for (const directory of [path('nowhere'), plain]) {
      const refused = await load(await file(good), '--archive', directory)
      expect(refused).toMatchObject({code: 2, stdout: ''})
      expect(refused.stderr).toContain(`cannot archive into ${directory}`)
    }
    expect(await count()).toBe(0)
  })

  test('is not the directory that the file is in, by whatever name: nothing is imported', async () => {
    const source = await file(good)
    await symlink(folder, path('alias'))
    for (const directory of [folder, path('done/..'), path('alias')]) {
      expect(await load(source, '--archive', directory)).toMatchObject({
        code: 2,
        stderr: `error: cannot archive ${source}: it is already in the archive directory\n`,
      })
    }
    expect(await count()).toBe(0)
  })

  /** Permissions are for root too. */
  const unprivileged = async (...argv: string[]) => {
    const drop = process.getuid?.() === 0 ? 'setpriv --bounding-set=-dac_override,-dac_read_search' : ''
    const program = `${drop} "${process.execPath}" "${await build()}/bin/run.js"`
    return runShell(`${program} callbacks import Relances ${argv.join(' ')}`, {env: xivo.env})
  }

  test.runIf(process.platform === 'linux')(
    'of a file whose directory cannot be written to exits 6 before anything is imported',
    async () => {
      await mkdir(path('drop'))
      const source = await file(good, 'drop/a.csv')
      await chmod(path('drop'), 0o555)
      expect(await unprivileged(await file(good), source, '--archive', path('done'))).toMatchObject({
        code: 6,
        stdout: '',
        stderr: `error: cannot archive ${source}: its directory is not writable, so the file could not be moved: nothing was imported\n`,
      })
      expect(await count()).toBe(0)
    },
  )

  test('that fails says that the file was imported, and exits 6', async () => {
    await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const importing = load(await file(good), '--archive', path('done'))
      await waiting(1)
      await rm(path('done'), {recursive: true})
      await client.query('commit')
      const failed = await importing
      expect(failed).toMatchObject({
        code: 6,
        stdout: `${path('callbacks.csv')}: imported 2 callback requests into list 'Relances'\n`,
      })
      expect(failed.stderr).toContain(`error: ${path('callbacks.csv')} was imported, but could not be moved into`)
      expect(failed.stderr).toContain('unless --once is given')
    })
    expect(await count()).toBe(2)
    expect(await readdir(folder)).toEqual(['callbacks.csv'])
  })

  test.each([1, 2])('that fails gives the report too under --json: %i files', async (files) => {
    const sources = [await file(good), await file(bad, 'b.csv')].slice(0, files)
    const ended = await xivo.client(async (client) => {
      await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
      const importing = json(...sources, '--archive', path('done'))
      await waiting(1)
      await rm(path('done'), {recursive: true})
      await client.query('commit')
      return importing
    })
    expect(ended.code).toBe(6)
    expect(ended.document).toMatchObject({error: 'Unavailable', imported: 2})
    const [{uuid} = {uuid: ''}] = await xivo.sql('select uuid from xivoctl.callback_import')
    expect(ended.document.files[0]).toMatchObject({
      run: uuid,
      imported: 2,
      archived: false,
      error: 'Unavailable',
      message: expect.stringContaining('was imported, but could not be moved into'),
      hints: [expect.stringContaining('--once')],
    })
  })

  test('leaves what came in the place of the file since', async () => {
    await xivo.sql(`create function xivoctl.dawdle() returns trigger language plpgsql as
      $$ begin perform pg_sleep(1); return new; end $$;
      create trigger dawdle before insert on xivoctl.callback_import for each row execute function xivoctl.dawdle()`)
    const source = await file(good)
    const importing = load(source, '--archive', path('done'))
    await new Promise((resolve) => setTimeout(resolve, 600))
    await rm(source)
    await file(`${header}3000|Zoe|\n`)
    const ended = await importing
    await xivo.sql('drop function xivoctl.dawdle cascade')
    expect(ended).toMatchObject({code: 7, stdout: `${source}: imported 2 callback requests into list 'Relances'\n`})
    expect(ended.stderr).toContain('was imported, but another file has replaced it since: it was not moved')
    expect(await readFile(source, 'utf8')).toContain('Zoe')
    expect(await archived()).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('a report that meets a full disk', () => {
  test.each(['', '--json'])('exits 8 and says that the import was done: %s', async (format) => {
    const source = await file(good)
    const onFullDisk = (flags: string) =>
      runShell(`xivoctl callbacks import Relances ${source} ${flags} ${format} > /dev/full`, {env: xivo.env})
    const ended = await onFullDisk('')
    expect(ended.code).toBe(8)
    expect(ended.stderr).toContain(format === '' ? 'imported 2 callback requests' : '"imported": 2')
    expect(await count()).toBe(2)
    for (const flags of ['--dry-run', '--once']) expect((await onFullDisk(flags)).code).toBe(6)
  })
})

describe('--quiet, with no terminal and nothing in the environment but what is needed', () => {
  const quiet = (...argv: string[]): Promise<Ended> =>
    runShell(`xivoctl callbacks import Relances ${argv.join(' ')} --quiet`, {env: xivo.env})

  test('says nothing on success', async () => {
    await mkdir(path('done'))
    const source = await file(good)
    for (const argv of [[], ['--dry-run'], ['--once'], ['--once', '--archive', path('done')]]) {
      expect(await quiet(source, ...argv)).toMatchObject({code: 0, stdout: '', stderr: ''})
    }
    expect(await count()).toBe(2)
    expect(await runBinary(['callbacks', 'import', 'Relances', '-', '--quiet'], {env: xivo.env, stdin: good})).toEqual({
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    })
  })

  test('says one sentence of a failure, on stderr', async () => {
    const sentence = /^error: [^\n]+\n(?: {2}line [^\n]+\n)*(?:hint: [^\n]+\n)*$/
    for (const [argv, code] of [
      [[await file(bad, 'bad.csv')], 3],
      [[path('none.csv')], 4],
      [[await file('', 'empty.csv')], 3],
      [[await file(good), '--rejects', path('empty.csv')], 7],
    ] as const) {
      const failed = await quiet(...argv)
      expect(failed).toMatchObject({code, stdout: ''})
      expect(failed.stderr).toMatch(sentence)
    }
    const partial = await quiet(await file(bad), '--partial')
    expect(partial.code).toBe(9)
    expect(partial.stdout).toBe(
      `${path('callbacks.csv')}: imported 1 callback request into list 'Relances'; 2 bad lines left out\n`,
    )
  })

  test('says nothing of sslmode=require, which a Unix socket does without', async () => {
    const env = {...xivo.env, XIVOCTL_DATABASE_URL: `${xivo.url}${xivo.url.includes('?') ? '&' : '?'}sslmode=require`}
    const ended = await runBinary(['callbacks', 'import', 'Relances', await file(good), '--quiet'], {env})
    expect(ended).toMatchObject({code: 0, stderr: ''})
  })
})

/** A workbook in which somebody has typed something else into some cells. */
async function retyped(file: Buffer, what: RegExp, into: () => string): Promise<Buffer> {
  const parts = await partsOf(file)
  const sheet = 'xl/worksheets/sheet1.xml'
  return zipOf({...Object.fromEntries(parts), [sheet]: String(parts.get(sheet)).replace(what, into)})
}
