import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {archive, checkArchive} from '../../src/cli/callbacks/archive.ts'
import {badLineFlags, callListFlags, saidIn} from '../../src/cli/callbacks/call-list-flags.ts'
import {closedDaysFlag} from '../../src/cli/callbacks/closed-days-flag.ts'
import {firstRowColumns, formLine, importLines, mappingColumns} from '../../src/cli/callbacks/imports-view.ts'
import {openRejects} from '../../src/cli/callbacks/rejects-file.ts'
import {listArg} from '../../src/cli/command/arguments.ts'
import {PARTIAL_IMPORT} from '../../src/cli/command/exit-codes.ts'
import {type Input, isStandardInput, nameOf, withInput} from '../../src/cli/command/input.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {showProgress} from '../../src/cli/command/progress.ts'
import {about, asAppError, documentOf, errorText, problemLines} from '../../src/cli/command/report.ts'
import {fromNone} from '../../src/cli/command/whole-numbers.ts'
import {rehearsed, WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import type {Context} from '../../src/context.ts'
import {type AppError, type ErrorDocument, interrupted, usage} from '../../src/errors.ts'
import type {ListForm} from '../../src/formats/call-list-form.ts'
import type {Change, Changed} from '../../src/formats/changes.ts'
import {counted} from '../../src/formats/counted.ts'
import type {ColumnUse} from '../../src/formats/mapped-row.ts'
import {mappingOf} from '../../src/services/callbacks/call-list.ts'
import {type ImportOptions, type ImportReport, importCallbacks} from '../../src/services/callbacks/import.ts'

const notBegun = ({reason}: AbortSignal) =>
  interrupted(reason, 'interrupted before this file was read: nothing was imported')

/** Standard input is not a file that could be moved. */
const isNamed = (file: string) => !isStandardInput(file)

interface FileFlags {
  'dry-run': boolean
  quiet: boolean
  rejects?: string | undefined
  archive?: string | undefined
}

/** What became of one file; one that was imported and could not be archived is both. */
type FileResult = {file: string} & (ImportReport | ErrorDocument | (ImportReport & {archived: false} & ErrorDocument))

interface Outcome {
  report?: ImportReport
  changes?: Change[]
  error?: AppError
}

/** All files together, each by itself, and of failures the gravest. */
export type ImportDocument = Pick<ImportReport, 'imported' | 'skipped' | 'rejected'> &
  Partial<ErrorDocument> & {files: FileResult[]}

type FileMapping = {file: string; form: ListForm; columns: ColumnUse[]}

/** What would be read from where, and why the first header of those that cannot be read is refused. */
export type MappingDocument = Partial<ErrorDocument> & {files: FileMapping[]}

export default class CallbacksImport extends WriteCommand {
  static override summary = 'import callback requests from spreadsheets and CSV files'
  static override description =
    `Imports the whole file or nothing, unless --partial is given, and lists the bad lines. Each file is one transaction.
The first line names the columns, in any order: phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
Also reads .xlsx and .ods, other delimiters, and French and English column names; it detects the format of the file, unless flags give it.
Dates are YYYY-MM-DD, unless --dates gives another format. An empty dueDate means today, an empty period means the default period.
Every import is recorded in a ledger: see 'callbacks imports'.`
  static override strict = false
  static override examples = [
    `printf 'phoneNumber|lastName\\n0230210092|Doe\\n' | <%= config.bin %> <%= command.id %> "Relances ventes" - --context demo`,
    `printf 'phoneNumber;dueDate\\n0230210092;24/12/2026\\n' | <%= config.bin %> <%= command.id %> Noël - --create --queue ventes --preset excel-fr --dry-run --context demo`,
  ]
  static override args = {
    ...listArg,
    file: Args.string({
      required: true,
      description: 'CSV file or workbook; - is standard input; several are allowed',
    }),
  }
  static override flags = {
    ...badLineFlags,
    once: Flags.boolean({description: 'do nothing if the same file was already imported into this list'}),
    'on-duplicate': Flags.option({
      options: ['insert', 'skip', 'error'] as const,
      description: 'what to do with a line if the same person already has a request for that due date [insert]',
    })(),
    'on-do-not-call': Flags.option({
      options: ['skip', 'error'] as const,
      default: 'skip',
      description: 'what to do with a line whose number is on the do-not-call list',
      helpValue: '(skip|error)',
    })(),
    'closed-days': closedDaysFlag,
    origin: Flags.string({
      description: "where the customers' data come from, and why they may be called; 'callbacks person' shows it",
      helpValue: 'TEXT',
    }),
    'on-duplicate-in': Flags.option({
      options: ['list', 'queue', 'all'] as const,
      default: 'list',
      description: 'where to look for duplicates: in this list, in all lists of its queue, or in all lists',
      helpValue: '(list|queue|all)',
    })(),
    wait: Flags.integer({
      ...fromNone,
      default: 0,
      description: 'wait up to SECONDS for another import into the list to end',
      helpValue: 'SECONDS',
    }),
    archive: Flags.string({description: 'move each file into this directory after its import', helpValue: 'DIR'}),
    create: Flags.boolean({description: 'create the list if no list has this name', dependsOn: ['queue']}),
    queue: Flags.string({
      description: 'queue of the new list',
      helpValue: 'QUEUE',
      dependsOn: ['create'],
    }),
    ...callListFlags,
    'show-mapping': Flags.boolean({
      description: 'show which column would be read as which field; takes FILE without LIST, and needs no XiVO',
    }),
  }

  async run(): Promise<Written<ImportDocument> | MappingDocument> {
    if (this.argv.includes('--show-mapping')) return this.showMapping()
    const {argv, args, flags} = await this.parse(CallbacksImport)
    const files = (argv as string[]).slice(1)
    if (files.length > 1 && flags.rejects !== undefined) throw usage('--rejects takes one FILE at a time')
    if (flags.rejects === '-') throw usage('--rejects needs the name of a file: standard output is for the report')
    if (flags.archive !== undefined) await checkArchive(flags.archive, files.filter(isNamed))
    const {partial, once, wait} = flags
    const said = saidIn(flags)
    const closedDays = flags['closed-days'] ?? said.closedDays
    const options: ImportOptions = {
      said,
      partial,
      once,
      wait,
      onDuplicate: flags['on-duplicate'] ?? said.onDuplicate ?? 'insert',
      onDuplicateIn: flags['on-duplicate-in'],
      onDoNotCall: flags['on-do-not-call'],
      ...(closedDays && {closedDays}),
      ...(flags.origin !== undefined && {origin: flags.origin}),
      ...(flags.queue !== undefined && {createFor: flags.queue}),
    }
    const dryRun = flags['dry-run']
    const outcomes = await this.write(flags, (context) =>
      this.importEach(files, context.stop, (file) =>
        this.importFile({...context, dryRun}, args.list, file, options, flags),
      ),
    )
    const document = this.summary(files, outcomes)
    return dryRun
      ? rehearsed(
          document,
          outcomes.flatMap(({changes = []}) => changes),
        )
      : document
  }

  /** Without a list, and without a XiVO: FILE stands alone, or where it stands in an import. */
  private async showMapping(): Promise<MappingDocument> {
    const {args, flags, baseFlags, enableJsonFlag} = CallbacksImport
    const alone = {args: {file: args.file}, flags, baseFlags, enableJsonFlag, strict: false}
    const {argv, flags: said} = await this.parse(alone)
    const named = argv as string[]
    const files: FileMapping[] = []
    const errors: AppError[] = []
    for (const file of named.length > 1 ? named.slice(1) : named) {
      const {refusal, ...mapping} = await withInput(file, ({bytes}) => mappingOf(bytes, saidIn(said))).catch(
        (thrown) => {
          throw this.named(file, asAppError(thrown))
        },
      )
      files.push({file, ...mapping})
      if (!this.jsonEnabled()) this.log(nameOf(file) + formLine(mapping.form))
      this.show(mapping.columns, mappingColumns)
      if (refusal) errors.push(this.named(file, refusal))
    }
    for (const error of errors) if (!this.jsonEnabled()) process.stderr.write(errorText(error))
    const [first] = errors
    this.setExitCode(first?.kind)
    return {...(first && documentOf(first)), files}
  }

  private summary(files: readonly string[], outcomes: readonly Outcome[]): ImportDocument {
    const sum = (field: 'imported' | 'skipped' | 'rejected') =>
      outcomes.reduce((total, {report}) => total + (report?.[field] ?? 0), 0)
    const error = gravestError(outcomes.flatMap(({error}) => error ?? []))
    return {
      ...(error && documentOf(error)),
      imported: sum('imported'),
      skipped: sum('skipped'),
      rejected: sum('rejected'),
      files: outcomes.map((outcome, i) => ({file: files[i] ?? '', ...resultOf(outcome)})),
    }
  }

  private importFile(
    context: Context,
    list: string,
    file: string,
    options: ImportOptions,
    flags: FileFlags,
  ): Promise<Outcome> {
    return withInput(file, async (input) => {
      const {result: report, changes} = await this.importInput(context, list, input, options, flags).catch((thrown) => {
        throw this.named(file, asAppError(thrown))
      })
      this.tellOf(report, file, flags)
      const done = {report, changes}
      if (flags.archive === undefined || !isNamed(file) || context.dryRun) return done
      return archive(file, flags.archive, input).then(
        () => done,
        (thrown) => ({...done, error: asAppError(thrown)}),
      )
    })
  }

  /** A document says elsewhere which file it is about. */
  private named(file: string, error: AppError): AppError {
    return this.jsonEnabled() ? error : about(nameOf(file), error)
  }

  private async importInput(
    context: Context,
    list: string,
    input: Input,
    options: ImportOptions,
    flags: FileFlags,
  ): Promise<Changed<ImportReport>> {
    const rejects = flags.rejects === undefined ? undefined : await openRejects(flags.rejects)
    const progress = showProgress(input.size, flags)
    const own = {...(rejects && {rejects}), onProgress: progress.update}
    const source = {...input, bytes: addAbortSignal(context.stop, input.bytes)}
    return importCallbacks(context, list, source, {...options, ...own}).finally(progress.end)
  }

  private tellOf(report: ImportReport, file: string, {quiet, rejects, 'dry-run': dryRun}: FileFlags): void {
    const {rejected, errors = [], repeated} = report
    if (!dryRun && !repeated) wasDone()
    if (rejected > 0) {
      process.exitCode = PARTIAL_IMPORT
      this.note(`${nameOf(file)}${counted(rejected, 'bad line')} left out`, ...problemLines(errors))
    }
    // What --once passes over came only in part: its bad lines are still to be mended.
    const inPart = repeated && (report.earlier?.rejected ?? 0) > 0
    if (inPart) process.exitCode = PARTIAL_IMPORT
    const {repaired = 0, repairs = [], warnings = [], doNotCall = 0, doNotCallLines = []} = report
    const {movedDays = 0, movedDayLines = []} = report
    if (warnings.length > 0)
      this.note(`${nameOf(file)}${counted(warnings.length, 'warning')}`, ...problemLines(warnings))
    if (doNotCall > 0)
      this.note(
        `${nameOf(file)}${counted(doNotCall, 'line')} left out: on the do-not-call list`,
        ...(quiet ? [] : problemLines(doNotCallLines)),
      )
    if (movedDays > 0 && !quiet)
      this.note(
        `${nameOf(file)}${counted(movedDays, 'due date')} moved to the next open day`,
        ...problemLines(movedDayLines),
      )
    if (repaired > 0 && !quiet)
      this.note(`${nameOf(file)}${counted(repaired, 'number')} repaired`, ...problemLines(repairs))
    if (quiet && rejected === 0 && !inPart) return
    if (dryRun && report.form) this.log(nameOf(file) + formLine(report.form))
    const {firstRows = []} = report
    if (firstRows.length > 0) this.show(firstRows, firstRowColumns(firstRows))
    for (const line of importLines(report, {rejects, dryRun})) this.log(nameOf(file) + line)
  }

  /**
   * Each file by itself: one that fails keeps no other from being imported.
   * The first failure gives the exit code, unless it is not known what became of a file, or the program was asked to stop; what
   * was not begun then is named.
   */
  private async importEach(
    files: readonly string[],
    stop: AbortSignal,
    one: (file: string) => Promise<Outcome>,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    for (const file of files) {
      const begun = stop.aborted ? Promise.reject(this.named(file, notBegun(stop))) : one(file)
      const outcome = await begun.catch((thrown): Outcome => ({error: asAppError(thrown)}))
      outcomes.push(outcome)
      if (outcome.error && !this.jsonEnabled()) process.stderr.write(errorText(outcome.error))
    }
    this.setExitCode(gravestError(outcomes.flatMap(({error}) => error ?? []))?.kind)
    return outcomes
  }
}

/** The first failure, unless it is not known what became of a file, or the program was asked to stop. */
const gravestError = (errors: readonly AppError[]) =>
  errors.find(({code}) => code === 'OutcomeUnknown') ?? errors.find(({code}) => code === 'Interrupted') ?? errors[0]

/** The rows that a dry run shows are for eyes: its document is that of the real import. */
const forPrograms = ({firstRows: _, ...report}: ImportReport) => report

/** `archived` is said of a file that was imported and is still in its place. */
const resultOf = ({report, error}: Outcome) =>
  ({
    ...(report && forPrograms(report)),
    ...(report && error && {archived: false as const}),
    ...(error && documentOf(error)),
  }) as ImportReport | ErrorDocument
