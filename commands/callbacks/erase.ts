import {Flags} from '@oclif/core'
import {erasedCount, erasureListing} from '../../src/cli/callbacks/erasure-view.ts'
import {whoFlags, whoOf} from '../../src/cli/callbacks/person-view.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {counted} from '../../src/formats/counted.ts'
import {type ErasedNumbers, eraseCallbacks} from '../../src/services/callbacks/erasure.ts'

export default class CallbacksErase extends WriteCommand {
  static override summary = 'permanently delete everything kept about a customer, by phone number'
  static override description =
    `For data protection: deletes everything that 'callbacks person' shows. That is every request with the number, in every list, ongoing or closed; its states in the history; the customer's data in tickets, and in the answers stored for repeated API requests; and the number's entries in the do-not-call list. Shows what would be deleted, and asks.
If several names share the number, --name or --everyone is required, even with --yes. A number is found in each of its spellings, such as 06…, +33 6… and 0033 6…; the stored spellings are listed. Imported files, archived files and rejects files are not searched.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --phone 0465710938 --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --phone 0199004512 --phone +33639981204 --yes --context demo',
    '<%= config.bin %> <%= command.id %> --phone 0465710938 --do-not-call --dry-run --context demo',
  ]
  static override flags = {
    ...whoFlags,
    'do-not-call': Flags.boolean({
      description:
        'keep the numbers on the do-not-call list, or add them to it, for all queues; delete everything else',
    }),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<ErasedNumbers>> {
    const {flags} = await this.parse(CallbacksErase)
    const show = this.rowsAsAsked({...erasureListing, empty: 'no request has that number'}, flags)
    return this.change(flags, (context) => eraseCallbacks(context, whoOf(flags), {doNotCall: flags['do-not-call']}), {
      ask: ({result}) =>
        result.ongoing + result.closed === 0
          ? 'permanently delete what else is kept about this customer?'
          : `delete ${erasedCount(result)} for good?`,
      showPlan: (plan) => this.tellMore(plan),
      show: async (erased) => {
        await show(erased.lists)
        this.tellMore(erased)
      },
    })
  }

  private tellMore({spellings, others = 0}: ErasedNumbers): void {
    if (spellings.length > 0) this.note(`stored as: ${spellings.join(', ')}`)
    if (others > 0)
      this.note(`kept: ${counted(others, 'request')} with this number, which may belong to another person`)
  }
}
