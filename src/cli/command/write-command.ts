import {Writable} from 'node:stream'
import {Flags} from '@oclif/core'
import type {Context} from '../../context.ts'
import {AppError, outcomeUnknown} from '../../errors.ts'
import {type Change, type Changed, shownChange} from '../../formats/changes.ts'
import type {ListFlags, Listing} from '../list/listing.ts'
import {BaseCommand, type ServerFlags} from './base-command.ts'
import {changedLines} from './change-view.ts'
import {confirm, yesFlag} from './confirm.ts'

export const dryRunFlag = Flags.boolean({description: 'show what would change, and write nothing'})

const quietFlag = Flags.boolean({char: 'q', description: 'print nothing unless something is wrong'})

export interface WriteFlags extends ServerFlags {
  'dry-run': boolean
  yes: boolean
  quiet: boolean
}

/** The fields that a dry run adds to the document. */
export interface DryRun {
  dryRun: true
  changes: Change[]
}

/** The --json document of a write. A dry run adds fields, so there an array becomes the field `list`. */
export type Written<D> = D | ((D extends readonly unknown[] ? {list: D} : D) & DryRun)

interface Writing<T, D> {
  /** The question to ask before data are lost, from the changes of a dry run. */
  ask?: (plan: Changed<T>) => string
  /** Shows more of the subject of the question, beside the changes. */
  showPlan?: (result: T) => void | Promise<void>
  /** Shows every change before the question, however many. */
  wholePlan?: boolean
  /** The message when nothing changes. */
  unchanged?: (result: T) => string
  /** Shows the result to people. */
  show?: (result: T) => void | Promise<void>
  /** The part of the result for --json; all of it by default. */
  document?: (result: T) => D
}

/** Options of a write on several objects. */
export type RowsWriting<T> = Pick<Writing<T[], never>, 'ask'>

/** A command that writes. It names the XiVO, shows the changes, has a dry run, and asks before data are lost. */
export abstract class WriteCommand extends BaseCommand {
  static override baseFlags = {
    ...BaseCommand.baseFlags,
    'dry-run': dryRunFlag,
    yes: yesFlag,
    quiet: quietFlag,
  }

  /** Does a write, or its dry run. A write with a question first makes a dry run; then it makes exactly the changes shown, or none. */
  protected async change<T extends object, D extends object = T>(
    flags: WriteFlags,
    work: (context: Context) => Promise<Changed<T>>,
    {ask, showPlan, wholePlan = false, unchanged, show = () => {}, document = asItIs}: Writing<T, D> = {},
  ): Promise<Written<D>> {
    const settings = this.announce(flags)
    this.mute = flags.quiet
    const tell = (changed: Changed<T>, how: {quiet: boolean; planned?: boolean; whole?: boolean}) => {
      for (const line of changedLines(changed, {...how, settings, unchanged: unchanged?.(changed.result)}))
        this.note(line)
    }
    const run = (how: Pick<Context, 'dryRun' | 'expected'>) =>
      this.connect(settings, (context) => work({...context, ...how}))
    if (flags['dry-run']) {
      const plan = await run({dryRun: true})
      tell(plan, {...flags, planned: true, whole: wholePlan})
      await show(plan.result)
      return rehearsed(document(plan.result), plan.changes)
    }
    let agreed: Changed<T> | undefined
    if (ask) {
      await confirm(async () => {
        agreed = await run({dryRun: true})
        tell(agreed, {quiet: false, planned: true, whole: wholePlan})
        await showPlan?.(agreed.result)
        return agreed.changes.length > 0 ? ask(agreed) : undefined
      }, flags)
    }
    const changed = agreed?.changes.length === 0 ? agreed : await run(agreed ? {expected: agreed.changes} : {})
    if (agreed === undefined) tell(changed, {...flags, whole: wholePlan})
    else if (agreed.changes.length > 0 && !flags.quiet) this.note('done')
    await showDone(changed, show)
    return document(changed.result)
  }

  /** The same for a write on several objects. Its document is their array, which is the field `list` in a dry run. */
  protected async changeRows<T, J = T>(
    flags: WriteFlags & ListFlags,
    work: (context: Context) => Promise<Changed<T[]>>,
    listing: Listing<T, J>,
    {ask}: RowsWriting<T> = {},
  ): Promise<Written<J[]>> {
    const show = this.rowsAsAsked(listing, flags)
    let list: J[] = []
    const written = await this.change(flags, work, {
      ...(ask && {ask}),
      show: async (rows) => {
        list = await show(rows)
      },
      document: () => ({list}),
    })
    return 'dryRun' in written ? written : list
  }

  /** The same for a write whose document is streamed; only --json collects it. */
  protected async changeWhole<T extends object>(
    flags: WriteFlags,
    work: (context: Context, sink?: Writable) => Promise<Changed<T>>,
    {ask}: Pick<Writing<T, never>, 'ask'> = {},
  ): Promise<Written<T>> {
    if (!this.jsonEnabled()) return this.change(flags, work, {...(ask && {ask})})
    let whole = ''
    const collecting = async (context: Context) => {
      const pieces: Buffer[] = []
      const sink = new Writable({
        autoDestroy: false,
        write(piece, _, done) {
          pieces.push(piece)
          done()
        },
      })
      const changed = await work(context, sink)
      whole = Buffer.concat(pieces).toString()
      return changed
    }
    return this.change(flags, collecting, {...(ask && {ask}), document: () => JSON.parse(whole)})
  }
}

/** The write stays done even if its result cannot be shown. */
async function showDone<T>({result, changes}: Changed<T>, show: (result: T) => void | Promise<void>): Promise<void> {
  try {
    await show(result)
  } catch (error) {
    if (changes.length === 0 || !(error instanceof AppError)) throw error
    throw outcomeUnknown(`done, but ${error.message}`, {hints: error.hints, cause: error})
  }
}

const asItIs = <T, D>(result: T) => result as unknown as D

/** A dry run's document. */
export function rehearsed<D extends object>(document: D, changes: readonly Change[]): D & DryRun {
  return {...document, dryRun: true, changes: changes.map(shownChange)}
}
