import {createHash, randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import type {RequestRow} from '../../database/callbacks/import-rows.ts'
import {copyRequests, type RequestWriter} from '../../database/callbacks/import-writer.ts'
import {enteringImport, knownRequests, lastFormOf, lastImportOf} from '../../database/callbacks/imports.ts'
import type {ListRow} from '../../database/callbacks/lists.ts'
import type {PeriodRow} from '../../database/callbacks/periods.ts'
import {today} from '../../database/callbacks/requests.ts'
import {translateErrors} from '../../database/connection/errors.ts'
import {wordsOfName} from '../../database/connection/locks.ts'
import {atItsOwnPace, type Client, type Trx} from '../../database/connection/transact.ts'
import {AppError, type Problem, usage} from '../../errors.ts'
import {type FileSettings, formDifferences, type ListForm} from '../../formats/call-list-form.ts'
import type {CheckedCallback, Remark} from '../../formats/callback-fields.ts'
import type {CsvLine} from '../../formats/callbacks-csv.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import type {ClosedDays} from '../../formats/closed-days.ts'
import {FAR_DAY, farFrom} from '../../formats/dates.ts'
import {isDelimiter} from '../../formats/import-presets.ts'
import {nearest} from '../../formats/nearest.ts'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import {storedIdentity} from '../../formats/phone-identity.ts'
import type {Reference} from '../../formats/references.ts'
import {unstorable, visible} from '../../formats/text.ts'
import {isUuid} from '../../formats/uuids.ts'
import {change, type Recorder} from '../journal.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {type ListEvents, type ListShape, readCallList} from './call-list.ts'
import {type JudgeDay, type JudgedDay, judgeOfDays, movedTo, NEVER_OPEN, ON_A_CLOSED_DAY} from './closed-days.ts'
import {lateObjections, ON_DO_NOT_CALL, objections, refuseLate} from './do-not-call.ts'
import {Duplicates} from './duplicates.ts'
import {lockForImport} from './import-lock.ts'
import {commitFailed, type ImportRun, isWorthKeeping, keepFailure, toRun, wasCommitted} from './imports.ts'
import {
  addBad,
  addBreak,
  addReading,
  addRemarks,
  badLines,
  KEPT_PROBLEMS,
  type LinesTally,
  noLines,
} from './lines-tally.ts'
import {createListIn, holdListOf, listByReference, otherQueue} from './lists.ts'
import {periodsByName} from './periods.ts'

/** A file that is being imported. */
export interface ImportSource {
  bytes: AsyncIterable<Uint8Array>
  name?: string
  /** Called when all was read: throws if the file is no longer the one that was opened. */
  verify?: () => Promise<void>
}

/** Writes the rejected lines. Receives the header and every line, and at the end the order to keep or drop them. */
export interface RejectsWriter {
  header: (record: readonly string[], shape: ListShape) => void
  line: (record: readonly string[], problems: readonly Problem[]) => void
  /** Resolves when more can be taken. */
  ready: () => Promise<void>
  /** Rejects when they could not be kept. */
  keep: () => Promise<void>
  /** Leaves nothing behind, not even what was kept. */
  discard: () => Promise<void>
}

export interface ImportOptions {
  /** Settings for the file; the rest is detected. Without settings, the file is the API's own CSV. */
  said?: FileSettings
  /** Makes the list, for this queue, when there is none of that name. */
  createFor?: Reference
  /** Imports the good lines and leaves out the bad ones. */
  partial?: boolean
  /** Does nothing when the same bytes were imported into this list already. */
  once?: boolean
  /** What to do with a request that is there, or further up in the file, already: the same person for the same day. */
  onDuplicate?: 'insert' | 'skip' | 'error'
  /** Where it may be there: in the list, in any list of its queue, or in any. */
  onDuplicateIn?: 'list' | 'queue' | 'all'
  /** What to do with a request whose number is not to be called for the queue of the list. */
  onDoNotCall?: 'skip' | 'error'
  /** What to do with a due date on a day on which the queue of the list is closed; the configuration's rule when left out. */
  closedDays?: ClosedDays
  /** Where the customers come from: kept with the import. */
  origin?: string
  /** Seconds to wait for another import into the same list. */
  wait?: number
  rejects?: RejectsWriter
  /** The Idempotency-Key of the request; a dry run ignores it. */
  key?: RequestKey
  onProgress?: (progress: {lines: number; bytes: number}) => void
}

export interface ImportReport {
  /** The run's id in the ledger. */
  run: string
  list: {uuid: string; name: string}
  /** Was the list made for this import? */
  created: boolean
  imported: number
  /** Duplicates that were passed over. */
  skipped: number
  /** Lines that were left out because a number is on the do-not-call list. */
  doNotCall?: number
  /** Which. */
  doNotCallLines?: Problem[]
  /** Due dates that were moved to the next day on which the queue is open. */
  movedDays?: number
  /** Which. */
  movedDayLines?: Problem[]
  /** Bad lines that a partial import left out. */
  rejected: number
  /** Why, line by line. */
  errors?: Problem[]
  blankLines: number
  /** Hidden rows of a sheet that were left out. */
  hiddenRows?: number
  /** Numbers that a spreadsheet had damaged. */
  repaired?: number
  /** Which, line by line. */
  repairs?: Problem[]
  /** Doubts about imported values. */
  warnings?: Problem[]
  /** What the file was recognised as. */
  form?: ListForm
  /** In a dry run: the first three rows as they would be stored. */
  firstRows?: FirstRow[]
  /** The last import of the same bytes into this list. */
  earlier?: ImportRun
  /** With `once`: nothing was done, because of `earlier`. */
  repeated: boolean
}

/** A row as it would be stored. */
export type FirstRow = Omit<RequestRow, 'periodUuid' | 'identities'> & {period: string}

/**
 * Imports a CSV into a list in one transaction: all of it or nothing, or with `partial` its good lines.
 * InvalidCsv names every bad line; Busy when another import into the list is running.
 * When the connection dies during COMMIT, the ledger is asked; OutcomeUnknown only when it cannot be.
 */
export function importCallbacks(
  context: Context,
  list: Reference,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<Changed<ImportReport>> {
  return translateErrors(context, () => importSource(context, list, source, options))
}

async function importSource(
  context: Context,
  list: Reference,
  source: ImportSource,
  options: ImportOptions,
): Promise<Changed<ImportReport>> {
  const {rejects, partial, once} = options
  const run = randomUUID()
  let report: ImportReport | undefined
  let made: Change | undefined
  let refusal: AppError | undefined
  // What an earlier file of the same call has written is another story.
  context.link.committed = false
  try {
    refuseBadDelimiter(options.said?.delimiter)
    refuseBadOrigin(options.origin)
    const importOnce = (trx: Trx, record: Recorder, client: Client) =>
      answerOnce(context, trx, options.key, async () => {
        const {phoneCountry, closedDays} = context.settings
        const judge = askedOnce(() => judgeOfDays(trx, options.closedDays ?? closedDays))
        const readings = askedOnce(() => read(trx, phoneCountry, judge()))
        void judge()
        const {row, created, doubt} = await target(context, trx, record, list, {...options, onLocked: readings})
        const intake = await openIntake(
          trx,
          row,
          await readings(),
          () => copyRequests(client, context.schema, row.uuid, run),
          options,
        )
        const {sha256, written} = await readAll(context, source, intake, options)
        report = toReport(run, row, created, intake.tally)
        if (context.dryRun) report.firstRows = intake.tally.firstRows
        const [form, earlier, late] = await Promise.all([
          lastFormOf(trx, row.uuid),
          lastImportOf(trx, row.uuid, sha256),
          lateObjections(trx, row.queue_id, intake.readings.objected),
          written,
        ])
        if (report.form) warnOfOtherForm(report, form)
        if (doubt !== undefined) warn(report, doubt)
        if (earlier) report.earlier = toRun(earlier)
        if (earlier && once) throw new AlreadyImported(report)
        if (report.rejected > 0 && !partial) {
          refusal = rejected(intake.tally)
          throw refusal
        }
        await refuseLate(trx, context.settings.phoneCountry, {run, late})
        const done = report
        made = importOf(report, source)
        await record(made, (_, last) => {
          for (const each of entering(context, trx, done, source, {sha256, origin: options.origin})) last(each)
        })
        await (report.rejected > 0 ? rejects?.keep() : rejects?.discard())
        return report
      })
    return await change(atItsOwnPace(context), importOnce, context.lanes.uploads)
  } catch (error) {
    if (report && made && error instanceof AppError && error.kind === 'outcome-unknown') {
      await settle(context, report, error, rejects)
      return {result: report, changes: [made]}
    }
    await (error === refusal ? rejects?.keep() : rejects?.discard())
    if (error instanceof AppError && isWorthKeeping(context, error))
      await keepFailure(context, run, {list, file: source.name, error})
    if (error instanceof AlreadyImported) return {result: error.report, changes: []}
    throw error
  }
}

/** Asks only once. Ignores the failure if nobody waits for the answer any more. */
function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask()
    asked.catch(() => {})
    return asked
  }
}

/** An upgrade of a program may change what it writes overnight. */
function warnOfOtherForm(report: ImportReport, last: ListForm | undefined): void {
  const differences = last && report.form ? formDifferences(last, report.form) : []
  if (differences.length === 0) return
  warn(report, `the format differs from that of the last file imported into this list: ${differences.join('; ')}`)
}

function warn(report: ImportReport, reason: string): void {
  report.warnings = [{reason}, ...(report.warnings ?? [])]
}

/** Ends the transaction of a repeated import without a trace. */
class AlreadyImported extends Error {
  readonly report: ImportReport

  constructor({
    errors: _,
    warnings: _warnings,
    repaired: _repaired,
    repairs: _repairs,
    doNotCall: _doNotCall,
    doNotCallLines: _lines,
    movedDays: _movedDays,
    movedDayLines: _movedDayLines,
    ...report
  }: ImportReport) {
    super('already imported')
    this.report = {...report, imported: 0, skipped: 0, rejected: 0, repeated: true}
  }
}

/** Asks the ledger what became of an import whose COMMIT was lost. Returns when it was committed. */
async function settle(
  context: Context,
  report: ImportReport,
  lost: AppError,
  rejects: RejectsWriter | undefined,
): Promise<void> {
  const committed = await wasCommitted(context, report.run, report.list.uuid)
  if (committed === undefined) throw lost
  if (!committed) {
    await rejects?.discard()
    throw commitFailed(lost)
  }
  context.link.committed = true
}

function refuseBadOrigin(origin = ''): void {
  const reason = unstorable(origin)
  if (reason !== undefined) throw usage(`the origin ${reason}`)
}

function refuseBadDelimiter(delimiter = '|'): void {
  if (!isDelimiter(delimiter)) throw badDelimiter(delimiter)
}

export const badDelimiter = (delimiter: string) =>
  usage(`the delimiter must be one character, not '${delimiter}'`, {
    hints: [{give: 'delimiter', value: '\t', when: 'for a tab'}],
  })

interface TargetOptions {
  createFor?: Reference | undefined
  wait?: number | undefined
  /** Called when no other import is at work on the list: what is asked then travels with what is asked of the list. */
  onLocked: () => unknown
}

/** The list to import into, locked against other imports; made when there is none and it may be. */
async function target(
  context: Context,
  trx: Trx,
  record: Recorder,
  list: Reference,
  {createFor, wait, onLocked}: TargetOptions,
): Promise<{row: ListRow; created: boolean; doubt?: string | undefined}> {
  const name = list.replace(/^name:/, '').trim()
  const mayBeMade = createFor !== undefined && !name.startsWith('id:') && !isUuid(name)
  const hold = (reference: Reference) => holdForImport(context, trx, reference, {wait, onLocked})
  if (!mayBeMade) return {row: await hold(list), created: false}
  // Of two imports that would make the same list, the second one finds the first one's.
  await lockForImport(context, trx, wordsOfName(name), wait)
  const there = await unlessMissing(hold(`name:${name}`))
  if (there) {
    // It may have been given to another queue since it was made.
    const other = await otherQueue(trx, there, createFor)
    return {row: there, created: false, doubt: other && `the list '${there.name}' ${other}`}
  }
  const {uuid, queueId} = await createListIn(trx, record, name, createFor)
  // No other session sees the list yet, but one that asks the ledger after a lost COMMIT waits for this lock.
  await lockForImport(context, trx, uuid)
  return {row: {uuid, name, queue_id: queueId}, created: true}
}

/** One import a list at a time, and nobody deletes it meanwhile. */
async function holdForImport(
  context: Context,
  trx: Trx,
  list: Reference,
  {wait, onLocked}: TargetOptions,
): Promise<ListRow> {
  const {uuid} = await listByReference(trx, list)
  await lockForImport(context, trx, uuid, wait)
  const held = holdListOf(trx, uuid, {shared: true})
  onLocked()
  return held
}

async function unlessMissing(list: Promise<ListRow>): Promise<ListRow | undefined> {
  try {
    return await list
  } catch (error) {
    if (error instanceof AppError && error.code === 'CallbackListNotFound') return undefined
    throw error
  }
}

interface Tally extends LinesTally {
  imported: number
  skipped: number
  doNotCall: number
  doNotCallLines: Problem[]
  movedDays: number
  movedDayLines: Problem[]
  isNeverOpen: boolean
  blankLines: number
  hiddenRows: number
  firstRows: FirstRow[]
}

interface Intake {
  tally: Tally
  writer: RequestWriter
  readings: Readings
  take: (line: CsvLine) => void
}

/** Decides about each line: into the table, passed over, or bad. Opens the writer last: nothing else can be asked while it writes. */
async function openIntake(
  trx: Trx,
  list: ListRow,
  readings: Readings,
  open: () => RequestWriter,
  {partial, onDuplicate = 'insert', onDuplicateIn = 'list', onDoNotCall = 'skip', rejects}: ImportOptions,
): Promise<Intake> {
  const {toRow, firstRow, isFar, objected, country, judge} = readings
  const known =
    onDuplicate === 'insert' ? undefined : new Duplicates(country, await knownRequests(trx, list, onDuplicateIn))
  const writer = open()
  const tally: Tally = {
    ...noLines(),
    imported: 0,
    skipped: 0,
    doNotCall: 0,
    doNotCallLines: [],
    movedDays: 0,
    movedDayLines: [],
    isNeverOpen: false,
    blankLines: 0,
    hiddenRows: 0,
    firstRows: [],
  }
  const objectionIn = (row: RequestRow, line: number): Problem | undefined => {
    const {field} = objected(row, list.queue_id) ?? {}
    return field && {line, column: field, value: row[field] ?? '', reason: ON_DO_NOT_CALL}
  }
  const take = ({line, record, callback, problems, remarks}: CsvLine) => {
    const row = toRow(line, callback, problems)
    const due = row.dueDate
    const judged = judge(due, list.queue_id)
    row.dueDate = judged.day
    const objection = problems.length === 0 ? objectionIn(row, line) : undefined
    if (objection && onDoNotCall === 'error') problems.push(objection)
    const again = problems.length === 0 && !objection && known !== undefined && !known.add(row)
    if (again && onDuplicate === 'error') problems.push({line, reason: duplicateReason[onDuplicateIn]})
    if (problems.length > 0) addBad(tally, problems)
    else if (objection) addObjection(tally, objection)
    else if (again) tally.skipped++
    else {
      tally.imported++
      if (remarks.length > 0) addRemarks(tally, remarks)
      if (judged.is !== 'fine') addClosedDay(tally, {line, column: 'dueDate', value: due}, judged)
      if (callback.dueDate !== undefined && isFar(callback.dueDate)) addRemarks(tally, [farDay(line, callback.dueDate)])
      if (tally.firstRows.length < FIRST_ROWS) tally.firstRows.push(firstRow(row))
      if (partial || tally.bad === 0) writer.write(row)
    }
    if (!partial || problems.length > 0) rejects?.line(record, problems)
  }
  return {tally, take, writer, readings}
}

const duplicateReason = {
  list: 'is already in the list, or on an earlier line of the file',
  queue: 'is already in a list of the queue, or on an earlier line of the file',
  all: 'is already in a list, or on an earlier line of the file',
}

/** The number of rows that a dry run shows. */
const FIRST_ROWS = 3

function addClosedDay(tally: Tally, at: Omit<Problem, 'reason'>, {day, is}: JudgedDay): void {
  if (is === 'never') tally.isNeverOpen = true
  else if (is === 'closed') addRemarks(tally, [{is: 'warning', ...at, reason: ON_A_CLOSED_DAY}])
  else {
    tally.movedDays++
    if (tally.movedDayLines.length < KEPT_PROBLEMS) tally.movedDayLines.push({...at, reason: movedTo(day)})
  }
}

function addObjection(tally: Tally, line: Problem): void {
  tally.doNotCall++
  if (tally.doNotCallLines.length < KEPT_PROBLEMS) tally.doNotCallLines.push(line)
}

const linesIn = ({imported, skipped, doNotCall, bad}: Tally) => imported + skipped + doNotCall + bad

const NO_REQUESTS = 'the file has only a header, no request'

/** Reads the whole source into the table; the sha256 of its bytes, and when the rows are there. Throws, with everything that is wrong, when it breaks half way. */
async function readAll(
  {settings: {phoneCountry: country}}: Context,
  source: ImportSource,
  {tally, take, writer}: Intake,
  options: ImportOptions,
) {
  const hash = createHash('sha256')
  const {rejects, partial, onProgress} = options
  let bytes = 0
  async function* measured() {
    for await (const chunk of source.bytes) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  try {
    const events: ListEvents = {
      header: (record, shape) => rejects?.header(record, shape),
      line: take,
      blank: () => {
        tally.blankLines++
      },
      hidden: () => {
        tally.hiddenRows++
      },
      broken: (problem, hints) => addBreak(tally, problem, hints),
      pause: async () => {
        onProgress?.({lines: linesIn(tally), bytes})
        if (partial || tally.bad === 0) await writer.ready()
        await rejects?.ready()
      },
    }
    const said = options.said ?? {noGuess: true}
    const reading = await readCallList(measured(), said, country, events)
    addReading(tally, reading, linesIn(tally) === 0 ? NO_REQUESTS : undefined)
    if (tally.isNeverOpen) tally.warnings.push({reason: NEVER_OPEN})
    await source.verify?.()
    if (tally.broken) throw rejected(tally)
    return {sha256: hash.digest('hex'), ...(await writer.finish())}
  } catch (error) {
    await writer.abort()
    throw error
  }
}

const DAMAGED = 'the file is damaged: correct it before importing it, even in part'

const rejected = (tally: Tally): AppError => badLines(tally, tally.imported, tally.broken ? [DAMAGED] : [])

/** What the database is asked before the first line. */
async function read(trx: Trx, country: PhoneCountry, judging: Promise<JudgeDay>) {
  const asked = [rowMaker(trx, country), objections(trx, country), judging] as const
  const [rows, objected, judge] = await Promise.all(asked)
  return {...rows, objected, country, judge}
}

type Readings = Awaited<ReturnType<typeof read>>

/** Turns a checked line into a row of this list; a period that nobody has becomes a problem of the line. */
async function rowMaker(trx: Trx, country: PhoneCountry) {
  const [{byName, standard}, dueToday] = await Promise.all([periodsByName(trx), today(trx)])
  const names = new Map([...byName.values()].map(({uuid, name}) => [uuid, name]))
  const toRow = (line: number, callback: CheckedCallback, problems: Problem[]): RequestRow => {
    const {period: name} = callback
    const period = name === undefined ? standard : (byName.get(name) ?? byName.get(name.normalize('NFC')))
    if (period === undefined) problems.push(unknownPeriod(line, name ?? '', byName))
    return {
      phoneNumber: callback.phoneNumber,
      mobilePhoneNumber: callback.mobilePhoneNumber,
      firstName: callback.firstName,
      lastName: callback.lastName,
      company: callback.company,
      description: callback.description,
      periodUuid: (period ?? standard).uuid,
      dueDate: callback.dueDate ?? dueToday,
      identities: [storedIdentity(callback.phoneNumber, country), storedIdentity(callback.mobilePhoneNumber, country)],
    }
  }
  const firstRow = ({periodUuid, identities: _, ...row}: RequestRow): FirstRow => ({
    ...row,
    period: names.get(periodUuid) ?? standard.name,
  })
  return {toRow, firstRow, isFar: farFrom(dueToday)}
}

const farDay = (line: number, value: string): Remark => ({
  is: 'warning',
  line,
  column: 'dueDate',
  value,
  reason: FAR_DAY,
})

function unknownPeriod(line: number, value: string, byName: Map<string, PeriodRow>): Problem {
  const near = nearest(value, [...byName.keys()])
  const suggestion = near === undefined ? `; periods: ${[...byName.keys()].join(', ')}` : `; did you mean '${near}'?`
  return {line, column: 'period', value: visible(value), reason: `is not a period${suggestion}`}
}

function toReport(run: string, {uuid, name}: ListRow, created: boolean, tally: Tally): ImportReport {
  const {doNotCall, doNotCallLines, movedDays, movedDayLines} = tally
  const {imported, skipped, bad, blankLines, hiddenRows, problems, repaired, repairs, warnings, form} = tally
  return {
    run,
    list: {uuid, name},
    created,
    imported,
    skipped,
    ...(doNotCall > 0 && {doNotCall, doNotCallLines}),
    ...(movedDays > 0 && {movedDays, movedDayLines}),
    rejected: bad,
    ...(problems.length > 0 && {errors: problems}),
    blankLines,
    ...(hiddenRows > 0 && {hiddenRows}),
    ...(repaired > 0 && {repaired, repairs}),
    ...(warnings.length > 0 && {warnings}),
    ...(form && {form}),
    repeated: false,
  }
}

/** An import is one change, however many requests it brings. */
const importOf = (
  {run, list, imported, skipped, doNotCall, movedDays, rejected}: ImportReport,
  {name: file}: ImportSource,
): Change => ({
  kind: 'import',
  id: run,
  name: list.name,
  after: {
    ...(file !== undefined && {file}),
    imported,
    skipped,
    ...(doNotCall !== undefined && {doNotCall}),
    ...(movedDays !== undefined && {movedDays}),
    rejected,
  },
})

/** The statements that write the import into the ledger, in the import's own transaction. */
function entering(
  context: Context,
  trx: Trx,
  report: ImportReport,
  source: ImportSource,
  {sha256, origin}: {sha256: string; origin: string | undefined},
) {
  const {run: uuid, list, imported, skipped, rejected, form} = report
  const counts = {imported, skipped, rejected}
  const entered = {
    uuid,
    list,
    file: source.name,
    sha256,
    ...counts,
    by: context.actor,
    form,
    origin: origin || undefined,
  }
  return enteringImport(trx, entered, context.settings.importLedgerDays)
}
