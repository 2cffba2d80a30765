import type {Context} from '../../context.ts'
import {
  type DoNotCallRow,
  deleteDoNotCall,
  forgetReasons,
  insertDoNotCall,
} from '../../database/callbacks/do-not-call.ts'
import {countUndated, type DeletedOfList, deleteOutdated, deleteRequests} from '../../database/callbacks/erasure.ts'
import {replaceAnswer} from '../../database/callbacks/holdings.ts'
import {forgetOrigins} from '../../database/callbacks/imports.ts'
import {forgetOutdatedTickets, forgetTickets} from '../../database/callbacks/tickets.ts'
import {lock} from '../../database/connection/locks.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {forgetRequests} from '../../database/journal.ts'
import {invalid} from '../../errors.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import type {Reference} from '../../formats/references.ts'
import {change} from '../journal.ts'
import {pastDay} from './days.ts'
import {commonOf, entriesOf, readNumbers} from './do-not-call.ts'
import {holdingsOf, spellingsIn, type Who} from './holdings.ts'
import {listByReference} from './lists.ts'

/** What was deleted for good, or would be in a dry run. */
export interface Erasure {
  ongoing: number
  closed: number
  lists: DeletedOfList[]
}

export interface ErasedNumbers extends Erasure {
  /** The numbers as they were stored. */
  spellings: string[]
  /** Answers kept under an Idempotency-Key that the customer was taken out of. */
  answers: number
  /** Entries of the do-not-call list that were deleted, or with `doNotCall` are left without their reasons. */
  doNotCall?: number
  /** Tickets that were emptied of the customer's fields. */
  tickets?: number
  /** Requests with the same number that may belong to somebody else; they are kept. */
  others?: number
}

export interface PurgedRequests extends Erasure {
  /** Closed requests without a closing time; they are kept. */
  undated: number
  /** Tickets that were emptied of customers' fields: of these requests, and old ones of requests that are gone. */
  tickets?: number
}

/**
 * Deletes all that is kept of whom somebody means: their requests in every list, closed or not, and what else tells of them. With
 * `doNotCall`, their numbers stay on the do-not-call list, or come there, and are nowhere else.
 */
export function eraseCallbacks(
  context: Context,
  who: Who,
  {doNotCall = false}: {doNotCall?: boolean | undefined} = {},
): Promise<Changed<ErasedNumbers>> {
  const {schema, settings} = context
  const numbers = doNotCall ? readNumbers(who.phones, settings.phoneCountry) : []
  return change(context, async (trx, record) => {
    await lock(trx, {on: 'customers'})
    await lock(trx, {on: 'do-not-call'})
    const held = await holdingsOf(trx, who, {schema, country: settings.phoneCountry, lock: true})
    const {lists, uuids} = await deleteRequests(
      trx,
      held.requests.map(({uuid}) => uuid),
    )
    const states = [...held.states, ...held.doNotCallStates, ...held.ticketStates].map(({uuid}) => uuid)
    const forgotten = await forgetRequests(trx, schema, [...uuids, ...states])
    for (const {key, without} of held.answers) await replaceAnswer(trx, key, without)
    const answers = held.answers.length
    const entries = held.doNotCall
    const added = doNotCall ? await missingEntries(trx, context, numbers) : []
    const touched = doNotCall ? entries.filter(({reason}) => reason !== null) : entries
    const changes = [
      ...lists.map(erasureOf),
      ...erasedAnswers(answers),
      ...erasedTickets(held.tickets.length),
      ...erasedEntries(touched.length, doNotCall),
      ...added.map(addedEntry),
    ]
    await record(changes.length > 0 ? changes : forgottenStates(forgotten), async () => {
      await forgetTickets(
        trx,
        held.tickets.map(({uuid}) => uuid),
      )
      const touchedUuids = touched.map(({uuid}) => uuid)
      await (doNotCall ? forgetReasons(trx, touchedUuids) : deleteDoNotCall(trx, touchedUuids))
      await insertDoNotCall(trx, added)
    })
    return {
      ...counted(lists),
      spellings: spellingsIn(held, who, settings.phoneCountry),
      answers,
      ...(entries.length > 0 && {doNotCall: entries.length}),
      ...(held.tickets.length > 0 && {tickets: held.tickets.length}),
      ...(held.others > 0 && {others: held.others}),
    }
  })
}

/** Which requests to delete; a day is `YYYY-MM-DD`, or a word such as `-90d`. */
export interface Outdated {
  /** Closed before this day, and not changed since. */
  closedBefore?: string | undefined
  /** Due before this day, closed or not. */
  dueBefore?: string | undefined
}

/** Deletes the requests, of one list or of all, that are too old by one of these days, none of which is after the database's today. */
export async function purgeCallbacks(
  context: Context,
  {closedBefore, dueBefore}: Outdated,
  {list}: {list?: Reference} = {},
): Promise<Changed<PurgedRequests>> {
  if (closedBefore === undefined && dueBefore === undefined) throw invalid('no day was given: nothing was deleted')
  return change(context, async (trx, record) => {
    const days = {
      ...(closedBefore !== undefined && {closedBefore: await pastDay(trx, closedBefore, inThePast)}),
      ...(dueBefore !== undefined && {dueBefore: await pastDay(trx, dueBefore, inThePast)}),
    }
    await lock(trx, {on: 'customers'})
    const uuid = list === undefined ? undefined : (await listByReference(trx, list)).uuid
    const deleted = await deleteOutdated(trx, days, uuid)
    const {lists} = deleted
    const {closedBefore: before} = days
    const tickets = await forgetOutdatedTickets(trx, {requests: deleted.uuids, before, list: uuid})
    await forgetRequests(trx, context.schema, [...deleted.uuids, ...tickets])
    await forgetOrigins(trx, context.settings.importLedgerDays)
    await record([...lists.map(erasureOf), ...erasedTickets(tickets.length)], async () => {})
    return {
      ...counted(lists),
      undated: closedBefore === undefined ? 0 : await countUndated(trx, uuid),
      ...(tickets.length > 0 && {tickets: tickets.length}),
    }
  })
}

const inThePast = {words: '-90d and -1y', outcome: 'nothing was deleted'}

/** What went of a list. */
const erasureOf = ({uuid, name, ongoing, closed}: DeletedOfList): Change => ({
  kind: 'erasure',
  id: uuid,
  name,
  before: {ongoing, closed},
})

const erasedAnswers = (answers: number): Change[] =>
  answers === 0 ? [] : [{kind: 'erasure', id: 'answers', name: 'answers to repeated requests', before: {answers}}]

const erasedTickets = (tickets: number): Change[] =>
  tickets === 0 ? [] : [{kind: 'erasure', id: 'tickets', name: "customers' data in tickets", before: {tickets}}]

/** With `doNotCall`, only their reasons. */
const erasedEntries = (entries: number, doNotCall: boolean): Change[] =>
  entries === 0
    ? []
    : [
        {
          kind: 'erasure',
          id: 'do-not-call',
          name: doNotCall ? 'reasons on the do-not-call list' : 'entries of the do-not-call list',
          before: {entries},
        },
      ]

/** The numbers that are not on the list for all queues. */
async function missingEntries(
  trx: Trx,
  {settings: {phoneCountry: country}, actor}: Context,
  numbers: readonly string[],
): Promise<DoNotCallRow[]> {
  return (await entriesOf(trx, numbers, await commonOf(trx, {}, actor), country)).added
}

/** Without the number: it is on the list, and nowhere else. */
const addedEntry = ({uuid, since}: DoNotCallRow): Change => ({
  kind: 'doNotCall',
  id: uuid,
  name: 'for all queues',
  after: {queue: 'all', since},
})

/** For customers who appear only in the history. */
const forgottenStates = (requests: number): Change[] =>
  requests === 0 ? [] : [{kind: 'erasure', id: 'journal', name: "customers' data in the history", before: {requests}}]

function counted(lists: DeletedOfList[]): Erasure {
  const sum = (field: 'ongoing' | 'closed') => lists.reduce((total, list) => total + list[field], 0)
  return {ongoing: sum('ongoing'), closed: sum('closed'), lists}
}
