import {randomUUID} from 'node:crypto'
import {Readable} from 'node:stream'
import {setTimeout as sleep} from 'node:timers/promises'
import pg from 'pg'
import {describe, expect, test} from 'vitest'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {deleteList} from '../../../src/services/callbacks/lists.ts'
import {deletePeriod} from '../../../src/services/callbacks/periods.ts'
import {createCallback, moveCallbacks, updateCallback} from '../../../src/services/callbacks/requests.ts'
import {Findings} from '../../faults/findings.ts'
import {chosenSeed, random} from '../../faults/random.ts'
import {tellResult} from '../../faults/reliability.ts'
import {isFull, share} from '../../faults/scale.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

/** A list with one request, a period, and a request that refers to others. */
interface Scene {
  list: string
  held: string
  period: string
  request: string
}

const [otherList, otherPeriod] = [randomUUID(), randomUUID()]

async function scene(): Promise<Scene> {
  const made = {list: randomUUID(), held: randomUUID(), period: randomUUID(), request: randomUUID()}
  const lists = [otherList, made.list].map((uuid) => `('${uuid}', '${uuid}', 1)`)
  const periods = [otherPeriod, made.period].map((uuid) => `('${uuid}', '${uuid}', '09:00', '10:00')`)
  await xivo.sql(`
    insert into xivoctl.callback_list values ${lists} on conflict do nothing;
    insert into xivoctl.preferred_callback_period values ${periods} on conflict do nothing;
    insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, phone_number, due_date)
      values ('${made.request}', '${otherList}', '${otherPeriod}', '1000', '2026-12-01'),
        ('${made.held}', '${made.list}', '${otherPeriod}', '1001', '2026-12-01')`)
  return made
}

/** The same when the request refers to them. */
async function referring(): Promise<Scene> {
  const given = await scene()
  for (const what of ['a change of list', 'a change of period']) await xivo.sql(...statementOf(what, given))
  return given
}

type Statement = [sql: string, values?: string[]]

const insertion = (request: string, list: string, period: string): Statement => [
  `insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, phone_number, due_date)
   values ($1, $2, $3, '1000', '2026-12-01')`,
  [request, list, period],
]

/** By SQL alone, as somebody with psql would. */
const statements: Record<string, (scene: Scene) => Statement> = {
  'an insert': ({list, period}) => insertion(randomUUID(), list, period),
  'a change of list': ({list, request}) => [
    'update xivoctl.callback_request set list_uuid = $1 where uuid = $2',
    [list, request],
  ],
  'a change of period': ({period, request}) => [
    'update xivoctl.callback_request set preferred_period_uuid = $1 where uuid = $2',
    [period, request],
  ],
  'a change of uuid and list': ({list, request}) => [
    'update xivoctl.callback_request set uuid = $1, list_uuid = $2 where uuid = $3',
    [randomUUID(), list, request],
  ],
  'a swap of lists': ({list, held, request}) => [
    `update xivoctl.callback_request set list_uuid = case uuid when $1 then $2::uuid else $3::uuid end
     where uuid in ($1, $4)`,
    [request, list, otherList, held],
  ],
  'the deletion of the list': ({list}) => ['delete from xivoctl.callback_list where uuid = $1', [list]],
  'the deletion of the period': ({period}) => [
    'delete from xivoctl.preferred_callback_period where uuid = $1',
    [period],
  ],
}

const statementOf = (what: string, given: Scene): Statement => statements[what]?.(given) ?? ['']

const deletionOf = (what: 'list' | 'period', given: Scene) => statementOf(`the deletion of the ${what}`, given)

const services: Record<string, (scene: Scene) => Promise<unknown>> = {
  'callbacks import': ({list, period}) =>
    xivo.made((context) =>
      importCallbacks(context, list, {bytes: Readable.from([Buffer.from(`phoneNumber|period\n1000|${period}\n`)])}),
    ),
  'callbacks create': ({list, period}) =>
    xivo.made((context) => createCallback(context, list, {phoneNumber: '1000', period})),
  'callbacks move': ({list, request}) => xivo.made((context) => moveCallbacks(context, [request], list)),
  'callbacks update': ({period, request}) => xivo.made((context) => updateCallback(context, request, {period})),
  'callbacks lists delete': ({list}) => xivo.made((context) => deleteList(context, list)),
  'callbacks periods delete': ({period}) => xivo.made((context) => deletePeriod(context, period)),
}

/** Requests whose list or period is gone. */
const orphans = () =>
  xivo.sql(`select * from xivoctl.callback_request request
    where not exists (select from xivoctl.callback_list where uuid = request.list_uuid)
      or not exists (select from xivoctl.preferred_callback_period where uuid = request.preferred_period_uuid)`)

const refused = {code: '23503', table: 'callback_request', schema: 'xivoctl'}
const byList = {...refused, constraint: 'callback_request_list_uuid_fkey'}
const byPeriod = {...refused, constraint: 'callback_request_preferred_period_uuid_fkey'}

describe('a reference of a request', () => {
  for (const [what, deletion] of [
    ['an insert', 'the deletion of the list'],
    ['an insert', 'the deletion of the period'],
    ['a change of list', 'the deletion of the list'],
    ['a change of uuid and list', 'the deletion of the list'],
    ['a change of period', 'the deletion of the period'],
    ['a swap of lists', 'the deletion of the list'],
  ] as const) {
    const error = deletion === 'the deletion of the list' ? byList : byPeriod

    test(`${deletion} waits for ${what}, and then sees it`, async () => {
      const given = await scene()
      const [first, second] = await overlapping(given, what, deletion)
      expect(first).toBeUndefined()
      if (error === byList) expect(second).toBeUndefined()
      else expect(second).toMatchObject(error)
      expect(await orphans()).toEqual([])
    })

    test(`${what} waits for ${deletion}, and is then refused`, async () => {
      const given = await scene()
      const [first, second] = await overlapping(given, deletion, what)
      expect(first).toBeUndefined()
      expect(second).toMatchObject(error)
      expect(await orphans()).toEqual([])
    })
  }

  test('that is swapped while one of the lists goes: one of the two is given up, as with foreign keys, and no orphan is left', async () => {
    const given = await scene()
    const errors = await xivo.client((one) =>
      xivo.client(async (two) => {
        await one.query('begin')
        await one.query('select from xivoctl.callback_request where uuid in ($1, $2) for update', [
          given.held,
          given.request,
        ])
        const deletion = settled(two.query(...deletionOf('list', given)))
        expect(await isWaiting()).toBe(true)
        const swap = await settled(one.query(...statementOf('a swap of lists', given)))
        await one.query(swap ? 'rollback' : 'commit')
        return [swap, await deletion]
      }),
    )
    expect(errors.filter((error) => error !== undefined)).toEqual([expect.objectContaining({code: '40P01'})])
    expect(await orphans()).toEqual([])
  })

  test('to what is not there is refused, of many rows one is enough', async () => {
    const {list, period} = await scene()
    const rows = (where: string) =>
      xivo.sql(
        `insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, phone_number, due_date)
         select md5(i::text || $1::text)::uuid, ${where}, '1000', '2026-12-01' from generate_series(1, 5000) i`,
        [list, period],
      )
    const strange = `'${randomUUID()}'`
    await expect(
      rows(`case i when 4999 then ${strange}::uuid else $1::text::uuid end, $2::uuid`),
    ).rejects.toMatchObject(byList)
    await expect(rows(`$1::text::uuid, case i when 7 then ${strange}::uuid else $2::uuid end`)).rejects.toMatchObject(
      byPeriod,
    )
    await rows('$1::text::uuid, $2::uuid')
    expect(await xivo.sql('select from xivoctl.callback_request where list_uuid = $1', [list])).toHaveLength(5001)
  })

  test('goes with the list, and keeps the period', async () => {
    const given = await referring()
    await expect(xivo.sql(...deletionOf('period', given))).rejects.toMatchObject(byPeriod)
    await xivo.sql(...deletionOf('list', given))
    expect(await xivo.sql('select from xivoctl.callback_request where uuid = $1', [given.request])).toEqual([])
    await xivo.sql(...deletionOf('period', given))
  })

  test('refuses another uuid of what it refers to, unless it changes with it', async () => {
    const {list, period, request} = await referring()
    const another = (table: string, from: string) =>
      xivo.sql(`update xivoctl.${table} set uuid = $1 where uuid = $2`, [randomUUID(), from])
    await expect(another('callback_list', list)).rejects.toMatchObject(byList)
    await expect(another('preferred_callback_period', period)).rejects.toMatchObject(byPeriod)
    await xivo.sql(
      `with moved as (update xivoctl.callback_request set list_uuid = $1 where list_uuid = $2)
       update xivoctl.callback_list set uuid = $1 where uuid = $2`,
      [randomUUID(), list],
    )
    expect(await orphans()).toEqual([])
    expect(await xivo.sql('select from xivoctl.callback_request where uuid = $1', [request])).toHaveLength(1)
  })

  test('keeps what it refers to from being truncated alone', async () => {
    await scene()
    for (const table of ['callback_list', 'preferred_callback_period'])
      await expect(xivo.sql(`truncate xivoctl.${table}`)).rejects.toMatchObject({code: '0A000'})
    await xivo.client(async (client) => {
      await client.query('begin; truncate xivoctl.callback_list, xivoctl.callback_request')
      await client.query('rollback')
    })
  })

  test.each(['repeatable read', 'serializable'])('is seen by a deletion at %s, or that is refused', async (level) => {
    const given = await scene()
    const truncation: Statement = ['truncate xivoctl.callback_list']
    for (const deletion of [deletionOf('list', given), deletionOf('period', given), truncation])
      await xivo.client(async (client) => {
        await client.query(`begin isolation level ${level}; select count(*) from xivoctl.callback_request`)
        await xivo.sql(...statementOf('an insert', given))
        await expect(client.query(...deletion)).rejects.toMatchObject({code: '0A000'})
      })
    expect(await orphans()).toEqual([])
  })

  test('is checked for a role that may only insert, and its functions are nobody else’s', async () => {
    const {list, period} = await scene()
    const role = `xivoctl_insert_${randomUUID().slice(0, 8)}`
    await xivo.sql(`create role ${role}; grant usage, create on schema xivoctl to ${role};
      grant insert on xivoctl.callback_request to ${role}`)
    await xivo.client(async (client) => {
      await client.query(`set role ${role}`)
      await client.query(...insertion(randomUUID(), list, period))
      await expect(client.query(...insertion(randomUUID(), randomUUID(), period))).rejects.toMatchObject(byList)
      await client.query('create table xivoctl.own (uuid uuid)')
      await expect(
        client.query(`create trigger own after delete on xivoctl.own referencing old table as removed
          for each statement execute function xivoctl.callback_list_goes()`),
      ).rejects.toMatchObject({code: '42501'})
    })
    await xivo.sql(`drop owned by ${role}; drop role ${role}`)
  })
})

const noRace = 'no request is left with a reference to something that is deleted at the same time'

test(noRace, {timeout: 600_000}, async () => {
  const findings = new Findings()
  const {pick, below} = random(chosenSeed)
  await xivo.client((one) =>
    xivo.client(async (two) => {
      for (let run = 0; run < share(500, 40); run++) {
        const given = await scene()
        const [writer, deletion] = [pick(writers), pick(deletions)]
        const both = await Promise.all([
          settled(raced(given, writer, one, below(5))),
          settled(raced(given, deletion, two, below(5))),
        ])
        for (const error of both)
          if (error)
            expect(error).toSatisfy((each) => isExpected(each) || (isDeadlock(each) && mayDeadlock(writer, deletion)))
        findings.runs++
        findings.saw(`write ${both.map((error) => (error ? 'refused' : 'done')).join(', deletion ')}`)
        expect(await orphans(), `${writer} against ${deletion}`).toEqual([])
      }
    }),
  )
  // A race that always ends in the same way is none.
  expect([...findings.outcomes.keys()]).toEqual(
    expect.arrayContaining([
      'write done, deletion done',
      'write done, deletion refused',
      'write refused, deletion done',
    ]),
  )
  if (isFull) await tellResult(noRace, findings, xivo)
})

type Kind = [string, ...string[]]
const kinds = [...Object.keys(statements), ...Object.keys(services)]
const writers = kinds.filter((kind) => !/delet/.test(kind)) as Kind
const deletions = kinds.filter((kind) => /delet/.test(kind)) as Kind

async function raced(given: Scene, what: string, client: pg.Client, milliseconds: number): Promise<void> {
  await sleep(milliseconds)
  const service = services[what]
  if (service) {
    await service(given)
    return
  }
  try {
    await client.query('begin')
    await client.query(...statementOf(what, given))
    await sleep(milliseconds)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const settled = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

/** What the constraint refused, in PostgreSQL's words or in ours, or what is no longer there. */
function isExpected(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '23503'
  return ['conflict', 'not-found', 'invalid', 'busy'].includes((error as {kind: string}).kind)
}

const isDeadlock = (error: unknown) => error instanceof pg.DatabaseError && error.code === '40P01'

/** Each holds what the other one needs, as with foreign keys: the rows that are swapped, and the list that goes. */
const mayDeadlock = (writer: string, deletion: string) =>
  writer === 'a swap of lists' && ['the deletion of the list', 'callbacks lists delete'].includes(deletion)

/** One statement in an open transaction, and another one that has to wait for its COMMIT. */
function overlapping(given: Scene, first: string, second: string): Promise<[unknown, unknown]> {
  return xivo.client((one) =>
    xivo.client(async (two) => {
      await one.query('begin')
      await one.query(...statementOf(first, given))
      const waiting = settled(two.query(...statementOf(second, given)))
      expect(await isWaiting()).toBe(true)
      return [await settled(one.query('commit')), await waiting]
    }),
  )
}

async function isWaiting(): Promise<boolean> {
  const end = Date.now() + 5000
  while (Date.now() < end) {
    const waiting = await xivo.sql(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (waiting.length > 0) return true
    await sleep(5)
  }
  return false
}
