import type {Context} from '../../context.ts'
import type {Changed} from '../../formats/changes.ts'
import {wholeUuids} from '../../services/callbacks/requests.ts'
import type {Callback} from '../../services/callbacks/view.ts'
import {missingArgument} from '../command/missing.ts'
import {readUuids} from '../command/uuids.ts'
import {type RowsWriting, WriteCommand, type WriteFlags, type Written} from '../command/write-command.ts'
import type {ListFlags} from '../list/listing.ts'
import {callbackListing} from './view.ts'

/** A command that changes requests, all or none of them, and answers with their rows. */
export abstract class RequestsCommand extends WriteCommand {
  protected async changeRequests(
    flags: WriteFlags & ListFlags,
    words: readonly unknown[],
    work: (context: Context, uuids: string[]) => Promise<Changed<Callback[]>>,
    writing: RowsWriting<Callback> = {},
  ): Promise<Written<Callback[]>> {
    const uuids = await readUuids(words as string[])
    if (uuids === undefined) throw missingArgument('uuid', this.ctor, this.words())
    if (uuids.length === 0) return this.nothingToDo(flags)
    const meant = async (context: Context) => work(context, await wholeUuids(context, uuids))
    return this.changeRows(flags, meant, callbackListing, writing)
  }

  private nothingToDo({quiet, 'dry-run': dryRun}: WriteFlags): Written<Callback[]> {
    if (!quiet) this.note('no uuid: nothing to do')
    return dryRun ? {list: [], dryRun: true, changes: []} : []
  }
}
