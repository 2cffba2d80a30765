import {Args, Flags} from '@oclif/core'
import {doNotCallListing} from '../../../src/cli/callbacks/do-not-call-view.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../../src/cli/list/list-flags.ts'
import {counted} from '../../../src/formats/counted.ts'
import {type DoNotCallEntry, removeDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'

export default class CallbacksDoNotCallRemove extends WriteCommand {
  static override summary = 'take numbers off the do-not-call list'
  static override description =
    'For customers who agree to being called again. Removes every entry of a number, in any spelling; with --queue, only the one for that queue. Shows the entries, and asks.'
  static override strict = false
  static override examples = [
    '<%= config.bin %> callbacks do-not-call add 0465710938 --context demo && <%= config.bin %> <%= command.id %> "+33 4 65 71 09 38" --yes --context demo',
  ]
  static override args = {
    phone: Args.string({required: true, description: 'phone number; several are allowed'}),
  }
  static override flags = {
    queue: Flags.string({description: 'only the entry for this queue, by name or id', helpValue: 'QUEUE'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<DoNotCallEntry[]>> {
    const {argv, flags} = await this.parse(CallbacksDoNotCallRemove)
    const {queue} = flags
    return this.changeRows(flags, (context) => removeDoNotCall(context, argv as string[], {queue}), doNotCallListing, {
      ask: ({result}) => `remove ${counted(result.length, 'entry', 'entries')} from the do-not-call list?`,
    })
  }
}
