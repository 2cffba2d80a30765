import {randomUUID} from 'node:crypto'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import type {Changed} from '../../../src/formats/changes.ts'
import {daysAfter} from '../../../src/formats/dates.ts'
import {addDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'
import {eraseCallbacks} from '../../../src/services/callbacks/erasure.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {type CallbackReport, callbackReport, type ReportQuestion} from '../../../src/services/callbacks/report.ts'
import {
  closeCallbacks,
  createCallback,
  reopenCallbacks,
  updateCallbacks,
} from '../../../src/services/callbacks/requests.ts'
import {addTickets} from '../../../src/services/callbacks/tickets.ts'
import {lastChanges, undoChanges} from '../../../src/services/undo/undo.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {random} from '../../faults/random.ts'
import {nextDay} from '../../support/next-day.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const done = <T>(work: (context: Context) => Promise<Changed<T>>) =>
  xivo.made((context) => work(begin(context, {run: commandRun('test')})))
const report = (question?: ReportQuestion) => xivo.use((context) => callbackReport(context, question))

beforeEach(async () => {
  await xivo.sql(`truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.callback_ticket, xivoctl.journal,
    xivoctl.journal_request cascade`)
})

describe('a week in the life of a list', () => {
  const sleep = () => nextDay(xivo)

  const make = (list: string, phoneNumber: string, day: string) =>
    done((context) => createCallback(context, list, {phoneNumber, dueDate: day}))

  test('is reported as reckoned by hand', async () => {
    const {today} = await report()
    const due = (days: number) => daysAfter(today, days)
    await done((context) => createList(context, 'Ventes', 'ventes'))
    await done((context) => createList(context, 'Autres', 'sales'))
    // Monday: four come with a file, due today, tomorrow, on Wednesday and much later; one for the other list, due tomorrow.
    const file = `phoneNumber|dueDate\n1001|${due(0)}\n1002|${due(1)}\n1003|${due(2)}\n1004|${due(20)}\n`
    const bytes = (async function* () {
      yield Buffer.from(file)
    })()
    await done((context) => importCallbacks(context, 'Ventes', {bytes}))
    const rows = await xivo.sql('select uuid, phone_number from xivoctl.callback_request order by phone_number')
    const [a, b, c, d] = rows.map(({uuid}): string[] => [uuid]) as [string[], string[], string[], string[]]
    const other = await make('Autres', '2001', due(1))
    await sleep()
    // Tuesday: nobody answers; the next attempt is tomorrow. Another one answers, in time.
    await done((context) => addTickets(context, a, {status: 'no-answer'}, {due: 'tomorrow'}))
    await done((context) => closeCallbacks(context, b, {status: 'answered'}))
    await sleep()
    // Wednesday: now they answer, two days late. The third one is postponed.
    await done((context) => closeCallbacks(context, a, {status: 'answered'}))
    await done((context) => updateCallbacks(context, c, {dueDate: due(2)}))
    await sleep()
    // Thursday: the third one is closed, after its first date. The fourth one was closed by mistake.
    await done((context) => closeCallbacks(context, c))
    await done((context) => closeCallbacks(context, d))
    await done((context) => reopenCallbacks(context, d))
    await sleep()
    // Friday: somebody undoes what they have just closed.
    await done((context) => closeCallbacks(context, [other.uuid]))
    await xivo.use(async (context) => {
      const mine = begin(context, {run: commandRun('test')})
      await undoChanges(mine, await lastChanges(mine))
    })
    await sleep()
    // Saturday: two come; one of them is erased, and a number is blocked.
    await make('Ventes', '1005', due(1))
    await make('Ventes', '1006', due(0))
    await done((context) => eraseCallbacks(context, {phones: ['1006']}))
    await done((context) => addDoNotCall(context, ['1007'], {}))
    await sleep()
    // Sunday: the last one is called in time.
    const [last] = await xivo.sql(`select uuid from xivoctl.callback_request where phone_number = '1005'`)
    await done((context) => closeCallbacks(context, [last?.uuid]))

    const week = {from: '-6d', to: 'today', byDay: true}
    const {lists, days, statuses, ...numbers} = await report(week)
    const [autres, ventes] = lists
    expect(ventes).toMatchObject({
      ...{name: 'Ventes', arrived: 5, closed: 4, closedWithTicket: 2, medianDays: 1},
      ...{promises: 4, kept: 2, broken: 2, pending: 0, postponed: 2},
      ...{ongoing: 1, overdue: 0, oldest: due(-6), undated: 0},
    })
    expect(autres).toMatchObject({
      ...{name: 'Autres', arrived: 1, closed: 0, closedWithTicket: 0},
      ...{promises: 1, kept: 0, broken: 1, pending: 0, postponed: 0},
      ...{ongoing: 1, overdue: 1, oldest: due(-6), undated: 0},
    })
    expect(autres).not.toHaveProperty('medianDays')
    expect(numbers).toEqual({
      ...{from: due(-6), to: today, today},
      ...{arrived: 6, closed: 4, closedWithTicket: 2, medianDays: 1},
      ...{promises: 5, kept: 2, broken: 3, pending: 0, postponed: 2},
      ...{ongoing: 2, overdue: 1, oldest: due(-6), undated: 0},
      erased: {requests: 1, last: due(-1)},
    })
    expect(statuses).toEqual([
      {status: 'answered', attempts: 2, closings: 2},
      {status: 'no-answer', attempts: 1, closings: 0},
    ])
    expect(days).toEqual([
      {day: due(-6), arrived: 5, closed: 0},
      {day: due(-5), arrived: 0, closed: 1},
      {day: due(-4), arrived: 0, closed: 1},
      {day: due(-3), arrived: 0, closed: 1},
      {day: due(-1), arrived: 1, closed: 0},
      {day: due(0), arrived: 0, closed: 1},
    ])
    // What was promised for later is pending; before Saturday nothing else was erased.
    expect(await report({from: 'today', to: '+30d', list: 'Ventes'})).toMatchObject({promises: 2, kept: 1, pending: 1})
    expect(await report({from: 'today', queue: 'sales'})).not.toHaveProperty('erased')
    expect(await report({from: '-6d', queue: 'sales'})).toMatchObject({lists: [{name: 'Autres'}], arrived: 1})
  })
})

describe('a period', () => {
  test.each([
    [{from: 'yesterday', to: '-3d'}],
    [{from: '30/11/2026'}],
    [{week: true, month: true}],
    [{week: true, to: 'today'}],
  ])('%j is refused', async (question) => {
    await expect(report(question)).rejects.toMatchObject({code: 'InvalidRequest'})
  })

  test('is the last 30 days, or ends with a day', async () => {
    const {from, to, today} = await report()
    expect([from, to]).toEqual([daysAfter(today, -29), today])
    expect(await report({to: '2026-01-30'})).toMatchObject({from: '2026-01-01', to: '2026-01-30'})
    expect(await report({week: true})).toMatchObject({today, arrived: 0, lists: []})
  })

  test('of promises that may have been postponed before the history begins says since when it tells', async () => {
    const {today} = await report()
    const uuid = await xivo.made((context) => createList(context, 'Old', 'sales'))
    const {uuid: request} = await xivo.made((context) =>
      createCallback(context, `id:${uuid.uuid}`, {phoneNumber: '1', dueDate: today}),
    )
    expect(await report({from: today})).not.toHaveProperty('postponementsSince')
    await xivo.sql(`update xivoctl.callback_request set created_at = now() - interval '40 days' where uuid = $1`, [
      request,
    ])
    expect(await report({from: today})).toMatchObject({postponementsSince: daysAfter(today, -30)})
    await xivo.sql('delete from xivoctl.callback_list where uuid = $1', [uuid.uuid])
  })

  test('before which the history does not reach says since when it does', async () => {
    const {today} = await report()
    expect(await report({from: '-30d'})).not.toHaveProperty('postponementsSince')
    expect(await report({from: '-31d'})).toMatchObject({postponementsSince: daysAfter(today, -30)})
    expect(await report({from: '-365d'})).not.toHaveProperty('erasuresSince')
    expect(await report({from: '-366d'})).toMatchObject({erasuresSince: daysAfter(today, -365)})
  })
})

/** What happened to a request; days count back from today. */
interface History {
  list: number
  /** Undefined: it came before this was stored. */
  created: number | undefined
  due: number
  events: {at: number; does: Deed}[]
}

type Deed = {due: number} | {ticket: string; agent: number | undefined} | 'close' | 'reopen'

const LISTS = 40
const HISTORIES = 1000
const UNDO_DAYS = 30
const draw = random(15)

const histories = Array.from({length: HISTORIES}, (): History => {
  const created = 1 + draw.below(80)
  let open = true
  const events: History['events'] = []
  for (let at = created - draw.below(5); at >= 0 && events.length < 6; at -= draw.below(12)) {
    const does = deed(open, at)
    if (does === 'close' || does === 'reopen') open = does === 'reopen'
    events.push({at, does})
  }
  const due = created - draw.below(15) + 3
  return {list: draw.below(LISTS), created: draw.oneIn(20) ? undefined : created, due, events}
})

function deed(open: boolean, at: number): Deed {
  if (!open) return draw.oneIn(3) ? 'reopen' : {ticket: 'voicemail', agent: undefined}
  if (draw.oneIn(3)) return 'close'
  if (draw.oneIn(2)) return {due: at - 10 + draw.below(20)}
  return {ticket: draw.pick(['busy', 'no-answer']), agent: draw.oneIn(2) ? undefined : 1 + draw.below(3)}
}

/** A request as it is now, and the earliest due date that is known of it. */
function outcome({created, due, events}: History) {
  const now = {created, due, closed: undefined as number | undefined, open: true, tickets: 0}
  let first: number | undefined
  for (const {at, does} of events) {
    if (does === 'close') Object.assign(now, {open: false, closed: at})
    else if (does === 'reopen') Object.assign(now, {open: true, closed: undefined})
    else if ('ticket' in does) {
      first ??= now.due
      now.tickets++
    } else {
      if (at < UNDO_DAYS && does.due !== now.due) first ??= now.due
      now.due = does.due
    }
  }
  return {...now, first: first ?? now.due}
}

/** The same report, by going through all histories for each number. */
function reckoned(all: readonly History[], {from, to}: {from: number; to: number}) {
  const requests = all.map(outcome)
  const within = (day: number | undefined) => day !== undefined && day <= from && day >= to
  const count = (fits: (request: (typeof requests)[number]) => boolean) => requests.filter(fits).length
  const isPromise = ({first}: (typeof requests)[number]) => within(first)
  const isKept = ({closed, first}: (typeof requests)[number]) => closed !== undefined && closed >= first
  const closed = requests.filter((request) => within(request.closed))
  const ages = closed.flatMap(({created, closed = 0}) => (created === undefined ? [] : [created - closed]))
  const median = ages.sort((a, b) => a - b)[Math.ceil(ages.length / 2) - 1]
  const known = requests.flatMap(({open, created}) => (open && created !== undefined ? [created] : []))
  return {
    arrived: count(({created}) => within(created)),
    closed: closed.length,
    closedWithTicket: closed.filter(({tickets}) => tickets > 0).length,
    ...(median !== undefined && {medianDays: median}),
    promises: count(isPromise),
    kept: count((request) => isPromise(request) && isKept(request)),
    broken: count((request) => isPromise(request) && !isKept(request) && (!request.open || request.first > 0)),
    pending: count((request) => isPromise(request) && request.open && request.first <= 0),
    postponed: count((request) => isPromise(request) && request.due < request.first),
    ongoing: count(({open}) => open),
    overdue: count(({open, due}) => open && due > 0),
    ...(known.length > 0 && {oldest: Math.max(...known)}),
    undated: count(({created}) => created === undefined),
  }
}

describe(`${HISTORIES} random histories`, () => {
  const uuids = Array.from({length: LISTS}, () => randomUUID())
  const onDay = (today: string, days: number | undefined) => (days === undefined ? null : daysAfter(today, -days))

  async function store(today: string): Promise<void> {
    const [period] = await xivo.sql('select uuid from xivoctl.preferred_callback_period limit 1')
    const rows = {callback_request: [], callback_ticket: [], journal_request: []} as Record<string, object[]>
    const lists = uuids.map((uuid, i) => ({uuid, name: `L${i}`, queue_id: 1 + (i % 7)}))
    // Events of one day are minutes apart.
    for (const history of histories) {
      const uuid = randomUUID()
      let {due} = history
      for (const [minutes, {at, does}] of history.events.entries()) {
        const moment = `${onDay(today, at)} 10:${10 + minutes}`
        if (typeof does === 'string') continue
        const row = {uuid: randomUUID(), list_uuid: uuids[history.list], due_date: onDay(today, due)}
        if ('ticket' in does) {
          rows.callback_ticket?.push({
            ...{...row, request_uuid: uuid, list_name: '', queue_id: 1, status: does.ticket, agent_id: does.agent},
            ...{agent_number: does.agent && `100${does.agent}`, closes: false, added_by: 'me'},
            ...{started_at: moment, updated_at: moment},
          })
        } else {
          const [before, after] = [due, does.due].map((day) => ({uuid, due_date: onDay(today, day)}))
          const state = {run: randomUUID(), place: 1, uuid, at: moment, before, after}
          if (at < UNDO_DAYS) rows.journal_request?.push(state)
          due = does.due
        }
      }
      const now = outcome(history)
      rows.callback_request?.push({
        ...{uuid, list_uuid: uuids[history.list], phone_number: '1', preferred_period_uuid: period?.uuid},
        ...{due_date: onDay(today, due), clotured: !now.open, attempts: now.tickets, last_status: null},
        created_at: now.created === undefined ? null : `${onDay(today, now.created)} 09:00`,
        closed_at: now.closed === undefined ? null : `${onDay(today, now.closed)} 11:00`,
      })
    }
    const insert = (table: string, values: object[]) =>
      xivo.sql(
        `insert into xivoctl.${table} select row.* from json_populate_recordset(null::xivoctl.${table}, $1) row`,
        [JSON.stringify(values)],
      )
    await insert('callback_list', lists)
    // The requests say themselves how many tickets they have.
    await insert('callback_ticket', rows.callback_ticket ?? [])
    await insert('callback_request', rows.callback_request ?? [])
    await insert('journal_request', rows.journal_request ?? [])
  }

  test('are reported as a naive evaluator reckons them', async () => {
    const {today} = await report()
    await store(today)
    for (const [from, to] of [
      [29, 0],
      [80, 40],
      [10, 4],
      [5, -30],
    ] as const) {
      const question = {from: daysAfter(today, -from), to: daysAfter(today, -to), byDay: true, byAgent: true}
      const found = await report(question)
      const expected = (all: readonly History[]) => {
        const {oldest, ...numbers} = reckoned(all, {from, to})
        return {...numbers, ...(oldest !== undefined && {oldest: daysAfter(today, -oldest)})}
      }
      expect(found).toMatchObject(expected(histories))
      for (const [i, uuid] of uuids.entries()) {
        const list = found.lists.find((each) => each.uuid === uuid)
        expect(list).toEqual({
          ...{uuid, name: `L${i}`, queueId: 1 + (i % 7)},
          ...expected(histories.filter((history) => history.list === i)),
        })
      }
      expect(attemptsIn(found)).toEqual(attempts({from, to}))
      for (const field of ['arrived', 'closed'] as const) {
        expect(found.days?.reduce((total, day) => total + day[field], 0)).toBe(found[field])
      }
    }
    const [third = ''] = uuids.slice(2)
    expect((await report({from: '-29d', list: `id:${third}`})).lists).toEqual([
      (await report({from: '-29d'})).lists.find(({uuid}) => uuid === third),
    ])
  })

  const attemptsIn = ({statuses, agents = []}: CallbackReport) =>
    Object.fromEntries([
      ...statuses.map(({status, attempts}) => [status, attempts]),
      ...agents.map(({agentNumber = 'none', attempts}) => [agentNumber, attempts]),
    ])

  function attempts({from, to}: {from: number; to: number}): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const {at, does} of histories.flatMap(({events}) => events)) {
      if (at > from || at < to || typeof does === 'string' || 'due' in does) continue
      for (const key of [does.ticket, does.agent === undefined ? 'none' : `100${does.agent}`])
        counts[key] = (counts[key] ?? 0) + 1
    }
    return counts
  }
})
