import {Flags} from '@oclif/core'
import {erasedCount, erasureListing} from '../../src/cli/callbacks/erasure-view.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {type PurgedRequests, purgeCallbacks} from '../../src/services/callbacks/erasure.ts'

export default class CallbacksPurge extends WriteCommand {
  static override summary = 'permanently delete callback requests closed before a day'
  static override description =
    'Deletes requests that were closed before this day and have not changed since. Ongoing requests are kept, however old. Shows what would be deleted, and asks.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --closed-before 2026-01-01 --list "Relances ventes" --yes --context demo',
  ]
  static override flags = {
    'closed-before': Flags.string({
      required: true,
      description: 'delete requests closed before this day',
      helpValue: 'YYYY-MM-DD',
    }),
    list: Flags.string({description: 'delete only from this callback list, by name or uuid', helpValue: 'LIST'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<PurgedRequests>> {
    const {flags} = await this.parse(CallbacksPurge)
    const {list, 'closed-before': day} = flags
    const show = this.rowsAsAsked({...erasureListing, empty: `no request was closed before ${day}`}, flags)
    return this.change(flags, (context) => purgeCallbacks(context, day, list === undefined ? {} : {list}), {
      ask: ({result}) => `delete ${erasedCount(result)} for good?`,
      show: async ({lists, undated}) => {
        await show(lists)
        if (undated > 0) this.note(`${undated} closed requests have no closing date, and are kept`)
      },
    })
  }
}
