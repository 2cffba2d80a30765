import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context, withContext} from '../../src/context.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {eraseCallbacks, purgeCallbacks} from '../../src/services/callbacks/erasure.ts'
import {createList, deleteList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback, deleteCallbacks, updateCallback} from '../../src/services/callbacks/requests.ts'
import {setQueue} from '../../src/services/dissuasion/dissuasion.ts'
import {type HistoryFilter, listHistory, purgeHistory, showChange} from '../../src/services/history.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {lastChanges, undoChanges, type Which} from '../../src/services/undo/undo.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {commandRun} from '../../src/settings/origin.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

beforeEach(async () => {
  await xivo.sql(`truncate xivoctl.journal, xivoctl.journal_request; truncate xivoctl.callback_request, xivoctl.callback_list,
    xivoctl.user_profile, xivoctl.user_right cascade`)
  await xivo.sql('create table if not exists dialaction_sample as table dialaction')
  await xivo.sql('truncate dialaction; insert into dialaction table dialaction_sample')
})

const history = (filter: HistoryFilter = {}) => xivo.use((context) => listHistory(context, filter))
const act = (
  work: (context: Context) => Promise<Changed<unknown>>,
  how: Partial<Pick<Context, 'actor' | 'run'>> = {},
) => xivo.made((context) => work(begin(context, {run: commandRun('test'), ...how})))

/** Every row of our tables, as text. */
async function everyRow(): Promise<string> {
  const tables = await xivo.sql(`select tablename as name from pg_tables where schemaname = 'xivoctl'`)
  const rows = await Promise.all(tables.map(({name}) => xivo.sql(`select t::text as row from xivoctl.${name} t`)))
  return rows
    .flat()
    .map(({row}) => row)
    .join('\n')
}

describe('history', () => {
  test('tells who did what, the newest first, by object, by actor, by kind, since a moment, so many', async () => {
    const run = {...commandRun('rights set jbond --profile admin'), via: {sudo: 'alice', ssh: '192.0.2.7'}}
    await act((context) => setRights(context, 'jbond', {type: 'admin'}), {actor: 'root@xivo', run})
    await act((context) => setQueue(context, 'ventes', 'support'), {actor: 'bob@xivo'})
    const [second, first] = await history()
    expect(first).toMatchObject({
      by: 'root@xivo',
      channel: 'command',
      via: {sudo: 'alice', ssh: '192.0.2.7'},
      asked: 'rights set jbond --profile admin',
      run: run.uuid,
      change: {kind: 'rights', name: 'jbond', after: {profile: 'admin'}},
    })
    expect(second).toMatchObject({by: 'bob@xivo', change: {kind: 'dissuasion', name: 'ventes'}})
    const ids = async (filter: HistoryFilter) => (await history(filter)).map(({id}) => id)
    expect(await ids({user: 'jbond'})).toEqual([first?.id])
    expect(await ids({queue: 'ventes'})).toEqual([second?.id])
    for (const by of ['root', 'root@xivo', 'alice']) expect(await ids({by})).toEqual([first?.id])
    expect(await ids({kind: 'dissuasion'})).toEqual([second?.id])
    expect(await ids({limit: 1})).toEqual([second?.id])
    for (const since of ['today', '-1h', '-5min', '2026-01-01']) expect(await ids({since})).toHaveLength(2)
    expect(await ids({since: 'tomorrow'})).toEqual([])
    expect(await ids({until: '-1d'})).toEqual([])
    for (const since of ['soon', '2026-02-30', '0000-01-01', '-9999y'])
      await expect(history({since}), since).rejects.toMatchObject({kind: 'invalid'})
    for (const wrong of [{kind: 'queue'}, {run: 'x'}, {request: '1234'}])
      await expect(history(wrong)).rejects.toMatchObject({kind: 'invalid'})
    for (const id of ['x', '1e3', ''])
      await expect(xivo.use((context) => showChange(context, id))).rejects.toMatchObject({kind: 'invalid'})
    await expect(xivo.use((context) => showChange(context, '0'))).rejects.toMatchObject({code: 'ChangeNotFound'})
    for (const which of [{run: 'x'}, {ids: ['x']}, {ids: []}])
      await expect(act((context) => undoChanges(context, which))).rejects.toMatchObject({kind: 'invalid'})
  })

  test('has what XiVO changed in its place, with both values, and what it is now', async () => {
    const elsewhere = (queue: number) =>
      xivo.sql(`update public.dialaction set action = 'queue', actionarg1 = '${queue}', actionarg2 = null, linked = 1
        where event = 'chanunavail' and category = 'queue' and categoryval = (select id::text from queuefeatures where name = 'sales')`)
    await act((context) => setQueue(context, 'sales', 'support'))
    await elsewhere(4)
    await act((context) => setQueue(context, 'sales', 'ventes'))
    await elsewhere(6)
    const all = await history({queue: 'sales'})
    expect(all.map(({channel}) => channel)).toEqual(['elsewhere', 'command', 'elsewhere', 'command'])
    expect(all[0]).toMatchObject({change: {before: {destination: 'queue ventes'}, after: {actionarg1: '6'}}})
    expect(all[2]).toMatchObject({change: {before: {actionarg1: '1'}, after: {actionarg1: '4'}}})
    const until = await history({queue: 'sales', until: 'tomorrow'})
    expect(until.map(({channel}) => channel)).toEqual(['command', 'elsewhere', 'command'])
    expect((await history({by: 'nobody'})).length).toBe(0)
    expect(await history({queue: 'gone'})).toEqual([])
  })

  test('does not have what changed nothing, what was rolled back, what was a dry run', async () => {
    await act((context) => setRights(context, 'jbond', {type: 'admin'}))
    await act((context) => setRights(context, 'jbond', {type: 'admin'}))
    await xivo.made((context) => setRights(context, 'jbond', {type: 'teacher'}), {dryRun: true})
    await expect(act((context) => setQueue(context, 'sales', 'sales'))).rejects.toThrow()
    expect(await history()).toHaveLength(1)
  })
})

describe("customers' fields", () => {
  const request = {phoneNumber: '0230210093', lastName: 'Quetzalcoatl', company: 'Xochimilco'}

  async function lifeOfARequest() {
    await act((context) => createList(context, 'Relances', 'ventes'))
    const {uuid} = await xivo.made((context) => createCallback(context, 'Relances', request))
    await act((context) => updateCallback(context, uuid, {phoneNumber: '0230210094', firstName: 'Tlaloc'}))
    await act((context) => closeCallbacks(context, [uuid]))
    return uuid
  }

  test('are shown by history show as long as they are kept, and never listed', async () => {
    const uuid = await lifeOfARequest()
    const [, updated] = await history({request: uuid})
    expect(JSON.stringify(await history())).not.toMatch(/Quetzalcoatl|023021009/)
    expect(await xivo.use((context) => showChange(context, updated?.id ?? ''))).toMatchObject({
      change: {before: {phoneNumber: '0230210093'}, after: {phoneNumber: '0230210094', firstName: 'Tlaloc'}},
    })
  })

  test.each(['0230210093', '+33 2 30 21 00 94'])(
    'are in no row of ours once %s is erased, and the facts stay',
    async (phone) => {
      const uuid = await lifeOfARequest()
      expect(await everyRow()).toContain('Quetzalcoatl')
      const facts = (await history()).length
      await act((context) => eraseCallbacks(context, {phones: [phone]}))
      if (phone.endsWith('94'))
        expect(await everyRow()).not.toMatch(/Quetzalcoatl|Xochimilco|Tlaloc|230210093|230210094/)
      else expect(await everyRow()).not.toMatch(/230210093/)
      expect((await history()).length).toBeGreaterThanOrEqual(facts)
      const [last] = await history({request: uuid})
      await expect(act((context) => undoChanges(context, {ids: [last?.id ?? '']}))).rejects.toMatchObject({
        kind: 'conflict',
      })
    },
  )

  test('of a request that is gone are erased as well, which is a change', async () => {
    const uuid = await lifeOfARequest()
    await act((context) => deleteCallbacks(context, [uuid]))
    const erase = (how?: {dryRun: boolean}) =>
      xivo.use((context) => eraseCallbacks(begin(context, how), {phones: ['0230210094']}).then(({changes}) => changes))
    const gone = [{kind: 'erasure', id: 'journal', name: expect.any(String), before: {requests: 1}}]
    expect(await erase({dryRun: true})).toEqual(gone)
    expect(await everyRow()).toMatch(/Quetzalcoatl/)
    expect(await erase()).toEqual(gone)
    expect(await everyRow()).not.toMatch(/Quetzalcoatl/)
    expect(await erase()).toEqual([])
  })

  test('of a deleted list are erased too, and the list still comes back without them', async () => {
    await lifeOfARequest()
    await xivo.made((context) => createCallback(context, 'Relances', {phoneNumber: '0230210095'}))
    await act((context) => deleteList(context, 'Relances'))
    await act((context) => eraseCallbacks(context, {phones: ['0230210094']}))
    expect(await everyRow()).not.toMatch(/Quetzalcoatl/)
    const [deleted] = await history({kind: 'callbackList'})
    await act((context) => undoChanges(context, {ids: [deleted?.id ?? '']}))
    expect(await xivo.sql('select phone_number from xivoctl.callback_request')).toEqual([{phone_number: '0230210095'}])
  })

  test('are gone with a purge', async () => {
    await lifeOfARequest()
    await xivo.sql(`update xivoctl.callback_request set changed_at = '2020-01-01'`)
    await act((context) => purgeCallbacks(context, {closedBefore: '-1y'}))
    expect(await everyRow()).not.toMatch(/Quetzalcoatl|23021009/)
  })

  test('are emptied after undoDays, and everything after historyDays, by the next write', async () => {
    await lifeOfARequest()
    await xivo.sql(`update xivoctl.journal_request set at = now() - interval '11 days'`)
    await xivo.sql(`update xivoctl.journal set at = now() - interval '41 days' where kind = 'callbackList'`)
    const env = {...xivo.env, XIVOCTL_UNDO_DAYS: '10', XIVOCTL_HISTORY_DAYS: '40'}
    await withContext(loadSettings({}, env), new AbortController().signal, (context) =>
      setRights(context, 'jbond', {type: 'admin'}),
    )
    expect(await xivo.sql('select from xivoctl.journal_request')).toEqual([])
    expect((await history()).map(({change}) => change.kind)).toEqual([
      'rights',
      'callbackRequest',
      'callbackRequest',
      'callbackRequest',
    ])
  })
})

test('history purge deletes what is old, and nothing of the last 30 days', async () => {
  await act((context) => setRights(context, 'jbond', {type: 'admin'}))
  await xivo.sql(`update xivoctl.journal set at = now() - interval '60 days'`)
  await act((context) => setRights(context, 'jbond', {type: 'teacher'}))
  await expect(act((context) => purgeHistory(context, '-29d'))).rejects.toMatchObject({kind: 'invalid'})
  expect(await xivo.made((context) => purgeHistory(context, '-31d'))).toEqual({changes: 1})
  expect((await history()).map(({change}) => change.kind)).toEqual(['erasure', 'rights'])
})

describe('the last changes to undo', () => {
  const me = {actor: 'me@here'}
  const last = () => xivo.use((context) => lastChanges(begin(context, me)))
  const undo = (which: Which) => act((context) => undoChanges(context, which), me)
  const undoLast = async () => {
    const which = await last()
    const names = (await history()).filter(({id}) => which.ids.includes(id ?? '')).map(({change}) => change.name)
    await undo(which)
    return names
  }

  test("are the caller's own, from a command line, and neither undone nor an undo", async () => {
    await act((context) => setRights(context, 'jbond', {type: 'admin'}), me)
    await act((context) => setQueue(context, 'ventes', 'support'), me)
    await act((context) => setQueue(context, 'sales', 'support'), {...me, run: {...commandRun(''), channel: 'cron'}})
    await act((context) => setQueue(context, 'facturation', 'support'), {
      ...me,
      run: {...commandRun(''), channel: 'rest'},
    })
    await act((context) => setQueue(context, 'support', 'ventes'), {actor: 'other@here'})
    const viaSudo = {...me, run: {...commandRun(''), via: {sudo: 'other'}}}
    await act((context) => setQueue(context, 'sav', 'ventes'), viaSudo)
    expect([await undoLast(), await undoLast()]).toEqual([['ventes'], ['jbond']])
    await expect(last()).rejects.toMatchObject({code: 'ChangeNotFound'})
  })

  test('are the rest of a command of which some were undone', async () => {
    const run = commandRun('several')
    for (const queue of ['ventes', 'sales', 'sav'])
      await act((context) => setQueue(context, queue, 'facturation'), {...me, run})
    const [, sales] = await history()
    await undo({ids: [sales?.id ?? '']})
    expect(await undoLast()).toEqual(['sav', 'ventes'])
    await expect(last()).rejects.toMatchObject({code: 'ChangeNotFound'})
  })

  test('are those whose undo was undone: they stand again, and so on', async () => {
    await act((context) => setQueue(context, 'ventes', 'facturation'), me)
    await act((context) => setQueue(context, 'sales', 'facturation'), me)
    const [change] = await history()
    const undoneBy = async () => (await history()).find(({id}) => id === change?.id)?.undoneBy
    const latest = async () => ({ids: [(await history())[0]?.id ?? '']})
    await undo(await last())
    const first = await latest()
    expect(await undoneBy()).toBe(first.ids[0])
    await undo(first)
    expect(await undoneBy()).toBeUndefined()
    expect(await last()).toEqual({ids: [change?.id]})
    const second = await latest()
    await undo(second)
    expect(await undoneBy()).toBe(first.ids[0])
    await undo(await latest())
    expect([await undoLast(), await undoLast()]).toEqual([['sales'], ['ventes']])
  })

  test('are found behind any number that were undone', async () => {
    await act((context) => setQueue(context, 'ventes', 'facturation'), me)
    const [kept] = await history()
    await xivo.sql(`insert into xivoctl.journal (run, place, actor, origin, asked, kind, object_id, object_name)
      select md5(random()::text)::uuid, 0, 'me@here', 'command', '', 'rights', n, n from generate_series(1, 1200) n`)
    await xivo.sql(`insert into xivoctl.journal (run, place, actor, origin, asked, kind, object_id, object_name, undoes)
      select md5(random()::text)::uuid, 0, 'me@here', 'command', '', 'rights', 0, 0, id from xivoctl.journal where asked = ''`)
    expect(await last()).toEqual({ids: [kept?.id]})
  })
})
