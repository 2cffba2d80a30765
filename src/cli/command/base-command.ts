import {Command, Flags, type Interfaces} from '@oclif/core'
import type {Context} from '../../context.ts'
import {type ErrorKind, gravestOf} from '../../errors.ts'
import {onPassedOver} from '../../settings/file.ts'
import {loadSettings, type Settings} from '../../settings/load.ts'
import {commandRun} from '../../settings/origin.ts'
import {dataText, escapeControls, jsonText} from '../escapes.ts'
import {
  asksForRows,
  jsonOf,
  type Layout,
  type ListFlags,
  type Listing,
  type Located,
  layOut,
  renderList,
} from '../list/listing.ts'
import {type Columns, MOST_BOXED_ROWS, renderTable} from '../list/table.ts'
import type {SheetTable} from '../list/workbook-list.ts'
import {stopOnSignals} from '../run/signals.ts'
import {askedOf} from './asked.ts'
import {exitCodes} from './exit-codes.ts'
import {jsonPieces} from './json-pieces.ts'
import {missingUsage} from './missing.ts'
import {keepResult, wasDone} from './output.ts'
import {asAppError, report} from './report.ts'
import {withXivo} from './with-xivo.ts'

/** The flags that select the XiVO of a command. */
export interface ServerFlags {
  context?: string | undefined
  config?: string | undefined
}

export type Fields = Record<string, string | number | undefined>

type FlagOutput = Interfaces.OutputFlags<Interfaces.FlagInput>
type ArgOutput = Interfaces.OutputArgs<Interfaces.ArgInput>

/** The base of all commands: results on stdout, messages on stderr, one table of exit codes, with and without --json. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  private target: Settings | undefined
  /** What this command does, in all its transactions. */
  private readonly journalled = commandRun('')
  private readonly badNews: ErrorKind[] = []
  protected mute = false

  static override baseFlags = {
    context: Flags.string({
      description: 'the XiVO to use: a context of the configuration file, or a demo',
      helpGroup: 'SERVER',
      helpValue: 'CONTEXT',
    }),
    config: Flags.string({description: 'configuration file to read', helpGroup: 'SERVER', helpValue: 'FILE'}),
  }

  /** Does not read missing arguments from standard input: piped data may be customers', and would appear in an error as a wrong value. */
  protected override async init(): Promise<void> {
    await super.init()
    for (const arg of Object.values(this.ctor.args)) arg.ignoreStdin = true
    onPassedOver((sentence) => this.warn(sentence))
  }

  /** On a terminal, prompts for missing required values. */
  protected override async parse<F extends FlagOutput, B extends FlagOutput, A extends ArgOutput>(
    options?: Interfaces.Input<F, B, A>,
    argv = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await this.parseOrAsk<F, B, A>(options, argv)
    this.journalled.asked = askedOf(this.id ?? '', this.ctor, parsed)
    return parsed
  }

  private async parseOrAsk<F extends FlagOutput, B extends FlagOutput, A extends ArgOutput>(
    options: Interfaces.Input<F, B, A> | undefined,
    argv: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    try {
      return await super.parse<F, B, A>(options, argv)
    } catch (refusal) {
      const answered = this.jsonEnabled() ? undefined : await this.askMissing(refusal, argv)
      if (answered === undefined) throw missingUsage(refusal, this.ctor, this.words()) ?? refusal
      return await super.parse<F, B, A>(options, answered)
    }
  }

  private async askMissing(refusal: unknown, argv: readonly string[]): Promise<string[] | undefined> {
    const {askMissing} = await import('./ask-missing.ts')
    return askMissing(refusal, argv, (server, kind, queue) =>
      this.read(server, async (context) => (await import('../../services/choices.ts')).choicesOf(context, kind, queue)),
    )
  }

  /** `xivoctl callbacks close` */
  protected words = () => [this.config.bin, ...(this.id ?? '').split(':')].join(' ')

  /** Runs `work` on the chosen XiVO. */
  protected async read<T>(flags: ServerFlags, work: (context: Context) => Promise<T>): Promise<T> {
    return this.connect(loadSettings(flags, process.env), work)
  }

  /** Runs `work` on the chosen XiVO after naming it; with several contexts, one must be given explicitly. */
  protected async write<T>(flags: ServerFlags & {quiet?: boolean}, work: (context: Context) => Promise<T>): Promise<T> {
    return this.connect(this.announce(flags), work)
  }

  /** Names the XiVO once, before any question or write. */
  protected announce(flags: ServerFlags & {quiet?: boolean}): Settings {
    if (this.target === undefined) {
      this.target = loadSettings(flags, process.env, {forWriting: true})
      if (!flags.quiet) this.note(`context: ${this.target.context}`)
    }
    return this.target
  }

  protected async connect<T>(settings: Settings, work: (context: Context) => Promise<T>): Promise<T> {
    const stop = stopOnSignals()
    const watched = async (context: Context) => {
      stop.watch(context)
      try {
        return await work({...context, run: this.journalled})
      } finally {
        if (context.link.committed) wasDone()
      }
    }
    try {
      return await withXivo(settings, stop.signal, watched)
    } finally {
      stop.release()
    }
  }

  /** Shows the result to people, unless it is suppressed. */
  override log(line = ''): void {
    this.logRendered(escapeControls(line))
  }

  /** The same for a text whose data are escaped already, which may have colours. */
  protected logRendered(text: string): void {
    if (!this.mute) this.logResult(text)
  }

  /** What oclif's `log` does, which loads its colours and spinners for it. */
  private logResult(line: string): void {
    if (!this.jsonEnabled()) console.log(line)
    keepResult(() => line)
  }

  /** Piece by piece: the text of thousands of rows takes more memory than they do. */
  override logJson(document: unknown): void {
    for (const piece of jsonPieces(document)) process.stdout.write(dataText(piece, {json: true}))
    process.stdout.write('\n')
    keepResult(() => jsonText(document))
  }

  /**
   * Returns a function that shows rows as a list, and returns them as in --json. Call it before anything is written, because it
   * refuses invalid flags.
   */
  protected rowsAsAsked<T, J = T>(listing: Listing<T, J>, flags: ListFlags): (rows: readonly T[]) => Promise<J[]> {
    const layout = layOut(listing, flags, false)
    return async (rows) => {
      const all = layout.arrange(rows.map((row) => ({row})))
      const cut = this.showsTable(flags) && process.stdout.isTTY ? all.slice(0, MOST_BOXED_ROWS) : all
      await this.print(cut, layout)
      if (cut.length < all.length && !this.mute) this.note(`${cut.length} of ${all.length}: --csv or a pipe shows all`)
      return all.map(({row}) => jsonOf(listing, row))
    }
  }

  /** Shows rows as a table beside another result; with --json, the returned document replaces them. */
  protected show<T>(rows: readonly T[], columns: Columns<T>): void {
    if (!this.jsonEnabled()) this.logRendered(renderTable(rows, columns))
  }

  /** `more` are tables that a workbook has besides. */
  protected async print<T, J>(
    rows: readonly Located<T>[],
    layout: Layout<T, J>,
    more: () => readonly SheetTable[] = () => [],
  ): Promise<void> {
    if (this.jsonEnabled()) return
    const {xlsx} = layout.flags
    if (xlsx !== undefined) return this.writeWorkbook(xlsx, [layout.arrange(rows)], layout, more())
    if (this.mute && !asksForRows(layout.flags)) return
    const text = renderList(layout.arrange(rows), layout)
    if (text !== undefined) this.logResult(text)
    if (rows.length === 0 && this.showsTable(layout.flags)) this.note(layout.listing.empty ?? 'nothing found')
  }

  /** For rows that may not fit into memory. */
  protected async writeWorkbook<T, J>(
    path: string,
    pieces: AsyncIterable<readonly Located<T>[]> | Iterable<readonly Located<T>[]>,
    layout: Layout<T, J>,
    more: readonly SheetTable[] = [],
  ): Promise<void> {
    const {withOutputFile} = await import('./output-file.ts')
    const {writeWorkbookList} = await import('../list/workbook-list.ts')
    const name = (this.id ?? '').replaceAll(':', ' ')
    await withOutputFile(path, (sink) => writeWorkbookList(name, pieces, layout, sink, more))
  }

  /** Is the output for people rather than a program? */
  protected showsTable({csv, xlsx, ndjson, ids}: ListFlags): boolean {
    return !csv && xlsx === undefined && !ndjson && !ids && !this.jsonEnabled()
  }

  /** Shows an object as a table of its fields, without empty fields. */
  protected showFields(fields: Fields): void {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
    if (this.jsonEnabled()) return
    const width = Math.max(...known.map(([name]) => name.length))
    for (const [name, value] of known) this.log(`${name.padEnd(width)}  ${value}`)
  }

  /** A sentence for the person who runs the command, and its details, a line each; never part of the result. */
  protected note(...lines: string[]): void {
    for (const line of lines) process.stderr.write(`${escapeControls(line)}\n`)
  }

  /** Sets the exit code of a command that succeeded but found problems: that of the most serious one. */
  protected setExitCode(kind: ErrorKind | undefined): void {
    if (kind === undefined) return
    this.badNews.push(kind)
    process.exitCode = exitCodes[gravestOf(this.badNews) ?? kind]
  }

  override warn(input: string | Error): string | Error {
    this.note(`warning: ${input instanceof Error ? input.message : input}`)
    return input
  }

  protected override async catch(thrown: unknown): Promise<void> {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIT') throw thrown
    report(asAppError(thrown), {json: this.jsonEnabled()})
  }
}
