import type {Context} from '../../context.ts'
import {usage} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {wholeUuids} from '../../services/callbacks/requests.ts'
import type {Choice} from '../../services/callbacks/selection.ts'
import type {Callback, NamedCallback} from '../../services/callbacks/view.ts'
import {missingArgument} from '../command/missing.ts'
import {readUuids} from '../command/uuids.ts'
import {WriteCommand, type WriteFlags, type Written} from '../command/write-command.ts'
import type {ListFlags} from '../list/listing.ts'
import {type ConditionFlags, selectionOf} from './selection.ts'
import {writtenListing} from './view.ts'

type RequestsFlags = WriteFlags & ListFlags & ConditionFlags & {'at-most'?: number | undefined}

interface Asking {
  /** The question about `these 12 requests`. */
  ask: (requests: string) => string
  /** Asks even if the requests are given by uuid. */
  always?: boolean
}

/** A command that changes requests, all or none of them, and answers with their rows. */
export abstract class RequestsCommand extends WriteCommand {
  protected async changeRequests(
    flags: RequestsFlags,
    words: readonly unknown[],
    work: (context: Context, choice: Choice) => Promise<Changed<NamedCallback[]>>,
    {ask, always = false}: Asking,
  ): Promise<Written<Callback[]>> {
    const asking = {
      ask: ({changes}: Changed<Callback[]>) =>
        ask(changes.length === 1 ? 'this request' : `these ${changes.length} requests`),
    }
    const selection = selectionOf(flags)
    if (selection !== undefined) {
      refuseUuids(words)
      const listing = {...writtenListing, empty: 'no request matches'}
      return this.changeRows(flags, (context) => work(context, selection), listing, asking)
    }
    const uuids = await readUuids(words as string[])
    if (uuids === undefined || flags['at-most'] !== undefined) throw missingArgument('uuid', this.ctor, this.words())
    if (uuids.length === 0) return this.nothingToDo(flags)
    const meant = async (context: Context) => work(context, await wholeUuids(context, uuids))
    return this.changeRows(flags, meant, writtenListing, always ? asking : {})
  }

  private nothingToDo({quiet, 'dry-run': dryRun}: WriteFlags): Written<Callback[]> {
    if (!quiet) this.note('no uuid: nothing to do')
    return dryRun ? {list: [], dryRun: true, changes: []} : []
  }
}

function refuseUuids(words: readonly unknown[]): void {
  if (words.length === 0) return
  throw usage('give either uuids or selection flags, not both: nothing was done', {
    hints: ["a uuid can be a condition too: --filter 'uuid = …'"],
  })
}
