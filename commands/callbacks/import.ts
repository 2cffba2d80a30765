import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {archive, checkArchive} from '../../src/cli/callbacks/archive.ts'
import {firstRowColumns, formLine, importLines, mappingColumns} from '../../src/cli/callbacks/imports-view.ts'
import {openRejects, rejectsPath} from '../../src/cli/callbacks/rejects-file.ts'
import {listArg} from '../../src/cli/command/arguments.ts'
import {PARTIAL_IMPORT} from '../../src/cli/command/exit-codes.ts'
import {type Input, isStandardInput, nameOf, withInput} from '../../src/cli/command/input.ts'
import {wasDone} from '../../src/cli/command/output.ts'
import {showProgress} from '../../src/cli/command/progress.ts'
import {about, asAppError, documentOf, errorText, problemLines} from '../../src/cli/command/report.ts'
import {rehearsed, WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import type {Context} from '../../src/context.ts'
import {type AppError, type ErrorDocument, interrupted, usage} from '../../src/errors.ts'
import type {ListForm, SaidOfList} from '../../src/formats/call-list-form.ts'
import type {Change, Changed} from '../../src/formats/changes.ts'
import {counted} from '../../src/formats/counted.ts'
import {type DateFormat, dateFormatOf, dateFormats} from '../../src/formats/dates.ts'
import {encodings} from '../../src/formats/encoding.ts'
import {type ImportPreset, isDelimiter, parseMapping, withPreset} from '../../src/formats/import-presets.ts'
import type {ColumnUse} from '../../src/formats/mapped-row.ts'
import {nameHints} from '../../src/formats/nearest.ts'
import {type CallbackField, callbackFields} from '../../src/formats/request-fields.ts'
import {mappingOf} from '../../src/services/callbacks/call-list.ts'
import {
  badDelimiter,
  type ImportOptions,
  type ImportReport,
  importCallbacks,
} from '../../src/services/callbacks/import.ts'
import {importPresets} from '../../src/settings/file.ts'

const notBegun = ({reason}: AbortSignal) => interrupted(reason, 'interrupted before it was begun: nothing was imported')

/** Standard input is not a file that could be moved. */
const isNamed = (file: string) => !isStandardInput(file)

const saidFlags = ['map', 'ignore', 'phones', 'hidden', 'delimiter', 'encoding', 'dates'] as const
type SaidFlag = (typeof saidFlags)[number]

type SaidFlags = {[Key in SaidFlag]?: ImportPreset[Key] | undefined} & {
  'no-guess'?: boolean
  whole?: boolean
  preset?: string | undefined
  sheet?: string | undefined
  config?: string | undefined
}

/** What the flags say of a file, beside a preset. */
function saidIn(flags: SaidFlags): SaidOfList & ImportPreset {
  const {preset, sheet, whole = false, 'no-guess': noGuess} = flags
  if (flags.delimiter !== undefined && !isDelimiter(flags.delimiter)) throw badDelimiter(flags.delimiter)
  const given = saidFlags.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))
  const said: ImportPreset = {...Object.fromEntries(given), ...(noGuess && {noGuess})}
  return {...withPreset(presetNamed(preset, flags), said), ...(sheet !== undefined && {sheet}), whole}
}

function presetNamed(name: string | undefined, flags: Pick<SaidFlags, 'config'>): ImportPreset | undefined {
  if (name === undefined) return undefined
  const presets = importPresets(flags, process.env)
  if (Object.hasOwn(presets, name)) return presets[name]
  throw usage(`no import preset named '${name}'`, {hints: nameHints('presets', name, Object.keys(presets))})
}

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
    `Imports a whole file or nothing, and lists every bad line. Each file is one transaction.
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
    partial: Flags.boolean({description: 'import the good lines and leave out the bad ones; exit 9 if there are any'}),
    rejects: Flags.custom<string>({
      description:
        'write the lines that were not imported to this new file, to correct and import; .xlsx makes it a workbook',
      helpValue: 'FILE',
      parse: rejectsPath,
    })(),
    once: Flags.boolean({description: 'do nothing if the same file was already imported into this list'}),
    'on-duplicate': Flags.option({
      options: ['insert', 'skip', 'error'] as const,
      description: 'what to do with a request that is already there, of the same person and due date [insert]',
    })(),
    'on-duplicate-in': Flags.option({
      options: ['list', 'queue', 'all'] as const,
      default: 'list',
      description: 'where it may be: in the list, in any list of its queue, in any list',
      helpValue: '(list|queue|all)',
    })(),
    wait: Flags.integer({
      min: 0,
      default: 0,
      description: 'wait up to this long for another import into the list to end',
      helpValue: 'SECONDS',
    }),
    archive: Flags.string({description: 'move each file into this directory after its import', helpValue: 'DIR'}),
    create: Flags.boolean({description: 'create the list if no list has this name', dependsOn: ['queue']}),
    queue: Flags.string({
      description: 'queue of the new list',
      helpValue: 'QUEUE',
      dependsOn: ['create'],
    }),
    preset: Flags.string({
      description: 'named set of these flags: excel-fr (DD/MM/YYYY), or one of importPresets in the configuration',
      helpValue: 'NAME',
    }),
    delimiter: Flags.string({description: 'character between the fields [detected]', helpValue: 'C'}),
    encoding: Flags.option({options: encodings, description: 'encoding of the file [detected]'})(),
    dates: Flags.custom<DateFormat>({
      description: 'format of the dates in the file [YYYY-MM-DD]',
      helpValue: `(${dateFormats.join('|')})`,
      parse: async (text) => {
        const format = dateFormatOf(text)
        if (format === undefined) throw usage(`--dates is one of ${dateFormats.join(', ')}, not '${text}'`)
        return format
      },
    })(),
    map: Flags.custom<readonly [string, CallbackField]>({
      multiple: true,
      multipleNonGreedy: true,
      description: 'field that a column holds; COLUMN is its name, or #3 for the third column',
      helpValue: 'COLUMN=FIELD',
      parse: async (text) => {
        const mapping = parseMapping(text)
        if (mapping === undefined)
          throw usage(`--map is COLUMN=FIELD, not '${text}'`, {hints: [`fields: ${callbackFields.join(', ')}`]})
        return mapping
      },
    })(),
    ignore: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'ignore a column of the file',
      helpValue: 'COLUMN',
    }),
    'no-guess': Flags.boolean({
      description: 'detect nothing: the file is the CSV of the API, unless flags say otherwise',
    }),
    sheet: Flags.string({
      description: 'the sheet of a workbook [the visible sheet with a known header]',
      helpValue: 'NAME',
    }),
    hidden: Flags.option({
      options: ['read', 'skip'] as const,
      description: 'what to do with hidden rows of a sheet [refuse the sheet]',
    })(),
    phones: Flags.option({
      options: ['repair', 'literal'] as const,
      description:
        'repair numbers that lost their 0 or + in a spreadsheet, or import them as they are [repair, except in the CSV of the API]',
    })(),
    whole: Flags.boolean({description: 'refuse a file whose last line has no line end: it may be truncated'}),
    'show-mapping': Flags.boolean({
      description: 'show which column would be read as which field; takes only FILE, needs no list and no XiVO',
    }),
  }

  async run(): Promise<Written<ImportDocument> | MappingDocument> {
    if (this.argv.includes('--show-mapping')) return this.showMapping()
    const {argv, args, flags} = await this.parse(CallbacksImport)
    const files = (argv as string[]).slice(1)
    if (files.length > 1 && flags.rejects !== undefined) throw usage('--rejects takes one FILE at a time')
    if (flags.archive !== undefined) await checkArchive(flags.archive, files.filter(isNamed))
    const {partial, once, wait} = flags
    const said = saidIn(flags)
    const options: ImportOptions = {
      said,
      partial,
      once,
      wait,
      onDuplicate: flags['on-duplicate'] ?? said.onDuplicate ?? 'insert',
      onDuplicateIn: flags['on-duplicate-in'],
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
    const {repaired = 0, repairs = [], warnings = []} = report
    if (warnings.length > 0)
      this.note(`${nameOf(file)}${counted(warnings.length, 'warning')}`, ...problemLines(warnings))
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
