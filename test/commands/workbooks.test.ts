import {spawnSync} from 'node:child_process'
import {chmod, mkdtemp, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {beforeEach, describe, expect, test} from 'vitest'
import AgentsList from '../../commands/agents/list.ts'
import CallbacksClose from '../../commands/callbacks/close.ts'
import CallbacksExport from '../../commands/callbacks/export.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import CallbacksImport from '../../commands/callbacks/import.ts'
import CallbacksImports from '../../commands/callbacks/imports/index.ts'
import CallbacksStats from '../../commands/callbacks/stats.ts'
import QueuesList from '../../commands/queues/list.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {build, runBinary, startProcess} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {startTerminal} from '../support/terminal.ts'
import {cellsOf, partOf, partsOf, rowsOf, zipOf} from '../support/workbooks.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const peakMemory = fileURLToPath(new URL('../support/peak-memory.cjs', import.meta.url))
let folder: string

const go = (command: Parameters<typeof run>[0], ...argv: string[]) => run(command, argv, xivo.env)
const at = (name: string) => join(folder, name)
const load = (list: string, ...argv: string[]) => go(CallbacksImport, list, ...argv)
const exported = async (list: string) => (await go(CallbacksExport, list)).stdout
const HEADER = 'phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period'

/** What a spreadsheet would change, or import would take for something else. */
const hard = [
  '230210092|812345678|" Zoé "|"=1+1"|"="""|"24/7"|2026-12-24|"Toute la journée"',
  '33230210092|*77|"+33"|"@x"|"007"|"-3 °C, ""x"""|2026-12-03|"Toute la journée"',
  '0230210092||"O\'Neill"|"|"|"VRAI"|"a\r\nb\n\tc"|1899-01-01|"Toute la journée"',
  '+33230210092||"\u{1f600}"|"=""&"""|"_x000D_"|"a\u0001b"|2026-12-05|"Toute la journée"',
]

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list; delete from xivoctl.callback_import')
  for (const list of ['Ventes', 'Copie']) await xivo.made((context) => createList(context, list, 'ventes'))
  folder = await mkdtemp(join(xivo.sounds, 'workbooks-'))
})

async function fillWith(...lines: string[]): Promise<string> {
  await writeFile(at('rows.csv'), [HEADER, ...lines, ''].join('\n'))
  expect(await load('Ventes', at('rows.csv'), '--quiet')).toMatchObject({code: 0, stdout: ''})
  return exported('Ventes')
}

describe('callbacks export --xlsx', () => {
  test('writes text and real days, which import reads back to the same rows', async () => {
    const before = await fillWith(...hard)
    expect(await go(CallbacksExport, 'Ventes', '--xlsx', at('out.xlsx'))).toEqual({code: 0, stdout: '', stderr: ''})
    const [header, first] = await cellsOf(at('out.xlsx'))
    expect(header).toEqual(HEADER.split('|'))
    expect(first?.slice(0, 4)).toEqual(['0230210092', '', "O'Neill", '|'])
    const xml = await partOf(await readFile(at('out.xlsx')), 'xl/worksheets/sheet1.xml')
    expect(xml).toContain('<c r="A2" s="1" t="inlineStr"><is><t>0230210092</t></is></c>')
    expect(xml).toMatch(/<c r="G5" s="2"><v>46380<\/v><\/c>/)
    expect(await load('Copie', at('out.xlsx'))).toMatchObject({code: 0})
    expect(await exported('Copie')).toBe(before)
  })

  test('is repaired again once another program has saved it', async () => {
    await fillWith('230210092||||||2026-12-24|')
    await go(CallbacksExport, 'Ventes', '--xlsx', at('out.xlsx'))
    const saved = await resaved(await readFile(at('out.xlsx')))
    await writeFile(at('saved.xlsx'), saved)
    expect(await load('Copie', at('saved.xlsx'))).toMatchObject({code: 0})
    expect(await exported('Copie')).toContain('0230210092|')
  })

  test('holds one list', async () => {
    const refused = await go(CallbacksExport, 'Ventes', 'Copie', '--xlsx', at('out.xlsx'))
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain('--ndjson')
    expect(await readdir(folder)).toEqual([])
  })

  test('refuses a text that no cell can hold, and leaves what was there', async () => {
    await fillWith(`0230210092|||||${'x'.repeat(40_000)}||`)
    await writeFile(at('out.xlsx'), 'of yesterday')
    expect(await go(CallbacksExport, 'Ventes', '--xlsx', at('out.xlsx'))).toMatchObject({code: 2})
    expect(await readFile(at('out.xlsx'), 'utf8')).toBe('of yesterday')
    expect((await readdir(folder)).sort()).toEqual(['out.xlsx', 'rows.csv'])
  })
})

describe('callbacks export --preset excel-fr', () => {
  test('writes what import reads back under the same preset', async () => {
    const before = await fillWith(...hard)
    const {code, stdout} = await go(CallbacksExport, 'Ventes', '--preset', 'excel-fr')
    expect(code).toBe(0)
    const [header, first] = stdout.split('\r\n')
    expect(header).toBe(`\ufeff${HEADER.replaceAll('|', ';')}`)
    expect(first).toMatch(/^="0230210092";;O'Neill;\|;="VRAI";"a$/)
    expect(stdout).toContain('24/12/2026')
    expect(stdout).toContain('="24/7"')
    await writeFile(at('excel.csv'), stdout)
    expect(await load('Copie', at('excel.csv'), '--preset', 'excel-fr')).toMatchObject({code: 0})
    expect(await exported('Copie')).toBe(before)
  })
})

describe('--xlsx of a list', () => {
  test('has the columns of the list, in the order that is asked for', async () => {
    expect(await go(QueuesList, '--xlsx', at('q.xlsx'), '--columns', 'name,agents', '--sort', 'name:desc')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    const csv = await go(QueuesList, '--csv', '--columns', 'name,agents', '--sort', 'name:desc')
    expect((await cellsOf(at('q.xlsx'))).map((cells) => cells.join(','))).toEqual(csv.stdout.trimEnd().split('\n'))
    await go(QueuesList, '--xlsx', at('bare.xlsx'), '--no-headers', '--columns', 'name')
    expect((await rowsOf(at('bare.xlsx')))[0]).toMatchObject({number: 1, cells: [expect.not.stringMatching('name')]})
  })

  test('has numbers of agents as text, and counts as numbers', async () => {
    await go(AgentsList, '--xlsx', at('a.xlsx'), '--columns', 'number,id')
    expect(await sheetOf('a.xlsx')).toMatch(/<c r="A2" s="1" t="inlineStr">.*<c r="B2" s="1" t="inlineStr">/)
    await go(QueuesList, '--xlsx', at('q.xlsx'), '--columns', 'agents')
    expect(await sheetOf('q.xlsx')).toMatch(/<c r="A2" s="0"><v>\d+<\/v><\/c>/)
  })

  test('has days and moments as such, in local time', async () => {
    await fillWith('0230210092||||||2026-12-24|')
    await go(CallbacksStats, '--xlsx', at('s.xlsx'))
    expect(await sheetOf('s.xlsx')).toMatch(/<c r="C2" s="2"><v>46380<\/v><\/c>/)
    await xivo.sql(`update xivoctl.callback_import set imported_at = '2026-07-01 12:00:00+00'`)
    await go(CallbacksImports, '--xlsx', at('i.xlsx'), '--columns', 'when,file')
    const hours = new Date('2026-07-01T12:00:00Z').getHours()
    expect(await sheetOf('i.xlsx')).toContain(`<c r="A2" s="3"><v>${46204 + hours / 24}</v></c>`)
  })

  test('of callbacks find is a file that import takes', async () => {
    const before = await fillWith(...hard)
    expect(await go(CallbacksFind, '--filter', 'clotured = false', '--xlsx', at('f.xlsx'))).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect(await load('Copie', at('f.xlsx'))).toMatchObject({code: 0})
    expect(await exported('Copie')).toBe(before)
  })

  test('of what was written is there too', async () => {
    await fillWith('0230210092||||||2026-12-24|')
    const [{uuid} = {uuid: ''}] = await xivo.sql('select uuid from xivoctl.callback_request')
    expect(await go(CallbacksClose, uuid, '--xlsx', at('c.xlsx'), '--columns', 'uuid,state', '--quiet')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect(await cellsOf(at('c.xlsx'))).toEqual([
      ['uuid', 'state'],
      [uuid, 'closed'],
    ])
  })

  test('exits 8 when the write is done and the file cannot be written', async () => {
    await fillWith('0230210092||||||2026-12-24|')
    const [{uuid} = {uuid: ''}] = await xivo.sql('select uuid from xivoctl.callback_request')
    const argv = [uuid, '--xlsx', at('no/such/folder.xlsx')]
    expect(await run(CallbacksClose, argv, xivo.env)).toMatchObject({code: 8, stdout: ''})
    expect(await xivo.sql('select clotured from xivoctl.callback_request')).toEqual([{clotured: true}])
  })
})

test('a workbook of 40,000 requests takes no more memory than a few', {timeout: 120_000}, async () => {
  await xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, last_name, description, preferred_period_uuid, due_date)
     select md5(n::text)::uuid, list.uuid, '02' || n, 'Nom ' || n, repeat('rappeler vite ', 5), period.uuid, date '2026-12-24'
     from generate_series(1, 40000) n, xivoctl.callback_list list, xivoctl.preferred_callback_period period
     where list.name = 'Ventes' and period."default"`,
  )
  for (const argv of [
    ['export', 'Ventes', '--xlsx', at('export.xlsx')],
    ['find', '--xlsx', at('find.xlsx')],
  ]) {
    const env = {...xivo.env, NODE_OPTIONS: `--require ${peakMemory}`, PEAK_FILE: at('peak')}
    expect(await runBinary(['callbacks', ...argv], {env})).toMatchObject({code: 0, stderr: ''})
    const mebibytes = Number(await readFile(at('peak'), 'utf8')) / 1024
    expect(mebibytes).toBeLessThan(170)
  }
})

describe('the file of --xlsx', () => {
  test.each(['liste.ods', 'liste.XLS', 'liste.xlsm', 'liste.csv'])('is not called %s', async (name) => {
    const refused = await go(QueuesList, '--xlsx', at(name))
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain('.xlsx')
    expect(await readdir(folder)).toEqual([])
  })

  test('takes the place of one that is there, through a link, and keeps who may read it', async () => {
    await writeFile(at('report.xlsx'), 'of yesterday')
    await chmod(at('report.xlsx'), 0o600)
    await symlink('report.xlsx', at('link.xlsx'))
    expect(await go(QueuesList, '--xlsx', at('link.xlsx'))).toMatchObject({code: 0})
    expect((await cellsOf(at('report.xlsx')))[0]).toContain('name')
    expect((await stat(at('report.xlsx'))).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).sort()).toEqual(['link.xlsx', 'report.xlsx'])
  })

  test('is no directory and in one that exists', async () => {
    expect(await go(QueuesList, '--xlsx', folder)).toMatchObject({code: 6})
    expect(await go(QueuesList, '--xlsx', at('no/such.xlsx'))).toMatchObject({code: 6})
  })

  test('goes with no other form', async () => {
    for (const form of ['--csv', '--ndjson', '--json', '--ids'])
      expect(await go(QueuesList, '--xlsx', at('q.xlsx'), form)).toMatchObject({code: 2})
    expect(await readdir(folder)).toEqual([])
  })

  test('is left as it was when nothing can be asked', async () => {
    await writeFile(at('q.xlsx'), 'of yesterday')
    const env = {...xivo.env, XIVOCTL_DATABASE_URL: 'postgres://xivo@127.0.0.1:1/asterisk'}
    for (const command of [QueuesList, CallbacksFind])
      expect(await run(command, ['--xlsx', at('q.xlsx')], env)).toMatchObject({code: 6})
    expect(await run(CallbacksExport, ['Ventes', '--xlsx', at('q.xlsx')], env)).toMatchObject({code: 6})
    expect(await readFile(at('q.xlsx'), 'utf8')).toBe('of yesterday')
    expect(await readdir(folder)).toEqual(['q.xlsx'])
  })

  describe('as standard output', () => {
    test('goes into a pipe', async () => {
      const program = join(await build(), 'bin', 'run.js')
      const line = `'${process.execPath}' '${program}' queues list --xlsx - | cat > '${at('q.xlsx')}'`
      expect(await startProcess('sh', ['-c', line], {env: xivo.env}).ended).toMatchObject({code: 0, stderr: ''})
      expect((await cellsOf(at('q.xlsx')))[0]).toContain('name')
    })

    test.each(['-', '/dev/tty', '/dev/stdout'])('is no terminal: %s', async (target) => {
      const {code, screen} = await (await startTerminal(['queues', 'list', '--xlsx', target], xivo.env)).ended
      expect({code, screen: screen.includes('PK')}).toEqual({code: 2, screen: false})
    })
  })

  test('is not needed for /dev/null', async () => {
    expect(await go(QueuesList, '--xlsx', '/dev/null')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(spawnSync('test', ['-c', '/dev/null']).status).toBe(0)
  })
})

const sheetOf = async (name: string) => partOf(await readFile(at(name)), 'xl/worksheets/sheet1.xml')

/** As another program saves it: under its own name. */
async function resaved(file: Buffer): Promise<Buffer> {
  const parts = await partsOf(file)
  const book = String(parts.get('xl/workbook.xml')).replace('appName="xivoctl"', 'appName="xl"')
  return zipOf({...Object.fromEntries(parts), 'xl/workbook.xml': book})
}
