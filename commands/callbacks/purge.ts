import {Flags} from '@oclif/core'
import {erasedCount, erasureListing} from '../../src/cli/callbacks/erasure-view.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import type {Context} from '../../src/context.ts'
import {usage} from '../../src/errors.ts'
import {counted} from '../../src/formats/counted.ts'
import {type PurgedRequests, purgeCallbacks} from '../../src/services/callbacks/erasure.ts'

export default class CallbacksPurge extends WriteCommand {
  static override summary = 'permanently delete old callback requests'
  static override description =
    `--closed-before deletes requests that were closed before that day and have not changed since; --due-before deletes requests that were due before that day, closed or not. The customers' data in their history and tickets are deleted, too. Shows what would be deleted, and asks.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --closed-before -90d --due-before -1y --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --list "Relances ventes" --yes --context demo',
  ]
  static override flags = {
    'closed-before': Flags.string({
      description: 'delete requests closed before this day: 2026-01-01, -90d, -1y',
      helpValue: 'DAY',
    }),
    'due-before': Flags.string({
      description: 'delete requests that were due before this day, closed or not',
      helpValue: 'DAY',
    }),
    list: Flags.string({description: 'delete only from this callback list, by name or uuid', helpValue: 'LIST'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<PurgedRequests>> {
    const {flags} = await this.parse(CallbacksPurge)
    const {list, 'closed-before': closedBefore, 'due-before': dueBefore} = flags
    if (closedBefore === undefined && dueBefore === undefined)
      throw usage('no date was given', {hints: ['give --closed-before DAY, --due-before DAY, or both']})
    const show = this.rowsAsAsked({...erasureListing, empty: 'no request is that old'}, flags)
    const purge = (context: Context) =>
      purgeCallbacks(context, {closedBefore, dueBefore}, list === undefined ? {} : {list})
    return this.change(flags, purge, {
      ask: ({result}) => `delete ${erasedCount(result)} for good?`,
      show: async ({lists, undated}) => {
        await show(lists)
        if (undated > 0) this.note(`kept: ${counted(undated, 'closed request')} without a closing date`)
      },
    })
  }
}
