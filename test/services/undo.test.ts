import {existsSync} from 'node:fs'
import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../src/context.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {addDoNotCall, listDoNotCall, removeDoNotCall} from '../../src/services/callbacks/do-not-call.ts'
import {eraseCallbacks} from '../../src/services/callbacks/erasure.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {listImports, undoImport} from '../../src/services/callbacks/imports.ts'
import {changeList, createList, deleteList} from '../../src/services/callbacks/lists.ts'
import {createPeriod, updatePeriod} from '../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback, deleteCallbacks, updateCallback} from '../../src/services/callbacks/requests.ts'
import {addTickets} from '../../src/services/callbacks/tickets.ts'
import {doWhatIsDue, overrideDissuasions} from '../../src/services/dissuasion/overrides.ts'
import {listHistory} from '../../src/services/history.ts'
import {recomputeIdentities} from '../../src/services/identities.ts'
import {change} from '../../src/services/journal.ts'
import {findRights, setRights} from '../../src/services/rights/rights.ts'
import {undoChanges} from '../../src/services/undo/undo.ts'
import {commandRun} from '../../src/settings/origin.ts'
import {wav} from '../support/wav.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const act = <T>(work: (context: Context) => Promise<Changed<T>>) =>
  xivo.made((context) => work(begin(context, {run: commandRun('test')})))
const lastId = async () => (await xivo.sql('select max(id)::text as id from xivoctl.journal'))[0]?.id
const undo = (...ids: string[]) => act((context) => undoChanges(context, {ids}))
const undoLast = async () => undo(await lastId())
const typeOf = async (login: string) => (await xivo.use((context) => findRights(context, login))).rights?.type

beforeEach(() =>
  xivo.sql(`truncate xivoctl.journal, xivoctl.user_profile, xivoctl.callback_list, xivoctl.callback_request,
    xivoctl.do_not_call, xivoctl.dissuasion_override cascade; delete from xivoctl.preferred_callback_period where not "default"`),
)

describe('an undo of several changes', () => {
  test('of which one is not there, or cannot be undone, undoes none', async () => {
    await act((context) => setRights(context, 'jbond', {type: 'admin'}))
    const id = await lastId()
    await expect(undo(id, '999999')).rejects.toMatchObject({code: 'ChangeNotFound'})
    const [{run} = {}] = await xivo.sql('select run from xivoctl.journal')
    await xivo.sql(`insert into xivoctl.journal (run, place, actor, origin, asked, kind, object_id, object_name)
      select run, 9, actor, origin, asked, 'erasure', 'x', 'x' from xivoctl.journal`)
    await expect(act((context) => undoChanges(context, {run}))).rejects.toMatchObject({
      code: 'Conflict',
      message: expect.stringContaining('what was erased is gone for good: nothing was undone'),
    })
    expect(await typeOf('jbond')).toBe('admin')
  })

  test('takes them from the last to the first, whatever the clock said', async () => {
    for (const type of ['teacher', 'admin'] as const) await act((context) => setRights(context, 'jbond', {type}))
    await xivo.sql(
      `update xivoctl.journal set at = now() + interval '1 hour' where id = (select min(id) from xivoctl.journal)`,
    )
    const ids = (await xivo.sql('select id::text from xivoctl.journal order by id')).map(({id}) => id)
    expect((await xivo.use((context) => listHistory(context))).map(({id}) => id)).toEqual(ids.toReversed())
    await undo(...ids)
    expect(await typeOf('jbond')).toBeUndefined()
  })

  test('of a command that made thousands finds each of them in the journal', async () => {
    const all = Array.from(
      {length: 2001},
      (_, i) => ({kind: 'rights', id: i, name: `${i}`, after: {profile: 'x'}}) as const,
    )
    await act((context) => change(context, (_, record) => record(all, async () => {})))
    expect(await xivo.sql('select count(*)::int from xivoctl.journal')).toEqual([{count: 2001}])
  })
})

test('rights of every kind are put back, in whatever order they are kept', async () => {
  await act((context) => setRights(context, 'jbond', {type: 'teacher'}))
  const change = {queue: {set: ['sales']}, group: {set: ['default']}, incall: {set: ['id:1']}}
  await act((context) => setRights(context, 'jbond', change))
  await undoLast()
  expect((await xivo.use((context) => findRights(context, 'jbond'))).rights?.data).toEqual({
    queueIds: [],
    groupIds: [],
    incallIds: [],
  })
})

describe('history', () => {
  const ids = async (filter: Parameters<typeof listHistory>[1]) =>
    (await xivo.use((context) => listHistory(context, filter))).map(({id}) => id)

  test('begins with the moment that is given, and ends before it', async () => {
    await act((context) => setRights(context, 'jbond', {type: 'admin'}))
    await xivo.sql(`update xivoctl.journal set at = '2026-01-02'`)
    expect(await ids({since: '2026-01-02', kind: 'rights'})).toHaveLength(1)
    expect(await ids({until: '2026-01-02', kind: 'rights'})).toEqual([])
  })

  test('knows a queue that is gone by its name', async () => {
    await xivo.sql(`insert into xivoctl.journal (run, place, actor, origin, asked, kind, object_id, object_name)
      values ('6f1c1a52-0d7e-4a3c-9c55-3c1f5f0a2b11', 0, 'me', 'command', '', 'dissuasion', '99', 'closed down')`)
    expect(await ids({queue: 'closed down'})).toContain(await lastId())
  })
})

describe('an override that is undone', () => {
  const override = () =>
    act((context) =>
      overrideDissuasions(context, {name: 'x.wav', bytes: Readable.from([wav()])}, {queues: ['sales'], from: '+1h'}),
    )
  const file = () => join(xivo.sounds, 'sales_x.wav')
  const isThere = async () => existsSync(file())
  beforeEach(async () => {
    await rm(file(), {force: true})
    await act(doWhatIsDue)
  })

  test('takes its file along, unless another one is to play it', async () => {
    await override()
    await override()
    await undoLast()
    expect(await isThere()).toBe(true)
    const [{id} = {}] = await xivo.sql(`select min(id)::text as id from xivoctl.journal where kind = 'override'`)
    await undo(id)
    expect(await isThere()).toBe(false)
  })

  test('leaves a file that was there before it', async () => {
    await writeFile(file(), wav())
    await override()
    await undoLast()
    expect(await isThere()).toBe(true)
  })
})

describe('callbacks', () => {
  const made = async () => {
    await act((context) => createList(context, 'L', 'sales'))
    return act((context) => createCallback(context, 'L', {phoneNumber: '0230210092'}))
  }

  test('of a deleted list that are forgotten keep it from coming back empty, closed ones too', async () => {
    const {uuid} = await made()
    await act((context) => closeCallbacks(context, [uuid]))
    await act((context) => deleteList(context, 'L'))
    await xivo.sql('truncate xivoctl.journal_request')
    await expect(undoLast()).rejects.toThrow('the data that undo needs are gone')
    expect(await xivo.sql('select from xivoctl.callback_list')).toEqual([])
  })

  test('that were tried since they were made stay', async () => {
    const {uuid} = await made()
    const id = await lastId()
    await act((context) => addTickets(context, [uuid], {status: 'busy'}))
    await expect(undo(id)).rejects.toThrow('1 callback request changed since')
  })

  test('come back with their tickets, and can be taken back again', async () => {
    const {uuid} = await made()
    await act((context) => addTickets(context, [uuid], {status: 'busy'}))
    await act((context) => deleteCallbacks(context, [uuid]))
    await undoLast()
    await undoLast()
    expect(await xivo.sql('select from xivoctl.callback_request')).toEqual([])
  })

  test('that were erased since are counted, where the rest of a list comes back', async () => {
    await made()
    const kept = await act((context) => createCallback(context, 'L', {phoneNumber: '1000'}))
    await act((context) => deleteList(context, 'L'))
    const id = await lastId()
    await act((context) => eraseCallbacks(context, {phones: ['0230210092']}))
    const {changes, warnings} = await xivo.use((context) =>
      undoChanges(begin(context, {run: commandRun('test')}), {ids: [id]}),
    )
    expect(warnings).toEqual(['1 callback request erased since cannot be restored'])
    expect(changes[0]?.after).toMatchObject({ongoing: 1, closed: 0})
    expect(await xivo.sql('select uuid from xivoctl.callback_request')).toEqual([{uuid: kept.uuid}])
  })

  test('that have changed since are shown in three states', async () => {
    const {uuid} = await made()
    await act((context) => updateCallback(context, uuid, {dueDate: '2031-01-02'}))
    const id = await lastId()
    await act((context) => updateCallback(context, uuid, {dueDate: '2031-01-03'}))
    await expect(undo(id)).rejects.toMatchObject({
      hints: [
        expect.stringMatching(/^before the change: dueDate \d{4}-\d\d-\d\d$/),
        'after the change: dueDate 2031-01-02',
        'now: dueDate 2031-01-03',
      ],
    })
  })

  test('come back with the identities of the country that is in force now', async () => {
    const {uuid} = await made()
    await act((context) => deleteCallbacks(context, [uuid]))
    const under = (country: 'FR' | 'none', work: (context: Context) => Promise<Changed<unknown>>) =>
      act((context) =>
        work({...context, phoneCountry: country, settings: {...context.settings, phoneCountry: country}}),
      )
    const id = await lastId()
    await under('none', recomputeIdentities)
    await under('none', (context) => undoChanges(context, {ids: [id]}))
    expect(await xivo.sql('select phone_identity from xivoctl.callback_request')).toEqual([{phone_identity: '0'}])
    await under('FR', recomputeIdentities)
  })

  test('of an import are there again when its undo is undone, and the ledger says so', async () => {
    await act((context) => createList(context, 'L', 'sales'))
    const {run} = await act((context) =>
      importCallbacks(context, 'L', {bytes: Readable.from([Buffer.from('phoneNumber\n1000\n')])}),
    )
    await act((context) => undoImport(context, run))
    await undoLast()
    expect(await xivo.use((context) => listImports(context))).toMatchObject([{imported: 1}])
    expect((await xivo.use((context) => listImports(context)))[0]).not.toHaveProperty('undoneAt')
  })
})

test('a list does not get a name back that another one has', async () => {
  const {uuid} = await act((context) => createList(context, 'L', 'sales'))
  await act((context) => changeList(context, `id:${uuid}`, {name: 'M'}))
  const id = await lastId()
  await act((context) => createList(context, 'L', 'sales'))
  await expect(undo(id)).rejects.toThrow("another callback list is named 'L'")
})

describe('a period', () => {
  const make = (name: string) => act((context) => createPeriod(context, {name, start: '09:00', end: '12:00'}))

  test('that is used by now stays', async () => {
    await make('A')
    const id = await lastId()
    await act((context) => createList(context, 'L', 'sales'))
    await act((context) => createCallback(context, 'L', {phoneNumber: '1000', period: 'A'}))
    await expect(undo(id)).rejects.toThrow("the period 'A' now has 1 callback request")
  })

  test('does not get a name back that another one has', async () => {
    await make('A')
    await act((context) => updatePeriod(context, 'A', {name: 'B'}))
    const id = await lastId()
    await make('A')
    await expect(undo(id)).rejects.toThrow("another period is now called 'A'")
  })
})

describe('the do-not-call list', () => {
  const add = () => act((context) => addDoNotCall(context, ['1000']))
  const entries = () => xivo.use((context) => listDoNotCall(context))

  test('loses what is taken back', async () => {
    await add()
    await undoLast()
    expect(await entries()).toEqual([])
  })

  test('does not get a number twice', async () => {
    await add()
    await act((context) => removeDoNotCall(context, ['1000']))
    const id = await lastId()
    await add()
    await expect(undo(id)).rejects.toThrow('the do-not-call list has changed since')
    expect(await entries()).toHaveLength(1)
  })
})
