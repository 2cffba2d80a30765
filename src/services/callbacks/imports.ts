import {setTimeout as sleep} from 'node:timers/promises'
import {begin, type Context} from '../../context.ts'
import {
  allImports,
  type FailedImportRow,
  failedImports,
  type ImportedRows,
  type ImportRow,
  importByUuid,
  insertFailedImport,
  markUndone,
  requestsOfImport,
  rowsOfImport,
} from '../../database/callbacks/imports.ts'
import {allLists} from '../../database/callbacks/lists.ts'
import {snapshot, type Trx, transact} from '../../database/connection/transact.ts'
import {changesOf} from '../../database/history.ts'
import {deleteUntouched} from '../../database/journal.ts'
import {type AppError, conflict, invalid, notFound, type Problem, unavailable} from '../../errors.ts'
import type {ListForm} from '../../formats/call-list-form.ts'
import type {Changed, Recorded} from '../../formats/changes.ts'
import type {Reference} from '../../formats/references.ts'
import {isUuid, uuidsFrom} from '../../formats/uuids.ts'
import {change, nextPlace, type Recorder} from '../journal.ts'
import {lockForImport, refuseDuringImport} from './import-lock.ts'
import {listByReference} from './lists.ts'

/** An entry of the ledger: one committed import. */
export interface ImportRun {
  /** The id of the import. */
  uuid: string
  /** Unless it failed. */
  listUuid?: string
  /** The list's name at the time. */
  listName: string
  fileName?: string
  /** Unless it failed. */
  sha256?: string
  imported: number
  /** The number of skipped duplicates. */
  skipped: number
  rejected: number
  importedBy: string
  /** ISO 8601, UTC. */
  importedAt: string
  /** Why nothing was imported. */
  failed?: string
  /** The first things that were wrong with the file; no value of a customer is in it. */
  errors?: Problem[]
  /** When the import was undone. */
  undoneAt?: string
  /** The detected form of the file. */
  form?: ListForm
  /** Where its customers come from, as somebody said it. */
  origin?: string
}

export interface UndoneImport {
  run: ImportRun
  /** The number of deleted requests. */
  deleted: number
  /** Requests that were changed, moved or closed since; they are kept. */
  kept: string[]
}

/** The imports into one list or all lists, newest first; those that failed, too. */
export async function listImports(context: Context, {list}: {list?: Reference} = {}): Promise<ImportRun[]> {
  const runs = await snapshot(context, async (trx) => {
    const only = list === undefined ? undefined : await listByReference(trx, list)
    const done = await allImports(trx, only ? {list: only.uuid} : {})
    const failed = await failedImports(trx, only ? {list: only} : {})
    return [...done.map(toRun), ...failed.map(toFailedRun)]
  })
  return runs.sort((a, b) => (a.importedAt < b.importedAt ? 1 : Number(a.importedAt > b.importedAt) * -1))
}

/** An import and how its requests are by now. */
export interface WholeImport extends ImportRun {
  /** Unless it failed. */
  rows?: ImportedRows
}

/** One import, done or failed. ImportNotFound. */
export async function getImport(context: Context, uuid: string): Promise<WholeImport> {
  if (!isUuid(uuid)) throw invalid(`'${uuid}' is not the id of an import`, {hints: [{run: 'callbacks imports'}]})
  return snapshot(context, async (trx) => {
    const row = await importByUuid(trx, uuid)
    if (row) return {...toRun(row), rows: await rowsOfImport(trx, row)}
    const failed = (await failedImports(trx)).find((each) => each.uuid === uuid)
    if (failed === undefined) throw noImport(uuid)
    return toFailedRun(failed)
  })
}

/** The caller's last import into a list, or into any, that was not undone. ImportNotFound. */
export async function lastImport(context: Context, {list}: {list?: Reference} = {}): Promise<string> {
  const {actor, run} = context
  const runs = await listImports(context, list === undefined ? {} : {list})
  const left = new Set(runs.filter(({undoneAt}) => !undoneAt).map(({uuid}) => uuid))
  const made = await snapshot(context, (trx) =>
    changesOf(trx, {by: actor, channel: 'command', kind: 'import', standing: true}),
  )
  const last = made.find(({object_id, via}) => via?.sudo === run.via?.sudo && left.has(object_id))
  if (last === undefined)
    throw notFound('Import', `there is no import left to undo that ${actor} made on the command line`)
  return last.object_id
}

/** In place of the list that an import names: none has this reference. */
export const DO_NOT_CALL_LIST = 'id:the do-not-call list'

const KEPT_PROBLEMS = 10

/** Not recorded: interruptions and mistakes in usage, which the caller knows of, and failures to reach the database. */
export const isWorthKeeping = ({dryRun = false}: Context, {kind}: AppError) =>
  !dryRun && (kind === 'invalid' || kind === 'not-found' || kind === 'conflict')

/**
 * Remembers an import that failed, in a transaction of its own: nothing else is left of it. What is told are places and reasons, never
 * a value. When it cannot be kept either, the failure itself is what counts.
 */
export async function keepFailure(
  context: Context,
  run: string,
  {list, file, error}: {list: Reference; file: string | undefined; error: AppError},
): Promise<void> {
  const problems = error.problems
    .slice(0, KEPT_PROBLEMS)
    .map(({value: _, reason, ...problem}) => ({...problem, reason: withoutQuotes(reason)}))
  const row = {
    uuid: run,
    list,
    file_name: file ?? null,
    reason: error.message,
    problems: problems.length > 0 ? JSON.stringify(problems) : null,
    failed_by: context.actor,
  }
  await transact(begin(context), (trx) => insertFailedImport(trx, row)).catch(() => {})
}

/** A heading quoted in a reason may be a customer's name, if the file has no header. */
const withoutQuotes = (reason: string) => reason.replace(/'.*'/s, "'...'")

const toFailedRun = (row: FailedImportRow): ImportRun => ({
  uuid: row.uuid,
  listName: row.list.replace(/^(name|id):/, ''),
  ...(row.file_name !== null && {fileName: row.file_name}),
  imported: 0,
  skipped: 0,
  rejected: 0,
  importedBy: row.failed_by,
  importedAt: row.failed_at,
  failed: row.reason,
  ...(row.problems && {errors: [...row.problems]}),
})

/** The full id for a prefix of one. Conflict when several ids have the prefix. */
export async function wholeImport(context: Context, typed: string): Promise<string> {
  const range = isUuid(typed) ? undefined : uuidsFrom(typed)
  if (range === undefined) return typed
  const rows = await snapshot(context, async (trx) => [...(await allImports(trx)), ...(await failedImports(trx))])
  const uuids = rows.map(({uuid}) => uuid).filter((uuid) => range.first <= uuid && uuid <= range.last)
  const [only] = uuids
  if (only === undefined) throw noImport(typed)
  if (uuids.length > 1) throw conflict(`'${typed}' matches several imports: ${uuids.join(', ')}`)
  return only
}

const noImport = (run: string) => notFound('Import', `no import ${run}`, {hints: [{run: 'callbacks imports'}]})

/** Undoes an import: deletes its unchanged requests, and reports those that are kept. */
export async function undoImport(context: Context, uuid: string): Promise<Changed<UndoneImport>> {
  if (!isUuid(uuid)) throw invalid(`'${uuid}' is not the id of an import`, {hints: [{run: 'callbacks imports'}]})
  return change(context, async (trx, record) => {
    const made = await changesOf(trx, {object: {kinds: ['import'], id: uuid, name: uuid}})
    return undoImportIn(context, trx, record, uuid, made.find(({after}) => after?.undone !== true)?.id)
  })
}

/** The same in a transaction that undoes more; `undoes` is the change that recorded the import. */
export async function undoImportIn(
  context: Context,
  trx: Trx,
  record: Recorder,
  uuid: string,
  undoes?: string,
): Promise<UndoneImport> {
  const found = await importByUuid(trx, uuid)
  if (found) await refuseDuringImport(trx, found.list_uuid)
  const row = found && (await importByUuid(trx, uuid))
  if (row === undefined) throw noImport(uuid)
  if (row.undone_at) throw conflict(`the import ${uuid} was already undone, at ${row.undone_at}`)
  await refuseWithoutList(trx, row)
  const place = nextPlace(context)
  const deleted = await deleteUntouched(trx, context, place, {run: uuid, list: row.list_uuid})
  const kept = await requestsOfImport(trx, uuid)
  const change: Recorded = {
    kind: 'import',
    id: row.uuid,
    name: row.list_name,
    before: {undone: false},
    after: {undone: true, deleted, kept: kept.length},
    place,
    ...(undoes !== undefined && {undoes}),
  }
  await record(change, () => markUndone(trx, uuid))
  return {run: toRun(row), deleted, kept}
}

/** The requests may come back with their list, and would then be of an import that was undone. */
async function refuseWithoutList(trx: Trx, {uuid, list_uuid: list, list_name: name}: ImportRow): Promise<void> {
  if ((await allLists(trx)).some((each) => each.uuid === list)) return
  throw conflict(`the list '${name}' of the import ${uuid} was deleted since: nothing was undone`, {
    hints: [{run: 'history', when: 'for the deletion, which must be undone first'}],
  })
}

const POLL_MS = 200
const RECOVERY_MS = 20_000

/**
 * Looks up in the ledger whether an import was committed whose COMMIT got no reply. Its absence is certain only when the
 * lock of its list is free: until then the server may still be committing. Undefined when the database is not back in time.
 */
export async function wasCommitted(context: Context, run: string, list: string): Promise<boolean | undefined> {
  const deadline = Date.now() + RECOVERY_MS
  while (Date.now() < deadline && !context.stop.aborted) {
    try {
      return await transact(begin(context), async (trx) => {
        const isThere = async () => (await importByUuid(trx, run)) !== undefined
        if (await isThere()) return true
        await lockForImport(context, trx, list, (deadline - Date.now()) / 1000)
        return isThere()
      })
    } catch {
      await sleep(POLL_MS)
    }
  }
  return undefined
}

/** The ledger shows that the import was not committed. */
export const commitFailed = (cause: unknown) =>
  unavailable('the connection was lost during the commit; the ledger has no such import: nothing was imported', {cause})

export const toRun = (row: ImportRow): ImportRun => ({
  uuid: row.uuid,
  listUuid: row.list_uuid,
  listName: row.list_name,
  ...(row.file_name !== null && {fileName: row.file_name}),
  sha256: row.sha256,
  imported: row.imported,
  skipped: row.skipped,
  rejected: row.rejected,
  importedBy: row.imported_by,
  importedAt: row.imported_at,
  ...(row.undone_at && {undoneAt: row.undone_at}),
  ...(row.form && {form: row.form}),
  ...(row.origin !== null && {origin: row.origin}),
})
