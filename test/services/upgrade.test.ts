import {readFileSync} from 'node:fs'
import {beforeAll, describe, expect, test} from 'vitest'
import CallbacksFind from '../../commands/callbacks/find.ts'
import DbInit from '../../commands/db/init.ts'
import {names} from '../../src/database/migrations/names.ts'
import {listImports, undoImport} from '../../src/services/callbacks/imports.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import {getRights} from '../../src/services/rights/rights.ts'
import {schemaStatus} from '../../src/services/schema.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const dump = readFileSync(new URL('../cases/tables-0.1.0.sql', import.meta.url), 'utf8')

/** The columns of each table of 0.1.0, without those that no later version has. */
const columnsOf = new Map(
  [...dump.matchAll(/^CREATE TABLE xivoctl\.(\w+) \((.*?)^\);/gms)].map(([, table = '', body = '']) => [
    table,
    [...body.matchAll(/^ {4}((?!CONSTRAINT|idempotency_key)\S+) /gm)].map(([, name]) => name),
  ]),
)

describe('an upgrade of the tables of 0.1.0, with data in them', () => {
  const xivo = useXivo({initialised: false})
  const pending = names.slice(3)

  /** Every row, as far as both versions have its columns. */
  async function rows(): Promise<Record<string, unknown[]>> {
    const all: Record<string, unknown[]> = {}
    for (const [table, columns] of columnsOf) {
      all[table] = await xivo.sql(`select ${columns.join(', ')} from xivoctl.${table} order by 1, 2`)
    }
    return all
  }

  beforeAll(async () => {
    await xivo.sql(dump)
  })

  test('has a row in each table to begin with', async () => {
    const counts = Object.entries(await rows()).map(([table, {length}]) => `${table} ${length}`)
    expect(counts).toEqual([
      'callback_import 3',
      'callback_list 3',
      'callback_request 4',
      'preferred_callback_period 2',
      'request_key 2',
      'user_profile 2',
      'user_right 4',
      'xivoctl_migration 3',
      'xivoctl_migration_lock 1',
    ])
  })

  test('is shown by db init --dry-run, which changes nothing', async () => {
    const before = await rows()
    const {code, stdout, stderr} = await run(DbInit, ['--dry-run'], xivo.env)
    expect({code, stderr}).toEqual({code: 0, stderr: expect.stringContaining(`'xivoctl': ${pending.join(', ')}\n`)})
    for (const table of ['journal', 'do_not_call', 'callback_ticket', 'dissuasion_override']) {
      expect(stdout).toMatch(new RegExp(`create table "?xivoctl"?\\."?${table}"?`))
    }
    expect(stdout).not.toMatch(/^(drop table|delete|truncate)/im)
    expect(await rows()).toEqual(before)
    expect(await xivo.use(schemaStatus)).toEqual({schema: 'xivoctl', pending})
  })

  test('loses nothing, and puts the right values into new columns', async () => {
    const {xivoctl_migration: _, ...before} = await rows()
    expect(await run(DbInit, [], xivo.env)).toMatchObject({code: 0})
    expect(await rows()).toMatchObject(before)
    expect(await xivo.use(schemaStatus)).toEqual({schema: 'xivoctl', pending: []})
    // When they came and were closed nobody knows; the short number of a switchboard is nobody's own.
    const unknown = {created_at: null, closed_at: null, attempts: 0, last_status: null}
    expect(
      await xivo.sql(`select last_name, phone_identity, mobile_phone_identity, created_at, closed_at, attempts, last_status
        from xivoctl.callback_request order by last_name`),
    ).toEqual([
      {...unknown, last_name: 'Doe', phone_identity: '33230210092', mobile_phone_identity: '33689746321'},
      {...unknown, last_name: 'Martin', phone_identity: '33612345678', mobile_phone_identity: null},
      {...unknown, last_name: "O'Neill", phone_identity: '33145678901', mobile_phone_identity: null},
      {...unknown, last_name: 'Standard', phone_identity: '0', mobile_phone_identity: null},
    ])
    expect(await xivo.sql('select distinct form, origin from xivoctl.callback_import')).toEqual([
      {form: null, origin: null},
    ])
    expect(await xivo.sql('select count(*)::int from xivoctl.journal')).toEqual([{count: 1}])
  })

  test('leaves data that everything works on', async () => {
    expect((await xivo.use((context) => getRights(context, 'jbond'))).found.named).toMatchObject({
      queue: [{name: 'sales'}, {name: 'ventes'}],
      group: [{name: 'default'}],
    })
    const found = await run(CallbacksFind, ['--phone', '+33 2 30 21 00 92', '--json'], xivo.env)
    const [doe, ...others] = JSON.parse(found.stdout).list
    expect([doe, others]).toMatchObject([{lastName: 'Doe', clotured: false}, []])
    await xivo.made((context) => closeCallbacks(context, [doe.uuid]))
    expect(await xivo.use((context) => listImports(context))).toHaveLength(3)
    const [rest] = (await xivo.use((context) => listImports(context))).filter(({fileName}) => !fileName)
    expect(await xivo.made((context) => undoImport(context, String(rest?.uuid)))).toMatchObject({deleted: 1})
    await xivo.sql('delete from xivoctl.callback_list')
    expect(await xivo.sql('select from xivoctl.callback_request')).toEqual([])
  })
})
