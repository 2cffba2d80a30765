import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import type {Attempt} from '../../../src/services/callbacks/attempts.ts'
import {purgeCallbacks} from '../../../src/services/callbacks/erasure.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {getImport, undoImport} from '../../../src/services/callbacks/imports.ts'
import {createList, deleteList} from '../../../src/services/callbacks/lists.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  getCallback,
  reopenCallbacks,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {addTickets, listTickets, type Then} from '../../../src/services/callbacks/tickets.ts'
import {recomputeIdentities} from '../../../src/services/identities.ts'
import {lastChanges, undoChanges} from '../../../src/services/undo/undo.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {findCallbacks} from '../../support/found.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const fresh = (context: Context) => begin(context, {run: commandRun('test')})
const add = (uuids: string[], attempt: Attempt, then?: Then) =>
  xivo.made((context) => addTickets(fresh(context), uuids, attempt, then))
const tickets = (filter?: Parameters<typeof listTickets>[1]) => xivo.use((context) => listTickets(context, filter))
const make = (phoneNumber = '0230210092') =>
  xivo.made((context) =>
    createCallback(fresh(context), 'Ventes', {phoneNumber, lastName: 'Doe', dueDate: '2026-01-02'}),
  )
const get = async (uuid: string) => (await xivo.use((context) => getCallback(context, uuid))).found
const undoLast = () => xivo.use(async (context) => undoChanges(fresh(context), await lastChanges(context)))
const stored = () => xivo.sql('select * from xivoctl.callback_request order by uuid')

beforeEach(async () => {
  await xivo.sql(
    'truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.callback_ticket, xivoctl.journal, xivoctl.journal_request cascade',
  )
  await xivo.made((context) => createList(fresh(context), 'Ventes', 'ventes'))
})

describe('a ticket', () => {
  test('has the request as it was, what came of the call and who called', async () => {
    const {uuid, listUuid} = await make()
    const [ticket] = await add([uuid], {status: 'no-answer', comment: ' rang ', agent: '1001'}, {due: '2026-02-03'})
    await xivo.made((context) => updateCallback(fresh(context), uuid, {phoneNumber: '0230210093'}))
    expect(await tickets()).toEqual([{...ticket, startedAt: expect.any(String), updatedAt: expect.any(String)}])
    expect(ticket).toMatchObject({
      ...{requestUuid: uuid, listUuid, listName: 'Ventes', phoneNumber: '0230210092', lastName: 'Doe'},
      ...{dueDate: '2026-01-02', status: 'no-answer', comment: 'rang', agentNumber: '1001', closed: false},
    })
    expect(await get(uuid)).toMatchObject({
      dueDate: '2026-02-03',
      attempts: 1,
      lastStatus: 'no-answer',
      clotured: false,
    })
  })

  test('is counted beside its request, which can be found by it', async () => {
    const {uuid} = await make()
    const other = await make()
    expect(await get(uuid)).not.toHaveProperty('attempts')
    await add([uuid, other.uuid], {status: 'busy'})
    await add([uuid], {status: 'answered'}, {close: true})
    expect(await get(uuid)).toMatchObject({attempts: 2, lastStatus: 'answered', clotured: true})
    const found = async (field: 'attempts' | 'lastStatus', value: string | number) =>
      (await xivo.use((context) => findCallbacks(context, [{field, test: {operator: '=', value}}]))).list.map(
        (each) => each.uuid,
      )
    expect(await found('attempts', 2)).toEqual([uuid])
    expect(await found('lastStatus', 'busy')).toEqual([other.uuid])
  })

  test('can be one of several, or come with a close: only to what was open', async () => {
    const [one, two] = [await make(), await make()]
    await xivo.made((context) => closeCallbacks(fresh(context), [one.uuid]))
    await xivo.made((context) => closeCallbacks(fresh(context), [one.uuid, two.uuid], {status: 'voicemail'}))
    expect(await tickets()).toMatchObject([{requestUuid: two.uuid, closed: true, status: 'voicemail'}])
    await xivo.made((context) => reopenCallbacks(fresh(context), [one.uuid, two.uuid]))
    expect(await tickets()).toHaveLength(1)
  })

  test.each<[Attempt, Then, string]>([
    [{status: 'soon'}, {}, 'InvalidRequest'],
    [{status: 'busy', comment: 'a\0b'}, {}, 'InvalidRequest'],
    [{status: 'busy'}, {due: '2026-02-30'}, 'InvalidRequest'],
    [{status: 'busy'}, {due: 'tomorrow', close: true}, 'InvalidRequest'],
    [{status: 'busy', agent: '9999'}, {}, 'AgentNotFound'],
  ])('is not made of %j with %j', async (attempt, then, code) => {
    const {uuid} = await make()
    const before = await stored()
    await expect(add([uuid], attempt, then)).rejects.toMatchObject({code})
    expect([await tickets(), await stored()]).toEqual([[], before])
  })

  test('is listed by list, agent, status and time, the latest first, also when its request is gone', async () => {
    const {uuid} = await make()
    await add([uuid], {status: 'busy', agent: '1001'})
    await xivo.sql(`update xivoctl.callback_ticket set started_at = now() - interval '2 days'`)
    await add([uuid], {status: 'answered'})
    await xivo.made((context) => deleteList(fresh(context), 'Ventes'))
    expect((await tickets()).map(({status}) => status)).toEqual(['answered', 'busy'])
    expect(await tickets({agent: '1001'})).toHaveLength(1)
    expect(await tickets({status: 'answered'})).toHaveLength(1)
    expect(await tickets({since: 'yesterday'})).toHaveLength(1)
    expect(await tickets({limit: 1})).toHaveLength(1)
    await expect(tickets({status: 'soon'})).rejects.toMatchObject({code: 'InvalidRequest'})
    await expect(tickets({list: 'Ventes'})).rejects.toMatchObject({code: 'CallbackListNotFound'})
  })

  test('is found by its status when that is no longer one of the setting', async () => {
    const {uuid} = await make()
    await add([uuid], {status: 'voicemail'})
    const filtered = xivo.use((context) =>
      listTickets({...context, settings: {...context.settings, ticketStatuses: ['answered']}}, {status: 'voicemail'}),
    )
    expect(await filtered).toMatchObject([{requestUuid: uuid, status: 'voicemail'}])
  })

  test('is taken back with what was done to its request, and comes again', async () => {
    const {uuid} = await make()
    const before = await stored()
    await add([uuid], {status: 'answered', comment: 'Doe'}, {close: true})
    const [after, all] = [await stored(), await xivo.sql('select * from xivoctl.callback_ticket')]
    await undoLast()
    expect([await stored(), await tickets()]).toEqual([before, []])
    const [undo] = await xivo.sql('select run from xivoctl.journal order by id desc limit 1')
    await xivo.made((context) => undoChanges(fresh(context), {run: undo?.run}))
    expect([await stored(), await xivo.sql('select * from xivoctl.callback_ticket')]).toEqual([after, all])
  })

  test('does not keep an earlier change of its request from being undone, except its making', async () => {
    const {uuid} = await make()
    const [made] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
    await xivo.made((context) => updateCallback(fresh(context), uuid, {company: 'Cie'}))
    const [update] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
    await add([uuid], {status: 'busy'})
    await xivo.made((context) => undoChanges(fresh(context), {ids: [update?.id]}))
    expect(await get(uuid)).toMatchObject({attempts: 1})
    expect(await get(uuid)).not.toHaveProperty('company')
    await expect(xivo.made((context) => undoChanges(fresh(context), {ids: [made?.id]}))).rejects.toMatchObject({
      code: 'Conflict',
    })
    await xivo.made((context) => deleteCallbacks(fresh(context), [uuid]))
    await undoLast()
    expect(await get(uuid)).toMatchObject({attempts: 1, lastStatus: 'busy'})
  })

  test('keeps its request when the import is undone', async () => {
    const bytes = (async function* () {
      yield Buffer.from('phoneNumber\n0230210092\n0230210093\n')
    })()
    const {run} = await xivo.made((context) => importCallbacks(fresh(context), 'Ventes', {bytes}))
    const [{uuid} = {}] = await xivo.sql('select uuid from xivoctl.callback_request order by phone_number limit 1')
    await add([uuid], {status: 'busy'})
    expect(await xivo.use((context) => getImport(context, run))).toMatchObject({rows: {untouched: 1, changed: 1}})
    expect(await xivo.made((context) => undoImport(fresh(context), run))).toMatchObject({deleted: 1, kept: [uuid]})
  })

  test('is emptied when its request is purged, or is gone and the ticket is old', async () => {
    const [one, two, three] = [await make(), await make('0230210093'), await make('0230210094')]
    await add([one.uuid, two.uuid, three.uuid], {status: 'busy', comment: 'Doe'})
    await xivo.made((context) => closeCallbacks(fresh(context), [one.uuid]))
    await xivo.sql(`update xivoctl.callback_request set changed_at = '2026-01-01' where clotured`)
    await xivo.made((context) => deleteCallbacks(fresh(context), [two.uuid]))
    await xivo.sql(`update xivoctl.callback_ticket set updated_at = '2026-01-01' where request_uuid <> $1`, [one.uuid])
    const purge = (how: {dryRun: boolean}) =>
      xivo.made((context) => purgeCallbacks(context, {closedBefore: '2026-01-02'}), how)
    expect(await purge({dryRun: true})).toMatchObject({closed: 1, tickets: 2})
    expect(await purge({dryRun: false})).toMatchObject({closed: 1, tickets: 2})
    expect(await xivo.sql('select phone_number, comment, status from xivoctl.callback_ticket order by 1')).toEqual([
      {phone_number: '0230210094', comment: 'Doe', status: 'busy'},
      {phone_number: null, comment: null, status: 'busy'},
      {phone_number: null, comment: null, status: 'busy'},
    ])
    const kept = await xivo.sql(
      `select kept::text as row from xivoctl.journal_request kept where after ? 'request_uuid'`,
    )
    expect(kept).toHaveLength(1)
    expect(kept[0]?.row).toContain('0230210094')
  })

  test('is in the journal without the customer, and known by the country that is in force', async () => {
    const {uuid} = await make()
    await add([uuid], {status: 'busy', comment: 'Doe rang'})
    const rows = await xivo.sql(`select journal::text as row from xivoctl.journal where kind = 'ticket'`)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toMatch(/0230210092|Doe/)
    const under = (country: 'FR' | 'none') =>
      xivo.made((context) =>
        recomputeIdentities({
          ...context,
          phoneCountry: country,
          settings: {...context.settings, phoneCountry: country},
        }),
      )
    for (const [country, identity] of [
      ['none', '0'],
      ['FR', '33230210092'],
    ] as const) {
      await under(country)
      expect(await xivo.sql('select phone_identity from xivoctl.callback_ticket')).toEqual([{phone_identity: identity}])
    }
  })
})
