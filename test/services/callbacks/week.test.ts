import {expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import type {Changed} from '../../../src/formats/changes.ts'
import {daysAfter} from '../../../src/formats/dates.ts'
import {addDoNotCall, listDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'
import {eraseCallbacks, purgeCallbacks} from '../../../src/services/callbacks/erasure.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {undoImport} from '../../../src/services/callbacks/imports.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {showPerson} from '../../../src/services/callbacks/person.ts'
import {
  closeCallbacks,
  createCallback,
  reopenCallbacks,
  updateCallbacks,
} from '../../../src/services/callbacks/requests.ts'
import {callbackStats} from '../../../src/services/callbacks/stats.ts'
import {addTickets, listTickets} from '../../../src/services/callbacks/tickets.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {nextDay} from '../../support/next-day.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const changed = <T>(work: (context: Context) => Promise<Changed<T>>) =>
  xivo.use((context) => work(begin(context, {run: commandRun('test')})))
/** Undoes the latest change, which may be an undo. */
const undoLatest = async () => {
  const [latest] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
  return changed((context) => undoChanges(context, {ids: [latest?.id]}))
}

/** The requests of the list, the tickets, and those of them that still tell who was called, and the numbers that nobody may call. */
const state = () =>
  xivo.use(async (context) => {
    const {ongoing, overdue, dueToday, later, closed} = await callbackStats(context, {list: 'Ventes'})
    const tickets = await listTickets(context, {list: 'Ventes'})
    const telling = tickets.filter(({phoneNumber}) => phoneNumber !== undefined)
    const {length: blocked} = await listDoNotCall(context)
    return {ongoing, overdue, dueToday, later, closed, tickets: tickets.length, telling: telling.length, blocked}
  })

/** Reports of the same week are in the test of reports. */
test('a week in the life of a list is as reckoned by hand, step by step', async () => {
  await changed((context) => createList(context, 'Ventes', 'ventes'))
  const {today} = await xivo.use((context) => callbackStats(context))
  const nothing = {ongoing: 0, overdue: 0, dueToday: 0, later: 0, closed: 0, tickets: 0, telling: 0, blocked: 0}
  let known = nothing
  /** What has changed since the last step; all else is as it was. */
  const isNow = async (difference: Partial<typeof nothing>) => {
    known = {...known, ...difference}
    expect(await state()).toEqual(known)
  }

  // Monday: five come with a file, the fourth one a day late.
  const days = [0, 1, 2, -1, 20].map((each, i) => `100${i + 1}|${daysAfter(today, each)}\n`)
  const bytes = (async function* () {
    yield Buffer.from(`phoneNumber|dueDate\n${days.join('')}`)
  })()
  const {run} = (await changed((context) => importCallbacks(context, 'Ventes', {bytes}))).result
  await isNow({ongoing: 5, overdue: 1, dueToday: 1, later: 3})
  const rows = await xivo.sql('select uuid from xivoctl.callback_request order by phone_number')
  const [a, b, c, d] = rows.map(({uuid}): string[] => [uuid]) as [string[], string[], string[], string[]]
  // The first one is busy and called again tomorrow, the fourth one answers.
  await changed((context) => addTickets(context, a, {status: 'busy'}, {due: 'tomorrow'}))
  await isNow({dueToday: 0, later: 4, tickets: 1, telling: 1})
  await changed((context) => closeCallbacks(context, d, {status: 'answered'}))
  await isNow({ongoing: 4, overdue: 0, closed: 1, tickets: 2, telling: 2})

  // Tuesday: the first two are due. One of them is closed without an attempt.
  await nextDay(xivo)
  await isNow({dueToday: 2, later: 2})
  await changed((context) => closeCallbacks(context, b))
  await isNow({ongoing: 3, dueToday: 1, closed: 2})

  // Wednesday: the first one is late, the third one is due. Both are postponed by two days.
  await nextDay(xivo)
  await isNow({overdue: 1, dueToday: 1, later: 1})
  await changed((context) => updateCallbacks(context, [...a, ...c], {}, {postponedBy: 2}))
  await isNow({overdue: 0, dueToday: 0, later: 3})
  // The fifth customer objects: the request stays, and there is no other.
  await changed((context) => addDoNotCall(context, ['1005'], {queue: 'ventes'}))
  await isNow({blocked: 1})
  const again = changed((context) => createCallback(context, 'Ventes', {phoneNumber: '1005'}))
  await expect(again).rejects.toMatchObject({kind: 'conflict'})
  // The second one, due yesterday, is reopened by mistake.
  await changed((context) => reopenCallbacks(context, b))
  await isNow({ongoing: 4, overdue: 1, closed: 1})
  await undoLatest()
  await isNow({ongoing: 3, overdue: 0, closed: 2})

  // Thursday: the first customer asks to be forgotten, the fact of an attempt stays.
  await nextDay(xivo)
  await isNow({dueToday: 1, later: 2})
  await changed((context) => eraseCallbacks(context, {phones: ['1001']}))
  await isNow({ongoing: 2, dueToday: 0, telling: 1})
  const {requests, tickets, history} = await xivo.use((context) => showPerson(context, {phones: ['1001']}))
  expect([requests, tickets, history]).toEqual([[], [], []])
  // The import is undone by mistake: only the fifth request is as it came.
  const undone = await changed((context) => undoImport(context, run))
  expect(undone.result).toMatchObject({deleted: 1, kept: [...b, ...c, ...d].sort()})
  await isNow({ongoing: 1, later: 1})
  expect((await undoLatest()).warnings).toEqual([expect.stringContaining("1 request of the list 'Ventes'")])
  await isNow({ongoing: 2, later: 2})

  // Friday: the third one is due, and closed. What was closed earlier is purged, with what its ticket tells.
  await nextDay(xivo)
  await isNow({dueToday: 1, later: 1})
  await changed((context) => closeCallbacks(context, c))
  await isNow({ongoing: 1, dueToday: 0, closed: 3})
  await changed((context) => purgeCallbacks(context, {closedBefore: 'today'}))
  await isNow({closed: 1, telling: 0})
})
