import type {Context} from '../../context.ts'
import {lockLists} from '../../database/callbacks/lists.ts'
import {lockPeriods} from '../../database/callbacks/periods.ts'
import {lock} from '../../database/connection/locks.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {changesOf, type JournalRow} from '../../database/history.ts'
import {lockRights} from '../../database/rights.ts'
import {conflict, invalid, notFound} from '../../errors.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import type {FileMove} from '../../sounds/moves.ts'
import {tellingObjected} from '../callbacks/do-not-call.ts'
import {noChange, refuseNoChangeId, refuseNoUuid} from '../history.ts'
import {type Recorder, warning} from '../journal.ts'
import {changeWithFiles} from '../moving.ts'
import {undoImport, undoList, undoRequests} from './callbacks.ts'
import {undoDestination, undoDissuasion, undoRights} from './configuration.ts'
import {undoOverride} from './overrides.ts'
import {undoDoNotCall, undoTicket} from './own-rows.ts'
import {undoPeriod} from './periods.ts'
import {undoSound} from './sounds.ts'

/** What was undone, the latest change first. */
export interface Undone {
  /** The ids of the changes. */
  undone: string[]
  /** Requests of an import that were changed, moved or closed since; they are kept. */
  kept?: string[]
}

/** One change that is undone, in the transaction of all. */
export interface Undoing {
  context: Context
  trx: Trx
  record: Recorder
  row: JournalRow
  /** All that are undone together. */
  rows: readonly JournalRow[]
  /** Files to be moved once everything else is undone. */
  moves: FileMove[]
  /** What is told of the whole. */
  warnings: string[]
}

/** Undoes one change. Returns what is kept nevertheless. */
type Undo = (undoing: Undoing) => Promise<{kept?: string[]} | undefined>

const undos: Record<Change['kind'], Undo | string> = {
  rights: undoRights,
  dissuasion: undoDissuasion,
  destination: undoDestination,
  sound: undoSound,
  override: undoOverride,
  callbackList: undoList,
  callbackRequest: undoRequests,
  doNotCall: undoDoNotCall,
  ticket: undoTicket,
  period: undoPeriod,
  import: undoImport,
  adoption: undoRequests,
  erasure: 'what was erased is gone for good',
  schema: "changes of xivoctl's own tables are not reversible",
}

/** Which changes: some, all of a run, or the caller's last. */
export type Which = {ids: readonly string[]} | {run: string}

/**
 * Undoes changes in one transaction, the latest first: each object becomes what it was before, if it is still as the change left
 * it; otherwise Conflict, with the three states.
 */
export async function undoChanges(context: Context, which: Which): Promise<Changed<Undone>> {
  const moves: FileMove[] = []
  const warnings: string[] = []
  const undoing = changeWithFiles(context, async (trx, record, move) => {
    await lock(trx, {on: 'customers'})
    const rows = await rowsOf(trx, which)
    await lockKinds(trx, context, new Set(rows.map(({kind}) => kind)))
    const impossible = rows.flatMap((row) => reasonAgainst(row) ?? [])
    if (impossible.length > 0) throw conflict(`${impossible.join('; ')}: nothing was undone`)
    const kept: string[] = []
    const undoEach = async () => {
      for (const row of rows) {
        const undo = undos[row.kind]
        if (typeof undo === 'string') continue
        kept.push(...((await undo({context, trx, record, row, rows, moves, warnings}))?.kept ?? []))
      }
    }
    await (rows.some(({kind}) => ofCustomers.has(kind)) ? tellingObjected(trx, warnings, undoEach) : undoEach())
    await move(moves)
    return {undone: rows.map(({id}) => id), ...(kept.length > 0 && {kept})}
  })
  return warning(undoing, warnings)
}

/** Kinds of changes whose undo may give a request to a queue that may not call its number. */
const ofCustomers: ReadonlySet<Change['kind']> = new Set([
  'callbackList',
  'callbackRequest',
  'doNotCall',
  'import',
  'adoption',
])

/** What places sound files, takes them away or plays them. */
const ofSounds = ['sound', 'override', 'dissuasion', 'destination'] as const

/** In the order in which every change of several kinds takes these locks, whatever the order in which it then writes. */
async function lockKinds(trx: Trx, {schema}: Context, kinds: ReadonlySet<Change['kind']>): Promise<void> {
  if (ofSounds.some((kind) => kinds.has(kind))) await lock(trx, {on: 'sounds'})
  if (kinds.has('override')) await lock(trx, {on: 'overrides'})
  if (kinds.has('rights')) await lockRights(trx, schema)
  if (kinds.has('period')) await lockPeriods(trx, schema)
  if (kinds.has('callbackList')) await lockLists(trx, schema, {shared: true})
}

function reasonAgainst({id, kind}: JournalRow): string | undefined {
  const undo = undos[kind]
  return typeof undo === 'string' ? `the change ${id} cannot be undone: ${undo}` : undefined
}

async function rowsOf(trx: Trx, which: Which): Promise<JournalRow[]> {
  if ('run' in which) {
    refuseNoUuid('run', which.run)
    const rows = await changesOf(trx, {run: which.run})
    if (rows.length === 0) throw notFound('Change', `no run ${which.run}`, {hints: [{run: 'history'}]})
    const standing = rows.filter(stands)
    return standing.length > 0 ? standing : rows
  }
  const {ids} = which
  if (ids.length === 0) throw invalid('no change was given: nothing was undone')
  refuseNoChangeId(ids)
  const rows = await changesOf(trx, {ids})
  const missing = ids.find((id) => !rows.some((row) => row.id === id))
  if (missing !== undefined) throw noChange(missing)
  return rows
}

/** The changes of the caller's own last command that are not undone; undos do not count. ChangeNotFound. */
export async function lastChanges(context: Context): Promise<{ids: string[]}> {
  const {actor} = context
  const sudo = context.run.via?.sudo
  return snapshot(context, async (trx) => {
    const rows = await changesOf(trx, {by: actor, channel: 'command', standing: true, limit: LOOKED_AT})
    const last = rows.find((row) => row.via?.sudo === sudo && stands(row))
    if (last === undefined)
      throw notFound('Change', `there is no change left to undo that ${actor} made on the command line`)
    return {ids: (await changesOf(trx, {run: last.run})).filter(stands).map(({id}) => id)}
  })
}

const stands = ({undone_by}: JournalRow) => undone_by === null

const LOOKED_AT = 1000
