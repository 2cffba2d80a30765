import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import CallbacksClose from '../../commands/callbacks/close.ts'
import CallbacksCreate from '../../commands/callbacks/create.ts'
import CallbacksDelete from '../../commands/callbacks/delete.ts'
import CallbacksExport from '../../commands/callbacks/export.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import CallbacksGet from '../../commands/callbacks/get.ts'
import CallbacksImport from '../../commands/callbacks/import.ts'
import ListsCreate from '../../commands/callbacks/lists/create.ts'
import ListsDelete from '../../commands/callbacks/lists/delete.ts'
import Lists from '../../commands/callbacks/lists/index.ts'
import ListsRename from '../../commands/callbacks/lists/rename.ts'
import ListsSetQueue from '../../commands/callbacks/lists/set-queue.ts'
import CallbacksMove from '../../commands/callbacks/move.ts'
import PeriodsCreate from '../../commands/callbacks/periods/create.ts'
import PeriodsDelete from '../../commands/callbacks/periods/delete.ts'
import Periods from '../../commands/callbacks/periods/index.ts'
import PeriodsSetDefault from '../../commands/callbacks/periods/set-default.ts'
import PeriodsUpdate from '../../commands/callbacks/periods/update.ts'
import CallbacksReopen from '../../commands/callbacks/reopen.ts'
import CallbacksUpdate from '../../commands/callbacks/update.ts'
import {callbackFields} from '../../src/formats/request-fields.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {runBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

type CommandClass = Parameters<typeof run>[0]

const context = 'context: XIVOCTL_DATABASE_URL\n'
const nobody = '00000000-0000-4000-8000-000000000000'
const header = 'phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period\n'

describe('the commands of callbacks', () => {
  const xivo = useXivo()
  const go = (command: CommandClass, ...argv: string[]) => run(command, argv, {...xivo.env, LC_ALL: 'C.UTF-8'})
  const json = async (command: CommandClass, ...argv: string[]) => {
    const {stdout, code} = await go(command, ...argv, '--json')
    return {code, document: JSON.parse(stdout)}
  }
  const create = async (...argv: string[]) => (await json(CallbacksCreate, 'Ventes', ...argv)).document
  const file = async (content: string | Buffer) => {
    const path = join(xivo.sounds, 'callbacks.csv')
    await writeFile(path, content)
    return path
  }

  beforeAll(async () => {
    await go(PeriodsCreate, 'Matin', '--start', '09:00', '--end', '12:00')
  })

  beforeEach(async () => {
    await xivo.sql('delete from xivoctl.callback_list')
    await go(ListsCreate, 'Ventes', '--queue', 'ventes')
  })

  describe('callbacks lists', () => {
    test('shows each list with the name of its queue, in table, CSV and JSON', async () => {
      await create('--phone', '1000')
      const [list] = await xivo.sql('select uuid from xivoctl.callback_list')
      expect(await go(Lists)).toEqual({
        code: 0,
        stdout: `name    queue   ongoing  uuid\nVentes  ventes  1        ${list?.uuid}\n`,
        stderr: '',
      })
      expect((await go(Lists, '--csv')).stdout).toBe(`name,queue,ongoing,uuid\nVentes,ventes,1,${list?.uuid}\n`)
      expect((await json(Lists)).document).toMatchObject([
        {name: 'Ventes', queueId: 5, callbacks: [{phoneNumber: '1000'}]},
      ])
    })

    test('--with-requests leaves out what is empty', async () => {
      expect(await go(Lists, '--with-requests')).toEqual({code: 0, stdout: '', stderr: 'nothing found\n'})
      expect(await json(Lists, '--with-requests')).toEqual({code: 0, document: []})
      await create('--phone', '1000')
      expect((await json(Lists, '--with-requests')).document).toHaveLength(1)
    })

    test('create, rename, set-queue and delete say what they did, and where', async () => {
      const created = await go(ListsCreate, 'Noël', '--queue', '3')
      expect(created).toMatchObject({code: 0, stderr: `${context}list 'Noël': created (name Noël; queue sales)\n`})
      expect(created.stdout).toMatch(/^uuid +[0-9a-f-]{36}\nname +Noël\nqueue +3\n$/)
      expect(await go(ListsRename, 'Noël', 'Noël 2026')).toEqual({
        code: 0,
        stdout: '',
        stderr: `${context}list 'Noël': name Noël → Noël 2026\n`,
      })
      expect(await go(ListsSetQueue, 'Noël 2026', 'support')).toEqual({
        code: 0,
        stdout: '',
        stderr: `${context}list 'Noël 2026': queue sales → support\n`,
      })
      expect(await go(ListsDelete, 'Noël 2026', '--yes')).toEqual({
        code: 0,
        stdout: '',
        stderr: `${context}list 'Noël 2026': deleted (name Noël 2026; queue support; ongoing 0; closed 0)\n`,
      })
      await go(ListsCreate, 'Une', '--queue', 'ventes')
      await go(CallbacksCreate, 'Une', '--phone', '1')
      expect((await go(ListsDelete, 'Une', '--yes')).stderr).toBe(
        `${context}list 'Une': deleted (name Une; queue ventes; ongoing 1; closed 0)\n`,
      )
      const {uuid} = await create('--phone', '1')
      expect(await json(ListsDelete, 'Ventes', '--yes')).toMatchObject({
        code: 0,
        document: {name: 'Ventes', queueId: 5, callbacks: [{uuid}]},
      })
    })

    test('a list of a name that is there is not made, nor renamed to', async () => {
      const [there] = await xivo.sql('select uuid from xivoctl.callback_list')
      const refused = await go(ListsCreate, ' Ventes ', '--queue', 'sales')
      expect(refused).toMatchObject({code: 7, stdout: ''})
      expect(refused.stderr).toContain(there?.uuid)
      expect(await json(ListsCreate, 'Ventes', '--queue', 'ventes')).toMatchObject({
        code: 7,
        document: {error: 'Conflict'},
      })
      await go(ListsCreate, 'Sales', '--queue', 'sales')
      expect(await go(ListsRename, 'Sales', 'Ventes')).toMatchObject({code: 7, stdout: ''})
      expect(await go(ListsRename, 'Sales', 'Sales')).toMatchObject({code: 0})
      expect(await xivo.sql('select name from xivoctl.callback_list order by 1')).toEqual([
        {name: 'Sales'},
        {name: 'Ventes'},
      ])
    })

    test('--if-missing passes over a list that is there, unless it is for another queue', async () => {
      await go(CallbacksCreate, 'Ventes', '--phone', '1')
      const [there] = await xivo.sql('select uuid from xivoctl.callback_list')
      const create = (name: string, queue: string) => [ListsCreate, name, '--queue', queue, '--if-missing'] as const
      const passed = await go(...create('Ventes', 'ventes'))
      expect(passed).toMatchObject({code: 0, stderr: `${context}list 'Ventes': unchanged\n`})
      expect(passed.stdout).toContain(there?.uuid)
      expect(await json(...create('Ventes', '5'))).toMatchObject({
        code: 0,
        document: {uuid: there?.uuid, name: 'Ventes', queueId: 5, callbacks: [{phoneNumber: '1'}]},
      })
      expect(await go(...create('Ventes', 'sales'))).toMatchObject({code: 7, stdout: ''})
      expect(await go(...create('Ventes', 'x'))).toMatchObject({code: 4, stdout: ''})
      expect(await json(...create('Noël', 'sales'))).toMatchObject({code: 0, document: {name: 'Noël', queueId: 3}})
      await xivo.use((context) => createList(context, 'Ventes', 'ventes'))
      expect(await go(...create('Ventes', 'ventes'))).toMatchObject({code: 7, stdout: ''})
    })

    test('what is not there is not found, the nearest name told', async () => {
      const failed = await go(ListsRename, 'Vente', 'x')
      expect(failed).toMatchObject({code: 4, stdout: ''})
      expect(failed.stderr).toContain(`error: no callback list named 'Vente'\nhint: did you mean 'Ventes'?\n`)
      expect(await json(ListsCreate, 'x', '--queue', 'vente')).toMatchObject({
        code: 4,
        document: {error: 'QueueNotFound'},
      })
    })
  })

  describe('callbacks create, get, update, move, close, reopen and delete', () => {
    test('show the request as fields, and as the document of the API', async () => {
      const made = await go(
        CallbacksCreate,
        'Ventes',
        '--phone',
        '02 98',
        '--last-name',
        'Doe',
        '--due',
        '2026-01-01',
        '--period',
        'Matin',
      )
      const [, uuid = ''] = /^uuid +(\S+)/.exec(made.stdout) ?? []
      expect(made).toMatchObject({
        code: 0,
        stderr: `${context}callback request ${uuid}: created (phone number •••; last name •••; due date 2026-01-01; state ongoing; period Matin; list Ventes)\n`,
      })
      expect(made.stdout).toMatch(
        /^uuid +\S{36}\nlist +Ventes\nphone +0298\nlast name +Doe\ndue +2026-01-01\nperiod +Matin\nqueue +ventes\nstate +ongoing\n$/,
      )
      const {stdout: kept, ...got} = await go(CallbacksGet, uuid)
      expect(got).toEqual({code: 0, stderr: ''})
      expect(kept.replace(/created +\S+ \S+\n$/, '')).toBe(made.stdout)
      expect((await json(CallbacksGet, uuid)).document).toMatchObject({
        uuid,
        phoneNumber: '0298',
        dueDate: '2026-01-01',
        clotured: false,
      })
      const mended = await go(CallbacksUpdate, uuid, '--phone', '0299', '--last-name', '')
      expect(mended.stderr).toBe(`${context}callback request ${uuid}: phone number ••• → •••; last name ••• → none\n`)
      expect(mended.stdout).toContain('0299')
      expect(mended.stdout).not.toContain('Doe')
      await go(ListsCreate, 'Support', '--queue', 'support')
      expect((await json(CallbacksMove, uuid, '--to', 'Support')).document).toMatchObject([
        {queueId: 1, phoneNumber: '0299'},
      ])
      expect((await go(CallbacksClose, uuid)).stdout).toContain(`closed  ${uuid}`)
      expect((await go(CallbacksReopen, uuid)).stdout).toContain(`ongoing  ${uuid}`)
      const deleted = await go(CallbacksDelete, uuid, '--yes')
      expect(deleted).toMatchObject({
        code: 0,
        stderr: `${context}callback request ${uuid}: deleted (phone number •••; due date 2026-01-01; state ongoing; period Matin; list Support)\n`,
      })
      expect(await go(CallbacksGet, uuid)).toMatchObject({code: 4, stdout: ''})
    })

    test('take several uuids, all or none', async () => {
      const uuids = [(await create('--phone', '1')).uuid, (await create('--phone', '2')).uuid]
      const failed = await go(CallbacksClose, ...uuids, nobody)
      expect(failed).toMatchObject({code: 4, stdout: ''})
      expect(failed.stderr).toContain(`no callback request ${nobody}`)
      expect((await json(CallbacksFind, '--filter', 'clotured = true')).document.total).toBe(0)
      expect((await json(CallbacksClose, ...uuids)).document).toHaveLength(2)
      expect((await json(CallbacksDelete, ...uuids, '--yes')).document).toHaveLength(2)
    })

    test('warn of a number that seems damaged, without telling it to a log', async () => {
      const made = await go(CallbacksCreate, 'Ventes', '--phone', '230210092')
      expect(made.code).toBe(0)
      expect(made.stderr).toMatch(/^warning: phoneNumber (?!.*230210092)/m)
      const [row] = await xivo.sql('select uuid from xivoctl.callback_request')
      const changed = await go(CallbacksUpdate, row?.uuid, '--mobile', '0899123456')
      expect(changed.stderr).toMatch(/^warning: mobilePhoneNumber /m)
      expect((await go(CallbacksUpdate, row?.uuid, '--mobile', '0612345678')).stderr).not.toContain('warning')
    })

    test('refuse what is no request, with every problem', async () => {
      const failed = await go(CallbacksCreate, 'Ventes', '--phone', 'abc', '--due', '2026-02-30')
      expect(failed).toMatchObject({code: 3, stdout: ''})
      expect(failed.stderr).toContain(`  phoneNumber: 'abc' `)
      expect(failed.stderr).toContain(`  dueDate: '2026-02-30' is not a date that exists`)
      expect(await json(CallbacksCreate, 'Ventes', '--last-name', 'Doe')).toMatchObject({
        code: 3,
        document: {error: 'InvalidRequest', errors: [{column: 'phoneNumber'}]},
      })
      expect(await go(CallbacksGet, 'x')).toMatchObject({code: 2})
      expect(await go(CallbacksGet, 'not-a-uuid')).toMatchObject({code: 3})
      expect(await go(CallbacksUpdate, nobody)).toMatchObject({code: 4})
      expect(await go(CallbacksClose)).toMatchObject({code: 2})
    })
  })

  describe('what deletes', () => {
    test('wants --yes where nobody can be asked, and leaves everything as it is', async () => {
      const {uuid} = await create('--phone', '1')
      for (const [command, argument] of [
        [ListsDelete, 'Ventes'],
        [CallbacksDelete, uuid],
      ] as const) {
        const refused = await go(command, argument)
        expect(refused).toMatchObject({code: 2, stdout: ''})
        expect(refused.stderr).toContain('hint: add --yes')
      }
      expect((await json(CallbacksFind)).document.total).toBe(1)
    })
  })

  describe('callbacks find', () => {
    beforeEach(async () => {
      const content = `${header}1000||Jean|Dupont|A, "B"||2026-01-01|Matin\n1001|2001||Dufour|||2026-01-02|\n1002||||\u001b[31mred||2026-01-03|\n`
      expect(await go(CallbacksImport, 'Ventes', await file(content))).toMatchObject({code: 0})
    })

    test('prints a table, CSV, and the document of the API', async () => {
      const table = await go(CallbacksFind, '--filter', 'lastName ilike du%', '--sort', 'dueDate:desc')
      expect(table.stdout.split('\n')[0]).toMatch(
        /^due +period +phone +mobile +name +company +description +state +uuid$/,
      )
      expect(table.stdout.split('\n')[1]).toMatch(/^2026-01-02 +Toute la journée +1001 +2001 +Dufour +ongoing +\S{36}$/)
      expect(table.stdout.split('\n')[2]).toMatch(/^2026-01-01 +Matin +1000 +Jean Dupont +A, "B" +ongoing +\S{36}$/)
      expect(table.stderr).toBe('')
      const csv = await go(CallbacksFind, '--filter', 'lastName = Dupont', '--csv')
      expect(csv.stdout).toMatch(
        /^phoneNumber,mobilePhoneNumber,firstName,lastName,company,description,dueDate,period\n1000,,Jean,Dupont,"A, ""B""",,2026-01-01,Matin\n$/,
      )
      const {document} = await json(CallbacksFind, '--filter', 'lastName = Dupont')
      expect(document).toMatchObject({total: 1, list: [{phoneNumber: '1000', queueId: 5}]})
      expect(Object.keys(document)).toEqual(['total', 'list'])
    })

    test('tells how many more there are, and when there is nothing', async () => {
      expect((await go(CallbacksFind, '--limit', '1')).stderr).toBe('1 of many\n')
      expect((await go(CallbacksFind, '--limit', '1', '--offset', '2', '--sort', 'dueDate')).stdout).toContain(
        '2026-01-03',
      )
      expect(await go(CallbacksFind, '--filter', 'lastName is not null', '--filter', 'company = x')).toEqual({
        code: 0,
        stdout: '',
        stderr: 'nothing found\n',
      })
      expect((await json(CallbacksFind, '--filter', 'company = x')).document).toEqual({total: 0, list: []})
    })

    test('escapes what would steer the terminal in tables, and leaves it in JSON', async () => {
      const {stdout} = await go(CallbacksFind, '--filter', 'phoneNumber = 1002')
      expect(stdout).toContain('\\u001b[31mred')
      expect(stdout).not.toContain('\u001b')
      const {document} = await json(CallbacksFind, '--filter', 'phoneNumber = 1002')
      expect(document.list[0].company).toBe('\u001b[31mred')
      expect((await go(CallbacksFind, '--filter', 'phoneNumber = 1002', '--csv')).stdout).toContain('\u001b[31mred')
      const nasty = await go(
        CallbacksFind,
        '--filter',
        'company = \u001b]0;x\u0007 \u202e',
        '--filter',
        'x\u001b[2J = 1',
      )
      expect(nasty.code).toBe(3)
      expect(nasty.stderr).not.toMatch(/[\u001b\u0007\u202e]/)
    })

    test(`takes the API's JSON: a list, or an object with offset and limit; flags come on top`, async () => {
      const filters = [{field: 'dueDate', operator: '>=', value: '2026-01-01', order: 'DESC'}]
      const of = async (content: unknown, ...argv: string[]) =>
        json(
          CallbacksFind,
          '--filters',
          await file(typeof content === 'string' ? content : JSON.stringify(content)),
          ...argv,
        )
      const days = ({document}: {document: {list: {dueDate: string}[]}}) =>
        document.list.map(({dueDate}) => dueDate.slice(-1)).join('')
      expect(days(await of(filters))).toBe('321')
      expect(days(await of({filters, offset: 1, limit: 1}))).toBe('2')
      expect(days(await of({filters, offset: 1, limit: 1}, '--limit', '2'))).toBe('21')
      expect(days(await of({filters}, '--filter', 'lastName is not null'))).toBe('21')
      expect(days(await of({}))).toBe('123')
      for (const [content, error] of [
        ['{', 'InvalidJson'],
        ['null', 'InvalidFilter'],
        ['5', 'InvalidFilter'],
        [{filter: filters}, 'InvalidFilter'],
        [{filters: {field: 'uuid'}}, 'InvalidFilter'],
        [{filters, limit: '5'}, 'InvalidRequest'],
        [[{field: 'uid', order: 'ASC'}], 'InvalidFilter'],
      ] as const) {
        expect(await of(content), JSON.stringify(content)).toMatchObject({code: 3, document: {error}})
      }
      expect(await json(CallbacksFind, '--filters', '/nonexistent')).toMatchObject({
        code: 4,
        document: {error: 'FileNotFound'},
      })
    })

    test('refuses a wrong field with the nearest one, and a wrong flag', async () => {
      const failed = await go(CallbacksFind, '--filter', 'duedat = 2026-01-01')
      expect(failed).toMatchObject({code: 3, stdout: ''})
      expect(failed.stderr).toContain(`error: no field 'duedat'\nhint: did you mean 'dueDate'?\n`)
      for (const argv of [['--limit', '-1'], ['--limit', 'x'], ['--csv', '--json'], ['--nonsense']]) {
        expect((await go(CallbacksFind, ...argv)).code).toBe(2)
      }
    })
  })

  describe('callbacks import', () => {
    test('says what it did, and what it would do', async () => {
      const path = await file(`${header}\n1000|||||||\n1001|||||||\n`)
      const [row] = await xivo.sql('select current_date::text as today')
      expect(await go(CallbacksImport, 'Ventes', path, '--dry-run')).toEqual({
        code: 0,
        stdout: [
          `${path}: CSV, '|', 8 columns known`,
          'phoneNumber  dueDate     period',
          `1000         ${row?.today}  Toute la journée`,
          `1001         ${row?.today}  Toute la journée`,
          `${path}: would import 2 callback requests into list 'Ventes'; 1 blank line skipped: dry run, nothing was written`,
          '',
        ].join('\n'),
        stderr: context,
      })
      expect((await json(CallbacksFind)).document.total).toBe(0)
      expect(await go(CallbacksImport, 'Ventes', path)).toEqual({
        code: 0,
        stdout: `${path}: imported 2 callback requests into list 'Ventes'; 1 blank line skipped\n`,
        stderr: context,
      })
      const counts = {imported: 2, skipped: 0, rejected: 0}
      const report = {
        file: path,
        run: expect.any(String),
        list: {uuid: expect.any(String), name: 'Noël'},
        created: true,
        ...counts,
        blankLines: 1,
        form: {
          kind: 'csv',
          delimiter: '|',
          fields: Object.fromEntries(callbackFields.map((field) => [field, field])),
          known: 8,
          ignored: 0,
        },
        repeated: false,
      }
      const {document} = await json(CallbacksImport, 'Noël', path, '--create', '--queue', 'sales')
      expect(document).toEqual({...counts, files: [report]})
      expect(
        (
          await go(
            CallbacksImport,
            'Pâques',
            await file('phoneNumber;lastName\n1;x\n'),
            '--create',
            '--queue',
            'sales',
            '--delimiter',
            ';',
          )
        ).stdout,
      ).toMatch(/^\S+: imported 1 callback request into the new list 'Pâques'\n$/)
    })

    test('shows the first hundred bad lines, and all of them under --json', async () => {
      const path = await file(`${header}${'abc|||||||\n'.repeat(150)}1000|||||||\n`)
      const failed = await go(CallbacksImport, 'Ventes', path)
      expect(failed).toMatchObject({code: 3, stdout: ''})
      expect(failed.stderr).toContain(`error: ${path}: 150 lines are bad, 1 good: nothing was imported\n`)
      expect(failed.stderr).toContain(`  line 2, phoneNumber: 'abc' `)
      expect(failed.stderr.match(/^ {2}line/gm)).toHaveLength(100)
      expect(failed.stderr).toContain('  … and more\n')
      const {code, document} = await json(CallbacksImport, 'Ventes', path)
      expect(code).toBe(3)
      expect(document).toMatchObject({error: 'InvalidCsv', errors: expect.any(Array)})
      expect(document.errors).toHaveLength(150)
      expect((await json(CallbacksFind)).document.total).toBe(0)
    })

    test('of what is not there, or with flags that do not fit, writes nothing', async () => {
      const path = await file(`${header}1000|||||||\n`)
      expect(await go(CallbacksImport, 'Vente', path)).toMatchObject({code: 4})
      expect(await go(CallbacksImport, 'Ventes', '/nonexistent')).toMatchObject({code: 4})
      expect(await go(CallbacksImport, 'Ventes', xivo.sounds)).toMatchObject({code: 6})
      expect(await go(CallbacksImport, 'Noël', path, '--create')).toMatchObject({code: 2})
      expect(await go(CallbacksImport, 'Noël', path, '--queue', 'sales')).toMatchObject({code: 2})
      expect(await go(CallbacksImport, 'Ventes', path, '--delimiter', '||')).toMatchObject({code: 2})
      expect(await go(CallbacksImport, 'Ventes')).toMatchObject({code: 2})
      expect((await json(CallbacksFind)).document.total).toBe(0)
    })
  })

  describe('callbacks export', () => {
    test('writes CSV that import reads back, NDJSON and JSON', async () => {
      const content = `${header}1000||"Jean"|" Doe "|"A|B"||2026-01-01|"Matin"\n1001|2001||"x"||"a\nb"|2026-01-02|"Toute la journée"\n`
      await go(CallbacksImport, 'Ventes', await file(content))
      const exported = await go(CallbacksExport, 'Ventes')
      expect(exported).toMatchObject({code: 0, stdout: content})
      const {document} = await json(CallbacksExport, 'Ventes')
      expect(document).toEqual((await json(CallbacksFind)).document.list)
      const lines = (await go(CallbacksExport, 'Ventes', '--ndjson')).stdout.trimEnd().split('\n')
      expect(lines.map((line) => JSON.parse(line))).toEqual(document)
    })

    test('of several lists wants JSON', async () => {
      await go(ListsCreate, 'Noël', '--queue', 'sales')
      expect(await go(CallbacksExport, 'Ventes', 'Noël')).toMatchObject({code: 2, stdout: ''})
      expect(await go(CallbacksExport, 'Ventes', 'Noël', '--json')).toMatchObject({code: 0, stdout: '[]\n'})
      expect(await json(CallbacksExport, 'Vente')).toMatchObject({code: 4, document: {error: 'CallbackListNotFound'}})
    })
  })
})

describe('callbacks periods', () => {
  const xivo = useXivo()
  const go = (command: CommandClass, ...argv: string[]) => run(command, argv, {...xivo.env, LC_ALL: 'C.UTF-8'})

  test('a name that another program has stored does not steer the terminal, and its period can still be changed', async () => {
    await xivo.sql(
      `insert into xivoctl.preferred_callback_period (uuid, name, period_start, period_end, "default")
         values ('6a1c2b5e-0c7e-4c6f-9b0e-5d2f1a3b4c5d', $1, '09:00', '10:00', false)`,
      ['a\u001b[2Jb'],
    )
    const id = 'id:6a1c2b5e-0c7e-4c6f-9b0e-5d2f1a3b4c5d'
    const made = await run(PeriodsSetDefault, [id], xivo.env)
    expect([made.code, made.stdout]).toEqual([0, "'a\\u001b[2Jb' is the default period\n"])
    expect((await run(PeriodsUpdate, [id, '--end', '11:00'], xivo.env)).code).toBe(0)
    expect((await run(PeriodsUpdate, [id, '--name', 'c\u001b[2Jd'], xivo.env)).code).toBe(3)
    await run(PeriodsSetDefault, ['Toute la journée'], xivo.env)
    await xivo.sql(`delete from xivoctl.preferred_callback_period where name = $1`, ['a\u001b[2Jb'])
  })

  test('are listed, made, changed, made the default and deleted', async () => {
    const [standard] = await xivo.sql('select uuid from xivoctl.preferred_callback_period')
    expect(await go(Periods)).toEqual({
      code: 0,
      stdout: `name              start     end       default  uuid\nToute la journée  09:00:00  17:00:00  yes      ${standard?.uuid}\n`,
      stderr: '',
    })
    const made = await go(PeriodsCreate, 'Soir', '--start', '18:00', '--end', '20:00')
    expect(made).toMatchObject({
      code: 0,
      stderr: `${context}period 'Soir': created (name Soir; period start 18:00:00; period end 20:00:00; default no)\n`,
    })
    expect(made.stdout).toMatch(/^name {5}Soir\nstart {4}18:00:00\nend {6}20:00:00\ndefault {2}no\nuuid {5}\S{36}\n$/)
    expect((await go(PeriodsUpdate, 'Soir', '--name', 'Soirée', '--end', '21:00')).stdout).toMatch(
      /^name {5}Soirée\nstart {4}18:00:00\nend {6}21:00:00/,
    )
    expect(await go(PeriodsSetDefault, 'Soirée')).toEqual({
      code: 0,
      stdout: `'Soirée' is the default period\n`,
      stderr: `${context}period 'Toute la journée': default yes → no\nperiod 'Soirée': default no → yes\n`,
    })
    expect((await go(Periods, '--csv')).stdout).toMatch(
      /^name,start,end,default,uuid\n.*\nSoirée,18:00:00,21:00:00,yes,\S{36}\n$/,
    )
    expect(JSON.parse((await go(Periods, '--json')).stdout)).toMatchObject([
      {name: 'Toute la journée', default: false},
      {name: 'Soirée', periodStart: '18:00:00', periodEnd: '21:00:00', default: true},
    ])
    expect(await go(PeriodsDelete, 'Soirée')).toMatchObject({code: 2, stderr: expect.stringContaining('--yes')})
    expect(await go(PeriodsDelete, 'Soirée', '--yes')).toMatchObject({code: 7, stdout: ''})
    await go(PeriodsSetDefault, 'Toute la journée')
    expect(await go(PeriodsDelete, 'Soirée', '--yes')).toEqual({
      code: 0,
      stdout: '',
      stderr: `${context}period 'Soirée': deleted (name Soirée; period start 18:00:00; period end 21:00:00; default no)\n`,
    })
  })

  test('that are wrong, taken, in use or unknown have an exit code each', async () => {
    expect(await go(PeriodsCreate, 'x', '--start', '9h', '--end', '25:00')).toMatchObject({code: 3})
    expect(await go(PeriodsCreate, 'Toute la journée', '--start', '09:00', '--end', '10:00')).toMatchObject({code: 7})
    expect(await go(PeriodsCreate, 'x', '--start', '09:00')).toMatchObject({code: 2})
    expect(await go(PeriodsUpdate, 'x', '--start', '09:00')).toMatchObject({code: 4})
    expect(await go(PeriodsUpdate, 'Toute la journée')).toMatchObject({code: 3})
  })
})

describe('on a later XiVO', () => {
  const xivo = useXivo({shape: 'later'})
  const go = async (command: CommandClass, ...argv: string[]) => {
    const {code, stdout, stderr} = await run(command, [...argv, '--json'], xivo.env)
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout)
  }

  test('lists belong to its queues', async () => {
    expect(await go(ListsCreate, 'Ventes', '--queue', 'ventes')).toMatchObject({queueId: 5})
    const path = join(xivo.sounds, 'callbacks.csv')
    await writeFile(path, `${header}1000|||||||\n`)
    expect(await go(CallbacksImport, 'Noël', path, '--create', '--queue', 'sales')).toMatchObject({
      imported: 1,
      files: [{created: true}],
    })
    expect(await go(ListsSetQueue, 'Noël', 'support')).toMatchObject({queueId: 1})
    expect(await go(CallbacksImport, 'Noël', path, '--create', '--queue', 'sales', '--dry-run')).toMatchObject({
      imported: 1,
      files: [{warnings: [{reason: "the list 'Noël' is for the queue 'support', not for 'sales'"}]}],
    })
    expect(await go(CallbacksFind, '--filter', 'queueId = 1')).toMatchObject({total: 1})
    expect((await run(Lists, [], xivo.env)).stdout).toMatch(/^Noël +support +1 /m)
  })
})

describe('standard input', () => {
  const xivo = useXivo()

  test('is a file too', async () => {
    await run(ListsCreate, ['Ventes', '--queue', 'ventes'], xivo.env)
    expect(
      await runBinary(['callbacks', 'import', 'Ventes', '-'], {env: xivo.env, stdin: `${header}1000|||||||\n`}),
    ).toMatchObject({
      code: 0,
      stdout: `imported 1 callback request into list 'Ventes'\n`,
      stderr: context,
    })
    const filters = JSON.stringify([{field: 'phoneNumber', operator: '=', value: '1000'}])
    const found = await runBinary(['callbacks', 'find', '--filters', '-', '--json'], {env: xivo.env, stdin: filters})
    expect(JSON.parse(found.stdout)).toMatchObject({total: 1})
    expect(await runBinary(['callbacks', 'import', 'Ventes', '-'], {env: xivo.env, stdin: ''})).toMatchObject({
      code: 3,
      stdout: '',
    })
  })
})
