import type {Context} from '../../context.ts'
import type {HeldRequest, HeldState} from '../../database/callbacks/holdings.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {allQueues} from '../../database/queues.ts'
import type {RequestJson} from '../../database/tables.ts'
import {type Ticket, toTicket} from './attempts.ts'
import {type DoNotCallEntry, toEntry} from './do-not-call.ts'
import {holdingsOf, spellingsIn, type Who} from './holdings.ts'
import type {KeptAnswer} from './kept-answers.ts'
import {keptFields, type OwnCallback, type PersonalValues, toOwnCallback} from './view.ts'

/** Everything stored about a person: what an erasure deletes. */
export interface Person {
  /** The numbers as they are stored. */
  spellings: string[]
  requests: PersonRequest[]
  /** The oldest first. */
  history: PersonChange[]
  answers: PersonAnswer[]
  /** Their numbers that are not to be called. */
  doNotCall: DoNotCallEntry[]
  /** Attempts to call them, the oldest first. */
  tickets: Ticket[]
  /** Requests that share a number and may be somebody else's: not shown. */
  others?: number
}

interface PersonRequest extends OwnCallback {
  /** Where it came from, as long as the import is known. */
  import?: {uuid: string; fileName?: string; importedAt: string; origin?: string}
}

/** A change of a request, a ticket or an entry of the do-not-call list, with the customer's fields before and after it. */
interface PersonChange {
  at: string
  uuid: string
  /** The id of the change, who made it, and what they asked; left out when only the states are left. */
  change?: string
  by?: string
  asked?: string
  before?: PersonState
  after?: PersonState
}

export type PersonState = PersonalValues & {dueDate?: string; clotured?: boolean; reason?: string; comment?: string}

/** What a stored answer contains about the person: the fields of a request, or lines of a file. */
export interface PersonAnswer {
  at: string
  uuid?: string
  fields?: PersonalValues
  lines?: KeptAnswer['lines']
}

/** Everything stored about the selected people. Conflict if several names share a number. */
export async function showPerson(context: Context, who: Who): Promise<Person> {
  const {schema, settings} = context
  const country = settings.phoneCountry
  const {queues, ...held} = await snapshot(context, async (trx) => ({
    ...(await holdingsOf(trx, who, {schema, country})),
    queues: await allQueues(trx),
  }))
  return {
    spellings: spellingsIn(held, who, country),
    requests: held.requests.map(toPersonRequest),
    history: [...held.states, ...held.doNotCallStates, ...held.ticketStates].sort(byMoment).map(toPersonChange),
    answers: held.answers.map(toPersonAnswer),
    doNotCall: held.doNotCall.map((row) => toEntry(row, queues)),
    tickets: held.tickets.map(toTicket),
    ...(held.others > 0 && {others: held.others}),
  }
}

const byMoment = (one: HeldState, other: HeldState) => (one.at < other.at ? -1 : Number(one.at > other.at))

const toPersonRequest = (row: HeldRequest): PersonRequest => ({
  ...toOwnCallback(row),
  ...(row.import_run !== null &&
    row.imported_at !== null && {
      import: {
        uuid: row.import_run,
        ...(row.import_file !== null && {fileName: row.import_file}),
        importedAt: row.imported_at,
        ...(row.import_origin !== null && {origin: row.import_origin}),
      },
    }),
})

const toPersonChange = ({at, uuid, change, actor, asked, before, after}: HeldState): PersonChange => ({
  at,
  uuid,
  ...(change !== null && {change}),
  ...(actor !== null && {by: actor}),
  ...(asked !== null && {asked}),
  ...(before && {before: toPersonState(before)}),
  ...(after && {after: toPersonState(after)}),
})

const toPersonState = (request: RequestJson): PersonState => ({
  ...keptFields(request),
  ...(typeof request.due_date === 'string' && {dueDate: request.due_date}),
  ...(typeof request.clotured === 'boolean' && {clotured: request.clotured}),
})

const toPersonAnswer = ({at, uuid, fields, lines}: KeptAnswer): PersonAnswer => ({
  at,
  ...(uuid !== undefined && {uuid, fields}),
  ...(lines.length > 0 && {lines}),
})
