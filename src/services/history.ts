import type {Context} from '../context.ts'
import type {Db} from '../database/connection/connect.ts'
import {snapshot} from '../database/connection/transact.ts'
import {
  changesOf,
  dissuasionsElsewhere,
  type Elsewhere,
  isBefore,
  type JournalQuery,
  type JournalRow,
  type KeptRequest,
  keptRequests,
} from '../database/history.ts'
import {purgeJournal} from '../database/journal.ts'
import {allQueues, type QueueRow} from '../database/queues.ts'
import {AppError, invalid, notFound} from '../errors.ts'
import {type Change, type Changed, type ChangeKind, changeKinds, type State, shownChange} from '../formats/changes.ts'
import {type Moment, parseMoment} from '../formats/moments.ts'
import type {Channel, Via} from '../formats/origin.ts'
import type {Reference} from '../formats/references.ts'
import {isUuid} from '../formats/uuids.ts'
import {listByReference} from './callbacks/lists.ts'
import {keptFields} from './callbacks/view.ts'
import {dissuasionState} from './dissuasion/dissuasion.ts'
import {change} from './journal.ts'
import {queueByReference} from './queues.ts'
import {userByLogin} from './rights/users.ts'

/** A recorded change, or a change of a dissuasion that was made elsewhere. */
export interface HistoryEntry {
  /** Left out for what was changed elsewhere. */
  id?: string
  /** ISO 8601, UTC; left out for what was changed elsewhere, which was between two moments. */
  at?: string
  /** The last change that we know before it; only for what was changed elsewhere. */
  since?: string
  /** Who: `user@host`, or over REST `token@address`. */
  by: string
  channel: Channel | 'elsewhere'
  via?: Via
  asked: string
  /** The command or request that it belongs to. */
  run?: string
  change: Change
  undoes?: string
  undoneBy?: string
}

/** The number of changes listed by default. */
export const LISTED_CHANGES = 50

export interface HistoryFilter {
  user?: string | undefined
  queue?: Reference | undefined
  list?: Reference | undefined
  request?: string | undefined
  by?: string | undefined
  since?: string | undefined
  until?: string | undefined
  kind?: string | undefined
  run?: string | undefined
  limit?: number | undefined
}

/** The matching changes, newest first, with dissuasions that were changed elsewhere in between. */
export async function listHistory(context: Context, filter: HistoryFilter = {}): Promise<HistoryEntry[]> {
  const moments = {since: momentOf('since', filter.since), until: momentOf('until', filter.until)}
  refuseNoUuid('run', filter.run)
  refuseNoUuid('callback request', filter.request)
  return snapshot(context, async (trx) => {
    const query = await queryOf(trx, filter, moments)
    const entries = (await changesOf(trx, query)).map(toEntry)
    return tellsElsewhere(filter) ? withElsewhere(trx, entries, query) : entries
  })
}

/** A moment as PostgreSQL reads it, in its own time zone. */
export function momentOf(name: string, text: string | undefined): Moment | undefined {
  if (text === undefined) return undefined
  const read = parseMoment(text)
  if (read === undefined)
    throw invalid(`${name} '${text}' is not a day or a time`, {
      hints: ['such as 2026-11-28, 2026-11-28 14:30, yesterday, -3d or -2h'],
    })
  return read
}

async function queryOf(
  db: Db,
  {user, queue, list, request, by, kind, run, limit}: HistoryFilter,
  moments: {since: Moment | undefined; until: Moment | undefined},
): Promise<JournalQuery> {
  const objects = [
    ...(user === undefined ? [] : [await objectOf(['rights'], user, async () => userByLogin(db, user))]),
    ...(queue === undefined
      ? []
      : [await objectOf(['dissuasion', 'destination'], queue, async () => queueByReference(db, queue))]),
    ...(list === undefined
      ? []
      : [
          await objectOf(['callbackList', 'import', 'adoption', 'erasure'], list, async () => {
            const {uuid, name} = await listByReference(db, list)
            return {id: uuid, name}
          }),
        ]),
  ]
  if (objects.length > 1) throw invalid('give only one of user, queue and list')
  if (kind !== undefined && !isKind(kind)) {
    throw invalid(`'${kind}' is not a kind of change`, {hints: [`kinds: ${changeKinds.join(', ')}`]})
  }
  const [object] = objects
  return {
    ...(object && {object}),
    ...(kind !== undefined && {kind: kind as ChangeKind}),
    ...(request !== undefined && {request: request.toLowerCase()}),
    ...(by !== undefined && {by}),
    ...(run !== undefined && {run}),
    ...(limit !== undefined && {limit}),
    ...(moments.since && {since: moments.since}),
    ...(moments.until && {until: moments.until}),
  }
}

const isKind = (kind: string): kind is ChangeKind => (changeKinds as readonly string[]).includes(kind)

/** A deleted object is found by its former name. */
async function objectOf(
  kinds: readonly ChangeKind[],
  reference: Reference,
  find: () => Promise<{id: number | string; name?: string}>,
): Promise<NonNullable<JournalQuery['object']>> {
  try {
    const {id, name = reference} = await find()
    return {kinds, id: String(id), name}
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'not-found') throw error
    return {kinds, name: reference.replace(/^name:/, '')}
  }
}

const toEntry = (row: JournalRow): HistoryEntry => ({
  id: row.id,
  at: row.at,
  by: row.actor,
  channel: row.origin,
  ...(row.via && {via: row.via}),
  asked: row.asked,
  run: row.run,
  change: changeIn(row),
  ...(row.undoes && {undoes: row.undoes}),
  ...(row.undone_by && {undoneBy: row.undone_by}),
})

const changeIn = ({kind, object_id, object_name, before, after}: JournalRow): Change => ({
  kind,
  id: /^\d+$/.test(object_id) && kind !== 'callbackRequest' ? Number(object_id) : object_id,
  name: object_name,
  ...(before && {before}),
  ...(after && {after}),
})

const tellsElsewhere = ({user, list, request, by, run, kind}: HistoryFilter) =>
  [user, list, request, by, run].every((each) => each === undefined) && (kind ?? 'dissuasion') === 'dissuasion'

/** Inserts each between the two changes between which it happened. */
async function withElsewhere(db: Db, entries: HistoryEntry[], {object, until}: JournalQuery): Promise<HistoryEntry[]> {
  const queues = await allQueues(db)
  const found = await dissuasionsElsewhere(db, object?.id)
  const isWanted = ({name}: Elsewhere) => object === undefined || object.id !== undefined || name === object.name
  const elsewhere = found.filter(isWanted).map((each) => ({
    next: each.until?.id,
    entry: elsewhereEntry(each, queues),
  }))
  const now = elsewhere.filter(({next}) => next === undefined).map(({entry}) => entry)
  const listed = entries.flatMap((entry) => [
    entry,
    ...elsewhere.filter(({next}) => next === entry.id).map((each) => each.entry),
  ])
  return until === undefined ? [...now, ...listed] : listed
}

function elsewhereEntry({queue, name, since, before, after}: Elsewhere, queues: readonly QueueRow[]): HistoryEntry {
  return {
    since: since.at,
    by: 'elsewhere',
    channel: 'elsewhere',
    asked: 'changed elsewhere',
    change: shownChange({
      kind: 'dissuasion',
      id: Number(queue),
      name,
      ...(before && {before: dissuasionState(before, queues)}),
      ...(after && {after: dissuasionState(after, queues)}),
    }),
  }
}

/** A change with all that is known of it: of requests the customers' fields too, as long as they are kept. */
export interface WholeEntry extends HistoryEntry {
  /** The requests that it changed, with their fields by column. */
  requests?: {uuid: string; before?: State; after?: State}[]
}

/** One change. ChangeNotFound. */
export async function showChange(context: Context, id: string): Promise<WholeEntry> {
  refuseNoChangeId([id])
  return snapshot(context, async (trx) => {
    const [row] = await changesOf(trx, {ids: [id]})
    if (row === undefined) throw noChange(id)
    const kept = await keptRequests(trx, row)
    return withCustomers(toEntry(row), kept)
  })
}

/** Refuses what cannot be the id of a change. */
export function refuseNoChangeId(ids: readonly string[]): void {
  const wrong = ids.filter((id) => !/^\d{1,18}$/.test(id))
  if (wrong.length === 0) return
  const is = wrong.length === 1 ? 'is not the id of a change' : 'are not ids of changes'
  throw invalid(`${wrong.map((each) => `'${each}'`).join(', ')} ${is}`, {hints: [{run: 'history'}]})
}

/** Refuses what is no whole uuid. */
export function refuseNoUuid(what: string, uuid: string | undefined): void {
  if (uuid !== undefined && !isUuid(uuid)) throw invalid(`'${uuid}' is not the uuid of a ${what}`)
}

export const noChange = (id: string) => notFound('Change', `no change ${id}`, {hints: [{run: 'history'}]})

function withCustomers(entry: HistoryEntry, kept: readonly KeptRequest[]): WholeEntry {
  const requests = kept.map(({uuid, before, after}) => ({
    uuid,
    ...(before && {before: keptFields(before)}),
    ...(after && {after: keptFields(after)}),
  }))
  const {change} = entry
  const own = requests.find(({uuid}) => uuid === change.id)
  if (own === undefined) return {...entry, ...(requests.length > 0 && {requests})}
  return {...entry, change: {...change, ...merged('before', change, own), ...merged('after', change, own)}}
}

const merged = (side: 'before' | 'after', change: Change, kept: Partial<Record<'before' | 'after', State>>) =>
  change[side] === undefined ? {} : {[side]: {...kept[side], ...change[side]}}

/** How many changes were deleted. */
export interface PurgedHistory {
  changes: number
}

/** Deletes the changes before a moment, which is at least 30 days ago: what happened lately stays, whoever asks. */
export function purgeHistory(context: Context, before: string): Promise<Changed<PurgedHistory>> {
  const cut = momentOf('before', before)
  return change(context, async (trx, record) => {
    if (cut === undefined || !(await isBefore(trx, cut, LEAST_DAYS)))
      throw invalid(`'${before}' is too recent: changes of the last ${LEAST_DAYS} days cannot be deleted`)
    const changes = await purgeJournal(trx, context.schema, cut)
    const gone = {kind: 'erasure', id: 'journal', name: 'history', before: {changes}} as const
    await record(changes === 0 ? [] : gone, async () => {})
    return {changes}
  })
}

/** So says the database function that deletes them. */
const LEAST_DAYS = 30
