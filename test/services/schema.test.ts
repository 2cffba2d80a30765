import {randomBytes} from 'node:crypto'
import {PassThrough, Readable} from 'node:stream'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Context, withContext} from '../../src/context.ts'
import {listAgents} from '../../src/services/agents.ts'
import {exportCallbacks} from '../../src/services/callbacks/export.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {listImports} from '../../src/services/callbacks/imports.ts'
import {changeList, createList, deleteList} from '../../src/services/callbacks/lists.ts'
import {
  createPeriod,
  deletePeriod,
  listPeriods,
  setDefaultPeriod,
  updatePeriod,
} from '../../src/services/callbacks/periods.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  moveCallbacks,
  reopenCallbacks,
  updateCallback,
} from '../../src/services/callbacks/requests.ts'
import {listDissuasions} from '../../src/services/dissuasion/dissuasion.ts'
import {listQueues} from '../../src/services/queues.ts'
import {listProfiles} from '../../src/services/rights/profiles.ts'
import {deleteRights, getRights, setRights} from '../../src/services/rights/rights.ts'
import {initialise, schemaStatus} from '../../src/services/schema.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {findCallbacks} from '../support/found.ts'
import {listCallbackLists} from '../support/lists.ts'
import {beforeMigration} from '../support/older-tables.ts'
import {resultOf, type TestXivo, useXivo} from '../support/xivo.ts'

const MIGRATIONS = [
  '0001-profiles-and-callbacks',
  '0002-import-ledger',
  '0003-request-keys',
  '0004-no-import-key',
  '0005-import-form',
  '0006-references-by-statement',
  '0007-phone-identities',
  '0008-request-times',
  '0009-journal',
  '0010-dissuasion-overrides',
  '0011-do-not-call',
  '0012-tickets',
  '0013-due-dates-and-phones',
  '0014-phone-filters',
]

const useWith = <T>(xivo: TestXivo, env: Record<string, string>, work: (context: Context) => Promise<T>): Promise<T> =>
  withContext(loadSettings({}, {...xivo.env, ...env}), new AbortController().signal, work)

const relations = (xivo: TestXivo) =>
  xivo.sql(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not like 'pg_%' and n.nspname <> 'information_schema' order by 1`,
  )

describe('db init', () => {
  const xivo = useXivo({initialised: false})

  test('as a dry run shows the SQL and changes nothing', async () => {
    const before = await relations(xivo)
    const {applied, statements} = await xivo.made(initialise, {dryRun: true})
    expect(applied).toEqual(MIGRATIONS)
    expect(statements.join('\n')).toContain('create table "xivoctl"."callback_request"')
    expect(await relations(xivo)).toEqual(before)
    expect(await xivo.use(schemaStatus)).toEqual({schema: 'xivoctl', pending: MIGRATIONS})
  })

  test('run three times at once makes our tables once, and the default period', async () => {
    const before = await relations(xivo)
    const all = await Promise.all([1, 2, 3].map(() => xivo.made((context) => initialise(context))))
    expect(all.map(({applied}) => applied.length).sort()).toEqual([0, 0, MIGRATIONS.length])
    expect(await xivo.use(listPeriods)).toMatchObject([{name: 'Toute la journée', default: true}])
    const after = (await relations(xivo)).map(({name}) => name)
    expect(after).toEqual(expect.arrayContaining(before.map(({name}) => name)))
    expect(after.filter((name) => !name.startsWith('xivoctl.'))).toEqual(before.map(({name}) => name))
  })

  test('of an earlier version gets what it lacks, and keeps what it holds', async () => {
    await xivo.made((context) => createList(context, 'Relances', 'ventes'))
    await xivo.made((context) => createCallback(context, 'Relances', {phoneNumber: '1000'}))
    await xivo.sql(beforeMigration('0002-import-ledger'))
    expect(await xivo.made((context) => initialise(context))).toMatchObject({applied: MIGRATIONS.slice(1)})
    expect(await xivo.use((context) => findCallbacks(context, []))).toMatchObject({list: [{phoneNumber: '1000'}]})
    expect(await xivo.use((context) => listImports(context))).toEqual([])
    await xivo.made((context) => deleteList(context, 'Relances'))
  })

  test('drops the key that imports once had, and keeps the imports', async () => {
    await xivo.sql(`${beforeMigration('0004-no-import-key')};
      insert into xivoctl.callback_import
        (uuid, list_uuid, list_name, sha256, idempotency_key, imported, skipped, rejected, imported_by)
        select uuid, uuid, 'Relances', '', 'key', 1, 0, 0, 'somebody' from (select md5('1')::uuid as uuid) made`)
    expect(await xivo.made(initialise)).toMatchObject({applied: MIGRATIONS.slice(3)})
    expect(await xivo.use((context) => listImports(context))).toMatchObject([{listName: 'Relances', imported: 1}])
    expect(await xivo.sql(`select from information_schema.columns where column_name = 'idempotency_key'`)).toEqual([])
    await xivo.sql('delete from xivoctl.callback_import')
  })

  test('run again does nothing, and keeps the default period that was chosen', async () => {
    await xivo.use(async (context) => {
      await createPeriod(context, {name: 'Matin', start: '09:00', end: '12:00'})
      await setDefaultPeriod(context, 'Matin')
      await deletePeriod(context, 'Toute la journée')
    })
    expect(await xivo.made((context) => initialise(context))).toEqual({
      schema: 'xivoctl',
      applied: [],
      pending: [],
      statements: [],
    })
    expect(await xivo.use(listPeriods)).toMatchObject([{name: 'Matin', default: true}])
    expect(await xivo.use(schemaStatus)).toEqual({schema: 'xivoctl', pending: []})
  })
})

describe('db init beside tables that are not ours', () => {
  const xivo = useXivo({initialised: false})

  test('changes nothing, and names them', async () => {
    await xivo.sql('create schema xivoctl')
    await xivo.sql('create table xivoctl.callback_list (uuid uuid primary key, name text)')
    await xivo.sql(`insert into xivoctl.callback_list values ('9d28d8fe-0548-4d45-aa08-9623ef69a04b', 'theirs')`)
    await xivo.sql('create view xivoctl.user_right as select 1 as id')
    const before = await relations(xivo)
    for (const dryRun of [false, true]) {
      await expect(xivo.made(initialise, {dryRun})).rejects.toMatchObject({
        kind: 'conflict',
        message: `schema 'xivoctl' has tables of these names that xivoctl did not make: callback_list, user_right`,
      })
    }
    expect(await relations(xivo)).toEqual(before)
    expect(await xivo.sql('select name from xivoctl.callback_list')).toEqual([{name: 'theirs'}])
  })

  test('of the same names in another schema works', async () => {
    await xivo.sql('create table public.callback_request (id int)')
    const done = await useWith(xivo, {XIVOCTL_DATABASE_SCHEMA: 'ours'}, (context) => resultOf(initialise(context)))
    expect(done).toMatchObject({schema: 'ours', applied: MIGRATIONS})
  })
})

describe('a role with few rights', () => {
  const role = `xivoctl_few_${randomBytes(4).toString('hex')}`
  const xivo = useXivo({initialised: false})
  const asRole = <T>(work: (context: Context) => Promise<T>): Promise<T> => {
    const url = `${xivo.url}${xivo.url.includes('?') ? '&' : '?'}options=-c%20role%3D${role}`
    return useWith(xivo, {XIVOCTL_DATABASE_URL: url}, work)
  }

  beforeAll(() => xivo.sql(`create role ${role}`))
  afterAll(async () => {
    await xivo.sql(`drop owned by ${role}`)
    await xivo.sql(`drop role ${role}`)
  })

  test('that may not create is told which GRANT is missing, and that one is enough', async () => {
    const grantOf = async () => {
      const error = await asRole((context) => initialise(context)).catch((thrown) => thrown)
      expect(error).toMatchObject({
        kind: 'refused',
        message: `the role '${role}' may not create tables in schema 'xivoctl'`,
      })
      return String(error.hints[0]).replace(/^.*run: /, '')
    }
    expect(await grantOf()).toMatch(/^GRANT CREATE ON DATABASE/)
    await xivo.sql('create schema xivoctl')
    const grant = await grantOf()
    expect(grant).toMatch(/^GRANT USAGE, CREATE ON SCHEMA/)
    await xivo.sql(grant)
    expect(await asRole((context) => resultOf(initialise(context)))).toMatchObject({applied: MIGRATIONS})
    expect(await asRole(listPeriods)).toHaveLength(1)
  })

  test('that may not read a table of XiVO is told so', async () => {
    await expect(asRole((context) => listProfiles(context))).rejects.toMatchObject({
      kind: 'refused',
      hints: [{run: 'db init', words: ['--grant', 'ROLE'], when: expect.any(String)}],
    })
    await xivo.sql(`grant select on all tables in schema public to ${role}`)
    expect((await asRole((context) => listProfiles(context))).length).toBeGreaterThan(20)
  })

  test('that may create in the database makes the schema itself', async () => {
    await xivo.sql(`drop schema xivoctl cascade`)
    const error = await asRole((context) => initialise(context)).catch((thrown) => thrown)
    await xivo.sql(String(error.hints[0]).replace(/^.*run: /, ''))
    expect(await asRole((context) => resultOf(initialise(context)))).toMatchObject({applied: MIGRATIONS})
  })
})

describe.each(['xivo', 'later'] as const)('beside decoys that the search path finds first, shape %s', (shape) => {
  const xivo = useXivo({shape, initialised: false})
  const schema = 'our_own_2'
  const use = <T>(work: (context: Context) => Promise<T>) => useWith(xivo, {XIVOCTL_DATABASE_SCHEMA: schema}, work)

  const theirs = [
    'userfeatures',
    'queuefeatures',
    'queue',
    'queuemember',
    'agentfeatures',
    'agentgroup',
    'incall',
    'extensions',
    'dialaction',
  ]
  const ours = ['user_profile', 'user_right', 'preferred_callback_period', 'callback_list', 'callback_request']

  beforeAll(async () => {
    await use((context) => initialise(context))
    await xivo.sql('create schema decoy')
    for (const table of theirs) await xivo.sql(`create table decoy.${table} (like public.${table})`)
    for (const table of ours) {
      await xivo.sql(`create table decoy.${table} (like ${schema}.${table})`)
      await xivo.sql(`create table public.${table} (like ${schema}.${table})`)
    }
    await xivo.client((client) =>
      client.query(`alter database ${client.database} set search_path = decoy, public, ${schema}`),
    )
  })

  test('every service reads and writes the tables that are meant', async () => {
    expect(await use((context) => resultOf(initialise(context)))).toMatchObject({applied: []})
    expect(await use(schemaStatus)).toEqual({schema, pending: []})
    await use((context) =>
      setRights(context, 'jbond', {
        type: 'supervisor',
        queue: {set: ['sales']},
        group: {set: ['default']},
        incall: {set: ['1']},
      }),
    )
    expect((await use((context) => getRights(context, 'jbond'))).found.named.queue).toMatchObject([
      {name: 'sales', state: 'there'},
    ])
    expect(await use((context) => listProfiles(context, {profile: 'supervisor'}))).toHaveLength(1)
    expect(await use(listQueues)).toHaveLength(14)
    expect(await use((context) => listAgents(context))).toHaveLength(15)
    expect((await use((context) => listDissuasions(context))).length).toBe(14)

    await use((context) => createPeriod(context, {name: 'Matin', start: '09:00', end: '12:00'}))
    await use((context) => updatePeriod(context, 'Matin', {start: '08:00'}))
    await use((context) => setDefaultPeriod(context, 'Matin'))
    await use((context) => setDefaultPeriod(context, 'Toute la journée'))
    await use((context) => createList(context, 'Ventes', 'ventes'))
    await use((context) => changeList(context, 'Ventes', {name: 'Sales'}))
    await use((context) => changeList(context, 'Sales', {queue: 'sales'}))
    const csv = Buffer.from('phoneNumber|period\n1000|Matin\n')
    for (const list of ['Sales', 'Autre']) {
      const imported = use((context) =>
        resultOf(importCallbacks(context, list, {bytes: Readable.from([csv])}, {createFor: 'support'})),
      )
      expect(await imported).toMatchObject({imported: 1})
    }
    const {uuid} = await use((context) => resultOf(createCallback(context, 'Sales', {phoneNumber: '1001'})))
    await use((context) => updateCallback(context, uuid, {phoneNumber: '1002', period: 'Matin'}))
    await use((context) => moveCallbacks(context, [uuid], 'Autre'))
    await use((context) => closeCallbacks(context, [uuid]))
    await use((context) => reopenCallbacks(context, [uuid]))
    expect(await use((context) => findCallbacks(context, []))).toMatchObject({total: 3})
    expect((await use((context) => listCallbackLists(context))).map(({name}) => name)).toEqual(['Autre', 'Sales'])
    for (const format of ['csv', 'ndjson', 'json'] as const) {
      const sink = new PassThrough()
      await use((context) => exportCallbacks(context, ['Autre'], format, sink))
      expect(sink.read()?.toString()).toContain('1002')
    }
    await use((context) => deleteCallbacks(context, [uuid]))
    await use((context) => deleteList(context, 'Autre'))
    await use((context) => deleteList(context, 'Sales'))
    await use((context) => deletePeriod(context, 'Matin'))
    await use((context) => deleteRights(context, 'jbond'))
  })

  test('and never touches a decoy', async () => {
    for (const table of [
      ...theirs.map((name) => `decoy.${name}`),
      ...ours.flatMap((name) => [`decoy.${name}`, `public.${name}`]),
    ]) {
      expect(await xivo.sql(`select * from ${table}`), table).toEqual([])
    }
  })
})
