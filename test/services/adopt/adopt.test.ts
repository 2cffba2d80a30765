import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import {begin, withContext} from '../../../src/context.ts'
import {fillDemo} from '../../../src/embedded/demo-data.ts'
import {originalAddress} from '../../../src/original/address.ts'
import {Remarks} from '../../../src/original/remarks.ts'
import {type AdoptOptions, adopt, type Holdings, readOriginal} from '../../../src/services/adopt/adopt.ts'
import type {Adoption} from '../../../src/services/adopt/adoption.ts'
import {addDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'
import {changeList, createList} from '../../../src/services/callbacks/lists.ts'
import {listPeriods} from '../../../src/services/callbacks/periods.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  getCallback,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {listProfiles} from '../../../src/services/rights/profiles.ts'
import {findRights, setRights} from '../../../src/services/rights/rights.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {useLeastRole} from '../../support/least-role.ts'
import {listCallbackLists} from '../../support/lists.ts'
import {written} from '../../support/rehearsal.ts'
import {token, useServing} from '../../support/serving.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const there = useXivo()
const got = async (context: Context, uuid: string) => (await getCallback(context, uuid)).found

const here = useXivo()
const original = useServing(there)
const {env} = useLeastRole(here, `xivoctl_adopting_${process.pid}`)

const ownTables = `xivoctl.callback_request, xivoctl.callback_list, xivoctl.preferred_callback_period, xivoctl.user_profile`

/** Runs it as the command does: reads, then writes. */
async function adoptAll({dryRun = false, ...options}: AdoptOptions & {dryRun?: boolean} = {}): Promise<Adoption> {
  return here.use(async (context) => {
    const holdings = await readOriginal(context, {base: originalAddress(original.url), token})
    return resultOf(adopt(begin(context, {dryRun}), holdings, options))
  })
}

const refusal = async (options?: AdoptOptions) => {
  const error = await adoptAll(options).catch((thrown: unknown) => thrown)
  return error as {kind: string; message: string; problems: {column: string; value?: string; reason: string}[]}
}

const lists = () => there.use((context) => listCallbackLists(context))

beforeAll(() => there.use(fillDemo))

/** Here is as `db init` leaves it. */
beforeEach(async () => {
  await here.sql(`truncate ${ownTables} cascade`)
  await here.sql(
    `insert into xivoctl.preferred_callback_period values (md5(random()::text || clock_timestamp())::uuid, 'Toute la journée', '09:00', '17:00', true)`,
  )
})

const all = async (xivo: typeof here) =>
  xivo.use(async (context) => {
    const profiles = await listProfiles(context)
    const rights = []
    for (const {login, profile} of profiles)
      if (profile) rights.push([login, (await findRights(context, login)).rights])
    return {lists: await listCallbackLists(context), profiles, rights}
  })

describe('what is taken over', () => {
  test('answers every question as the original does', async () => {
    const {counts, unknownFields, errors} = await adoptAll()
    expect(await all(here)).toEqual(await all(there))
    expect(counts.requests.create).toBeGreaterThan(15)
    expect(counts.profiles).toMatchObject({create: 7, reject: 0})
    expect({unknownFields, errors}).toEqual({unknownFields: [], errors: undefined})
  })

  test('keeps the names of what rights are given on', async () => {
    await adoptAll()
    const rows = 'select user_id, kind, object_id, object_name from xivoctl.user_right order by 1, 2, 3'
    expect(await here.sql(rows)).toEqual(await there.sql(rows))
  })

  test('is found there by a second run, which changes nothing', async () => {
    await adoptAll()
    const before = await all(here)
    const {counts} = await adoptAll()
    for (const each of Object.values(counts)) expect(each).toMatchObject({create: 0, change: 0, keep: 0, reject: 0})
    expect(counts.lists.same).toBe(4)
    expect(await all(here)).toEqual(before)
  })

  test('is not doubled by several runs at once', async () => {
    await here.sql('delete from xivoctl.preferred_callback_period')
    const runs = await here.use(async (context) => {
      const holdings = await readOriginal(context, {base: originalAddress(original.url), token})
      return Promise.all([1, 2, 3, 4].map(() => resultOf(adopt(begin(context), holdings))))
    })
    expect(runs.filter(({counts}) => counts.requests.create > 0)).toHaveLength(1)
    expect(await all(here)).toEqual(await all(there))
  })

  test('is told of where its number is not to be called', async () => {
    const [row] = await there.sql(
      'select phone_number as number from xivoctl.callback_request where phone_number is not null and not clotured',
    )
    await here.made((context) => addDoNotCall(context, [row?.number]))
    const adopting = () =>
      here.use(async (context) =>
        adopt(begin(context), await readOriginal(context, {base: originalAddress(original.url), token})),
      )
    expect((await adopting()).warnings).toEqual([
      expect.stringMatching(/^\d requests? of the list '.*' with a number that/),
    ])
    expect(await adopting()).not.toHaveProperty('warnings')
    await here.sql('truncate xivoctl.do_not_call')
  })

  test('is nothing in a dry run, whose plan is the real one', async () => {
    const plan = await adoptAll({dryRun: true})
    expect((await all(here)).lists).toEqual([])
    expect(await here.sql('select * from xivoctl.user_profile')).toEqual([])
    expect(plan).toEqual(await adoptAll())
  })

  test('may be more than a statement takes', async () => {
    const [list] = await lists()
    const uuids = await there.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
       select md5(random()::text || clock_timestamp())::uuid, $1, n::text, (select uuid from xivoctl.preferred_callback_period where "default"), '2031-05-06'
       from generate_series(1, 7500) n returning uuid`,
      [list?.uuid],
    )
    const {counts} = await adoptAll()
    await there.sql('delete from xivoctl.callback_request where uuid = any($1)', [uuids.map(({uuid}) => uuid)])
    expect(counts.requests.create).toBeGreaterThan(7500)
    expect(await here.sql(`select count(*)::int from xivoctl.callback_request where due_date = '2031-05-06'`)).toEqual([
      {count: 7500},
    ])
  })
})

describe('a request that is here already', () => {
  const first = async () => (await lists()).flatMap(({callbacks}) => callbacks)[0]

  test('follows the original as long as nobody touches it here', async () => {
    await adoptAll()
    const request = await first()
    if (!request) throw new Error('no request')
    await there.use((context) => updateCallback(context, request.uuid, {lastName: 'Renamed', dueDate: '2026-12-24'}))
    const {counts} = await adoptAll()
    expect(counts.requests).toMatchObject({create: 0, change: 1, keep: 0})
    expect(await here.use((context) => got(context, request.uuid))).toMatchObject({
      lastName: 'Renamed',
      dueDate: '2026-12-24',
    })
    await there.use((context) => updateCallback(context, request.uuid, {lastName: 'Again'}))
    expect((await adoptAll()).counts.requests.change).toBe(1)
  })

  test.each([{}, {overwrite: true}])('stays when it was closed here, and is named: %o', async (options) => {
    await adoptAll()
    const request = await first()
    if (!request) throw new Error('no request')
    await here.use((context) => closeCallbacks(context, [request.uuid]))
    const {counts, keptRequests} = await adoptAll(options)
    expect(counts.requests).toMatchObject({create: 0, change: 0, keep: 1})
    expect(keptRequests).toEqual([{uuid: request.uuid, list: expect.any(String), fields: ['clotured']}])
    expect(await here.use((context) => got(context, request.uuid))).toMatchObject({clotured: true})
  })

  test('is counted when the original has it no longer', async () => {
    const [list] = await lists()
    const extra = await there.made((context) => createCallback(context, list?.uuid ?? '', {phoneNumber: '0199000000'}))
    await adoptAll()
    await there.use((context) => deleteCallbacks(context, [extra.uuid]))
    const {items} = await adoptAll()
    expect(items.find(({name}) => name === list?.name)?.requests).toMatchObject({onlyHere: 1, create: 0})
    expect(await here.use((context) => got(context, extra.uuid))).toMatchObject({clotured: false})
  })
})

describe('what differs', () => {
  test('stays as it is here, with both values told', async () => {
    await here.use((context) => setRights(context, 'jbond', {type: 'teacher', queue: {set: ['sales']}}))
    const {items} = await adoptAll()
    const profile = items.find(({name}) => name === 'jbond')
    expect(profile).toMatchObject({what: 'profile', action: 'keep'})
    expect(profile?.differences).toContainEqual({field: 'profile', here: 'teacher', there: 'supervisor'})
    expect((await here.use((context) => findRights(context, 'jbond'))).rights).toMatchObject({type: 'teacher'})
  })

  test('becomes what the original has with overwrite', async () => {
    await adoptAll()
    const [list] = await lists()
    await here.use((context) => setRights(context, 'jbond', {type: 'admin'}))
    await here.use((context) => changeList(context, list?.uuid ?? '', {name: 'Ours'}))
    await here.sql(`update xivoctl.preferred_callback_period set period_end = '11:00' where name = 'Matin'`)
    const {counts} = await adoptAll({overwrite: true})
    expect([counts.profiles.change, counts.lists.change, counts.periods.change]).toEqual([1, 1, 1])
    expect(await all(here)).toEqual(await all(there))
  })

  test('is no reason to take a profile away that only this side has', async () => {
    const without = (await there.use((context) => listProfiles(context))).find(({profile}) => profile === undefined)
    const login = without?.login ?? ''
    await here.use((context) => setRights(context, login, {type: 'admin'}))
    await adoptAll({overwrite: true})
    expect((await here.use((context) => findRights(context, login))).rights).toMatchObject({type: 'admin'})
  })
})

describe('periods', () => {
  test('of the same name become one, under the uuid of the original, and keep their requests', async () => {
    const own = await here.use(async (context) => {
      const {uuid} = await resultOf(createList(context, 'Own', 'sales'))
      return resultOf(createCallback(context, uuid, {phoneNumber: '0199000001'}))
    })
    await adoptAll()
    const wholeDay = (await there.use(listPeriods)).find(({name}) => name === 'Toute la journée')
    const mine = await here.use((context) => got(context, own.uuid))
    expect(mine.preferredPeriod).toEqual(wholeDay)
    expect((await here.use(listPeriods)).filter((period) => period.default)).toEqual([wholeDay])
  })

  test('have one default: ours', async () => {
    await here.sql(`update xivoctl.preferred_callback_period set name = 'Ours'`)
    const {items} = await adoptAll()
    expect(items.find(({name}) => name === 'Toute la journée')?.differences).toEqual([
      {field: 'default period', here: 'Ours', there: 'Toute la journée'},
    ])
    const defaults = (await here.use(listPeriods)).filter((period) => period.default)
    expect(defaults.map(({name}) => name)).toEqual(['Ours'])
  })

  test('have the default of the original when nothing here is it', async () => {
    await here.sql('delete from xivoctl.preferred_callback_period')
    await adoptAll()
    const defaults = (await here.use(listPeriods)).filter((period) => period.default)
    expect(defaults.map(({name}) => name)).toEqual(['Toute la journée'])
  })
})

describe('what names do not tell apart', () => {
  /** Adopts these as if they had been read. */
  const adoptThese = (
    callbacks: Partial<Holdings['callbacks']>,
    {rights = [], ...options}: AdoptOptions & {rights?: Holdings['rights']} = {},
  ) =>
    here.made((context) =>
      adopt(
        context,
        {
          from: 'elsewhere',
          rights,
          callbacks: {periods: [], lists: [], rejected: {periods: 0, lists: 0, requests: 0}, ...callbacks},
          rejectedProfiles: 0,
          remarks: new Remarks(),
        },
        {overwrite: true, ...options},
      ),
    )
  const [first = '', second = '', third = ''] = [1, 2, 3].map((n) => `a0000000-0000-4000-8000-00000000000${n}`)
  const hours = {start: '08:00:00', end: '12:00:00', default: false}

  test('is told apart by uuids: lists of one name', async () => {
    const list = (uuid: string, queueId: number) => ({uuid, name: 'Twins', queueId, requests: []})
    const own = await here.made((context) => createList(context, 'Twins', 'id:3'))
    const {items} = await adoptThese({lists: [list(first, 1), list(second, 2)]})
    expect(items.map(({what, name, action}) => `${what} ${name} ${action}`)).toEqual(Array(2).fill('list Twins create'))
    const rows = 'select uuid, queue_id from xivoctl.callback_list order by queue_id'
    expect(await here.sql(rows)).toEqual([
      {uuid: first, queue_id: 1},
      {uuid: second, queue_id: 2},
      {uuid: own.uuid, queue_id: 3},
    ])
    const {counts} = await adoptThese({lists: [list(second, 2), list(first, 2)]})
    expect(counts.lists).toMatchObject({same: 1, change: 1})
    expect((await here.sql(rows)).map(({uuid, queue_id}) => [uuid, queue_id]).sort()).toEqual(
      [
        [first, 2],
        [second, 2],
        [own.uuid, 3],
      ].sort(),
    )
  })

  test('is told apart by uuids: a period that was renamed, and another one of its former name', async () => {
    await adoptThese({periods: [{uuid: first, name: 'Early', ...hours}]})
    await adoptThese({
      periods: [
        {uuid: first, name: 'Dawn', ...hours},
        {uuid: second, name: 'Early', ...hours},
      ],
    })
    const named = Object.fromEntries((await here.use(listPeriods)).map(({name, uuid}) => [name, uuid]))
    expect(named).toMatchObject({Dawn: first, Early: second})
    const {items} = await adoptThese({periods: [{uuid: third, name: 'Early', ...hours}]})
    expect(items).toEqual([
      {what: 'period', name: 'Early', action: 'change', differences: [{field: 'uuid', here: second, there: third}]},
    ])
  })

  test.each([true, false])(
    'is refused with both uuids: a name of two periods of the original (overwrite: %j)',
    async (overwrite) => {
      await adoptThese({periods: [{uuid: first, name: 'Early', ...hours}]})
      await here.sql(`update xivoctl.preferred_callback_period set name = 'Dawn' where uuid = $1`, [first])
      const periods = [first, second].map((uuid) => ({uuid, name: 'Early', ...hours}))
      const {errors, counts} = await adoptThese({periods}, {overwrite, partial: true})
      expect(errors).toEqual([
        {
          column: `period ${second}, name`,
          value: 'Early',
          reason: `is in the original the name of the period ${first}, too: rename one of the two there`,
        },
      ])
      expect(counts.periods).toMatchObject({reject: 1, [overwrite ? 'change' : 'keep']: 1})
    },
  )

  test('is refused with the uuid of the one that has the name here, unless that of the original stays out', async () => {
    const named = (...names: string[]) => [first, second].map((uuid, i) => ({uuid, name: names[i] ?? '', ...hours}))
    await adoptThese({periods: named('Early', 'Late')})
    const swapped = {periods: named('Late', 'Early')}
    const {items} = await adoptThese(swapped, {overwrite: false})
    expect(items).toMatchObject([
      {action: 'keep', differences: [{field: 'name', here: 'Early', there: 'Late'}]},
      {action: 'keep', differences: [{field: 'name', here: 'Late', there: 'Early'}]},
    ])
    const {errors} = await adoptThese(swapped, {partial: true})
    expect(errors?.map(({reason}) => reason)).toEqual(
      [second, first].map((uuid) => `is here the name of the period ${uuid}: rename that one here`),
    )
    const [, late] = named('', 'Dawn')
    const moved = [
      {...late, uuid: third, name: 'Early'},
      {...late, uuid: first, name: 'Dawn'},
    ] as typeof swapped.periods
    await expect(adoptThese({periods: moved}, {overwrite: false})).rejects.toThrow(
      expect.objectContaining({problems: [expect.objectContaining({column: `period ${third}, name`})]}),
    )
  })

  test('is told apart by ids: a right on an incall without a number', async () => {
    const incall = (
      await here.sql(`insert into incall (exten, context, description) values (null, null, '') returning id`)
    )[0]?.id
    const rights = {login: 'jbond', type: 'teacher', ids: {queue: [1], group: [], incall: [incall]}}
    const switches = {recordingAccess: undefined, dissuasionAccess: undefined}
    await adoptThese({}, {rights: [{...rights, ...switches}]})
    const data = async () => (await here.use((context) => findRights(context, 'jbond'))).rights?.data
    expect(await data()).toMatchObject({queueIds: [1], incallIds: [incall]})
    await adoptThese({}, {rights: [{...rights, ...switches, ids: {...rights.ids, incall: []}}]})
    expect(await data()).toMatchObject({queueIds: [1], incallIds: []})
    await here.sql('delete from incall where id = $1', [incall])
  })
})

describe('an adoption is undone by its run, as the role of docs/database.md', () => {
  const runs = () => here.sql('select run from xivoctl.journal order by id desc limit 1')
  const objects = async () =>
    (await written(here)).filter(
      (each) => !/^xivoctl\.(journal|journal_request|request_key|identity_state) /.test(each),
    )

  /** As the role: adopts, or undoes the last run. Answers with the run. */
  async function act(what: 'adopt' | 'undo', options?: AdoptOptions): Promise<void> {
    await withContext(loadSettings({}, env()), new AbortController().signal, async (opened) => {
      const context = begin(opened, {run: commandRun(what)})
      if (what === 'undo') return undoChanges(context, {run: (await runs())[0]?.run})
      return adopt(context, await readOriginal(context, {base: originalAddress(original.url), token}), options)
    })
  }

  test('to the byte, and adopted again by undoing that', async () => {
    const own = await here.use(async (context) => {
      await setRights(context, 'jbond', {type: 'teacher', queue: {set: ['sales']}})
      const {uuid} = await resultOf(createList(context, 'Own', 'sales'))
      return resultOf(createCallback(context, uuid, {phoneNumber: '0199000001'}))
    })
    const before = await objects()
    await act('adopt', {overwrite: true})
    const after = await objects()
    expect(after.length).toBeGreaterThan(before.length + 20)
    await act('undo')
    expect(await objects()).toEqual(before)
    await act('undo')
    expect(await objects()).toEqual(after)
    expect(await here.use((context) => got(context, own.uuid))).toMatchObject({phoneNumber: '0199000001'})
  })

  test('also one that changed what an earlier one had brought', async () => {
    await act('adopt')
    await here.sql(`update xivoctl.callback_request set last_name = 'Former'`)
    await here.sql(`update xivoctl.callback_list set name = name || ' before'`)
    await here.sql(`update xivoctl.preferred_callback_period set name = name || ' before'`)
    await here.sql(`update xivoctl.user_profile set recording_access = not recording_access where type = 'supervisor'`)
    const before = await objects()
    await act('adopt', {overwrite: true})
    expect(await objects()).not.toEqual(before)
    await act('undo')
    expect(await objects()).toEqual(before)
  })

  test.each([
    [
      'a request',
      `update xivoctl.callback_request set last_name = 'Mine' where uuid = (select min(uuid::text)::uuid from xivoctl.callback_request)`,
    ],
    ['rights', `update xivoctl.user_profile set type = 'admin' where user_id = 2`],
    [
      'a list',
      `update xivoctl.callback_list set name = 'Mine' where uuid = (select min(uuid::text)::uuid from xivoctl.callback_list)`,
    ],
    ['a period', `update xivoctl.preferred_callback_period set period_end = '23:00' where name = 'Matin'`],
    [
      'a request of an adopted list',
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
       select md5(random()::text)::uuid, list_uuid, '0199000003', preferred_period_uuid, due_date from xivoctl.callback_request limit 1`,
    ],
  ])('not at all once %s has changed, or come, since', async (_, moving) => {
    await act('adopt')
    await here.sql(moving)
    const before = await objects()
    await expect(act('undo')).rejects.toMatchObject({kind: 'conflict'})
    expect(await objects()).toEqual(before)
  })
})

describe('what does not fit this XiVO', () => {
  beforeAll(async () => {
    await here.sql(`delete from queuefeatures where name = 'recouvrement'`)
    await here.sql(`update userfeatures set loginclient = 'jmenage2' where loginclient = 'jmenage'`)
    const [queue] = await there.sql(`select id from queuefeatures where name = 'recouvrement'`)
    await there.use(async (context) => {
      const list = await resultOf(createList(context, 'Gone', `id:${queue?.id}`))
      await createCallback(context, list.uuid, {phoneNumber: '0199000002'})
    })
  })

  test('keeps everything out, and every single thing is named', async () => {
    const {kind, problems} = await refusal()
    expect(kind).toBe('invalid')
    expect(problems.map(({column, reason}) => `${column}: ${reason}`).sort()).toEqual([
      expect.stringMatching(/^list [0-9a-f-]{36}, queueId: is not a queue of this XiVO$/),
      "user jmenage: is not a login of this XiVO; there is 'jmenage2'",
      'user mdurand, queueIds: does not exist in this XiVO',
    ])
    expect(await here.sql('select * from xivoctl.callback_list')).toEqual([])
    expect(await here.sql('select * from xivoctl.user_profile')).toEqual([])
  })

  test('is left out of a partial run, which counts it', async () => {
    const {counts, errors} = await adoptAll({partial: true})
    expect(errors).toHaveLength(3)
    expect(counts).toMatchObject({
      profiles: {create: 6, reject: 1},
      lists: {create: 4, reject: 1},
      requests: {reject: 1},
    })
    const {rights} = await here.use((context) => findRights(context, 'mdurand'))
    expect(rights?.data.queueIds).toHaveLength(1)
  })

  test('is no difference in the next partial run', async () => {
    await adoptAll({partial: true})
    const {counts} = await adoptAll({partial: true})
    expect(counts.profiles).toMatchObject({create: 0, same: 6, keep: 0})
  })
})
