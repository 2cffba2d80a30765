import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {archive, checkArchive} from '../../src/cli/callbacks/archive.ts'
import {importLines} from '../../src/cli/callbacks/imports-view.ts'
import {openRejects} from '../../src/cli/callbacks/rejects-file.ts'
import {listArg} from '../../src/cli/command/arguments.ts'
import {PARTIAL_IMPORT} from '../../src/cli/command/exit-codes.ts'
import {type Input, isStandardInput, nameOf, withInput} from '../../src/cli/command/input.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {showProgress} from '../../src/cli/command/progress.ts'
import {about, asAppError, errorText, problemLines} from '../../src/cli/command/report.ts'
import {rehearsed, WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {escapeControls} from '../../src/cli/list/table.ts'
import type {Context} from '../../src/context.ts'
import {type AppError, type ErrorDocument, errorDocument, interrupted, usage} from '../../src/errors.ts'
import type {Change, Changed} from '../../src/formats/changes.ts'
import {counted} from '../../src/formats/counted.ts'
import {dateFormats} from '../../src/formats/dates.ts'
import {encodings} from '../../src/formats/encoding.ts'
import {type ImportOptions, type ImportReport, importCallbacks} from '../../src/services/callbacks/import.ts'

/** How programs write CSV that are known to write it otherwise. */
const presets = {
  'excel-fr': {delimiter: ';', encoding: 'windows-1252', dates: 'DD/MM/YYYY'},
} as const

const notBegun = ({reason}: AbortSignal) => interrupted(reason, 'interrupted before it was begun: nothing was imported')

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

export default class CallbacksImport extends WriteCommand {
  static override summary = 'import callback requests from CSV files'
  static override description =
    `All of a file or nothing: every bad line is named by its number. Several files are one transaction each.
The first line names the columns, in any order: phoneNumber|mobilePhoneNumber|firstName|lastName|company|description|dueDate|period
UTF-8; dates are YYYY-MM-DD; an empty dueDate is today, an empty period the default one.
Every import is written into a ledger: see 'callbacks imports'.`
  static override strict = false
  static override examples = [
    `printf 'phoneNumber|lastName\\n0230210092|Doe\\n' | <%= config.bin %> <%= command.id %> "Relances ventes" - --context demo`,
    `printf 'phoneNumber;dueDate\\n0230210092;24/12/2026\\n' | <%= config.bin %> <%= command.id %> Noël - --create --queue ventes --preset excel-fr --dry-run --context demo`,
  ]
  static override args = {
    ...listArg,
    file: Args.string({required: true, description: 'the CSV file; - is standard input; several may follow'}),
  }
  static override flags = {
    partial: Flags.boolean({description: 'import the good lines, leave the bad ones, exit 9 if there were any'}),
    rejects: Flags.string({
      description: 'write what is to be mended and sent again into this new file',
      helpValue: 'FILE',
    }),
    once: Flags.boolean({description: 'do nothing if the same file was imported into this list already'}),
    'on-duplicate': Flags.option({
      options: ['insert', 'skip', 'error'] as const,
      default: 'insert',
      description: 'a request that is there already: same two numbers, same due date',
    })(),
    wait: Flags.integer({
      min: 0,
      default: 0,
      description: 'wait for another import into this list',
      helpValue: 'SECONDS',
    }),
    archive: Flags.string({description: 'move each file into this directory once it is imported', helpValue: 'DIR'}),
    create: Flags.boolean({description: 'make the list when there is none of that name', dependsOn: ['queue']}),
    queue: Flags.string({
      description: 'queue of the list that --create makes',
      helpValue: 'QUEUE',
      dependsOn: ['create'],
    }),
    preset: Flags.option({
      options: ['excel-fr'] as const,
      description: "how Excel in French writes: ';', Windows-1252, DD/MM/YYYY",
    })(),
    delimiter: Flags.string({description: "character between the fields ['|']", helpValue: 'C'}),
    encoding: Flags.option({options: encodings, description: 'how the file is encoded [utf-8]'})(),
    dates: Flags.option({options: dateFormats, description: 'how the file writes its dates [YYYY-MM-DD]'})(),
    quiet: Flags.boolean({description: 'say nothing unless something is wrong', exclusive: ['json']}),
  }

  async run(): Promise<Written<ImportDocument>> {
    const {argv, args, flags} = await this.parse(CallbacksImport)
    const files = (argv as string[]).slice(1)
    if (files.length > 1 && flags.rejects !== undefined) throw usage('--rejects takes one FILE at a time')
    if (flags.archive !== undefined) await checkArchive(flags.archive, files.filter(isNamed))
    const {delimiter, encoding, dates, partial, once, wait} = flags
    const options: ImportOptions = {
      ...(flags.preset && presets[flags.preset]),
      ...(delimiter !== undefined && {delimiter}),
      ...(encoding && {encoding}),
      ...(dates && {dates}),
      partial,
      once,
      wait,
      onDuplicate: flags['on-duplicate'],
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

  private summary(files: readonly string[], outcomes: readonly Outcome[]): ImportDocument {
    const sum = (field: 'imported' | 'skipped' | 'rejected') =>
      outcomes.reduce((total, {report}) => total + (report?.[field] ?? 0), 0)
    const error = gravestError(outcomes.flatMap(({error}) => error ?? []))
    return {
      ...(error && errorDocument(error)),
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
    const rejects = flags.rejects === undefined ? undefined : await openRejects(flags.rejects, options.delimiter ?? '|')
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
      this.note([`${nameOf(file)}${counted(rejected, 'bad line')} left out`, ...problemLines(errors)].join('\n'))
    }
    // What --once passes over came only in part: its bad lines are still to be mended.
    const inPart = repeated && (report.earlier?.rejected ?? 0) > 0
    if (inPart) process.exitCode = PARTIAL_IMPORT
    if (quiet && rejected === 0 && !inPart) return
    for (const line of importLines(report, {rejects, dryRun})) this.log(nameOf(file) + escapeControls(line))
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

/** `archived` is said of a file that was imported and is still in its place. */
const resultOf = ({report, error}: Outcome) =>
  ({
    ...report,
    ...(report && error && {archived: false as const}),
    ...(error && errorDocument(error)),
  }) as ImportReport | ErrorDocument
