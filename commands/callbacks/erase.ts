import {Flags} from '@oclif/core'
import {erasedCount, erasureListing} from '../../src/cli/callbacks/erasure-view.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {type ErasedNumbers, eraseCallbacks} from '../../src/services/callbacks/erasure.ts'

export default class CallbacksErase extends WriteCommand {
  static override summary = 'permanently delete everything kept about a customer, by phone number'
  static override description =
    `For data protection: every request with the number, in every list, ongoing or closed, and what is kept of it to answer requests that are sent again. Shows what would go, and asks.
A French number is found in each of its spellings, 06…, +33 6… and 0033 6…, and those that are stored are listed. Files that were imported, their archive and rejects are not looked at.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --phone 0465710938 --dry-run --context demo',
    '<%= config.bin %> <%= command.id %> --phone 0199004512 --phone +33639981204 --yes --context demo',
  ]
  static override flags = {
    phone: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      required: true,
      description: 'number of the customer; matches either of the two numbers',
      helpValue: 'NUMBER',
    }),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<ErasedNumbers>> {
    const {flags} = await this.parse(CallbacksErase)
    const show = this.rowsAsAsked({...erasureListing, empty: 'no request has that number'}, flags)
    return this.change(flags, (context) => eraseCallbacks(context, flags.phone), {
      ask: ({result}) => `delete ${erasedCount(result)} for good?`,
      showPlan: (plan) => this.tellSpellings(plan),
      show: (erased) => {
        show(erased.lists)
        this.tellSpellings(erased)
      },
    })
  }

  private tellSpellings({spellings}: ErasedNumbers): void {
    if (spellings.length > 0) this.note(`stored as: ${spellings.join(', ')}`)
  }
}
