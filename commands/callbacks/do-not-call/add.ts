import {Args} from '@oclif/core'
import {doNotCallListing, objectionFlags} from '../../../src/cli/callbacks/do-not-call-view.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../../src/cli/list/list-flags.ts'
import {addDoNotCall, type DoNotCallEntry} from '../../../src/services/callbacks/do-not-call.ts'

export default class CallbacksDoNotCallAdd extends WriteCommand {
  static override summary = 'put numbers on the do-not-call list'
  static override description =
    `For customers who object to being called. An entry applies to all queues or, with --queue, to one: an objection to calls from sales does not stop a call that support has promised. Imports then leave out requests with the number, in any spelling, and 'callbacks create' refuses them. Existing requests stay: see them with 'callbacks find --do-not-call'.
A number that is already on the list, for the same queue or for all, keeps its reason and day; to change them, remove the number first.`
  static override strict = false
  static override examples = [
    '<%= config.bin %> <%= command.id %> 0465710938 --queue sales --reason "letter of 2 November" --context demo',
    '<%= config.bin %> <%= command.id %> +33465710938 0199004512 --since yesterday --dry-run --context demo',
  ]
  static override args = {
    phone: Args.string({required: true, description: 'phone number; several are allowed'}),
  }
  static override flags = {...objectionFlags, ...writtenRowFlags}

  async run(): Promise<Written<DoNotCallEntry[]>> {
    const {argv, flags} = await this.parse(CallbacksDoNotCallAdd)
    const {queue, reason, since} = flags
    const add = {queue, reason, since}
    return this.changeRows(flags, (context) => addDoNotCall(context, argv as string[], add), doNotCallListing)
  }
}
