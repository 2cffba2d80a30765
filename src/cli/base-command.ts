import {Command, Flags} from '@oclif/core'
import type {Context} from '../context.ts'
import {withContext} from '../context.ts'
import type {ErrorKind} from '../errors.ts'
import {loadSettings, type Settings} from '../settings.ts'
import {confirm} from './confirm.ts'
import {exitCodes} from './exit-codes.ts'
import {asAppError, report} from './report.ts'
import {stopOnSignals} from './signals.ts'
import {type Columns, escapeControls, renderCsv, renderTable} from './table.ts'

/** The flags that say which XiVO a command talks to. */
export interface ServerFlags {
  context?: string | undefined
  config?: string | undefined
}

export const csvFlag = Flags.boolean({description: 'print CSV', exclusive: ['json']})

/** What every command has in common: result on stdout, conversation on stderr, one exit-code table, with and without --json. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true

  private target: Settings | undefined

  static override baseFlags = {
    context: Flags.string({
      description: 'the XiVO to talk to: a context of the configuration file, or a demo',
      helpGroup: 'SERVER',
      helpValue: 'NAME',
    }),
    config: Flags.string({description: 'configuration file to read', helpGroup: 'SERVER', helpValue: 'FILE'}),
  }

  /** An argument that is missing is not read from standard input: what is piped may be customers' data, and would be told as a wrong value. */
  protected override async init(): Promise<void> {
    await super.init()
    for (const arg of Object.values(this.ctor.args)) arg.ignoreStdin = true
  }

  /** Runs `work` on the chosen XiVO. */
  protected async read<T>(flags: ServerFlags, work: (context: Context) => Promise<T>): Promise<T> {
    return this.connect(loadSettings(flags, process.env), work)
  }

  /** Runs `work` on the chosen XiVO after saying which one it is; where there are several, it must have been said. */
  protected async write<T>(flags: ServerFlags & {quiet?: boolean}, work: (context: Context) => Promise<T>): Promise<T> {
    return this.connect(this.announce(flags), work)
  }

  /** Asks before a loss on the XiVO that it names; without a terminal to ask on, --yes must have been said. */
  protected async confirm(flags: ServerFlags & {yes: boolean}, question: string): Promise<void> {
    await confirm(question, flags, () => this.announce(flags))
  }

  /** Says once, before anything is asked or written, which XiVO it is about. */
  protected announce(flags: ServerFlags & {quiet?: boolean}): Settings {
    if (this.target === undefined) {
      this.target = loadSettings(flags, process.env, {forWriting: true})
      if (!flags.quiet) this.note(`context: ${this.target.context}`)
    }
    return this.target
  }

  protected async connect<T>(settings: Settings, work: (context: Context) => Promise<T>): Promise<T> {
    const stop = stopOnSignals()
    try {
      return await withContext(settings, stop.signal, work)
    } finally {
      stop.release()
    }
  }

  /** Shows rows as a table, or as CSV with `csv`; under --json the returned document speaks instead. */
  protected show<T>(rows: readonly T[], columns: Columns<T>, {csv = false, empty = 'nothing found'} = {}): void {
    if (this.jsonEnabled()) return
    if (csv) this.log(renderCsv(rows, columns))
    else if (rows.length > 0) this.log(renderTable(rows, columns))
    else this.note(empty)
  }

  /** One object as a table of its fields; fields without value are left out. */
  protected showFields(fields: Record<string, string | number | undefined>): void {
    const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
    if (this.jsonEnabled()) return
    const width = Math.max(...known.map(([name]) => name.length))
    for (const [name, value] of known) this.log(`${name.padEnd(width)}  ${escapeControls(String(value))}`)
  }

  /** A sentence for the person who runs the command; never part of the result. */
  protected note(sentence: string): void {
    process.stderr.write(`${escapeControls(sentence, {newlines: false})}\n`)
  }

  /** For a command that did its work and brings bad news of this kind. */
  protected setExitCode(kind: ErrorKind | undefined): void {
    if (kind !== undefined) process.exitCode = exitCodes[kind]
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
