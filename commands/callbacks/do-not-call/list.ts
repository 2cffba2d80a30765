import {Flags} from '@oclif/core'
import {doNotCallListing} from '../../../src/cli/callbacks/do-not-call-view.ts'
import type {Documents} from '../../../src/cli/command/answers.ts'
import {ReadCommand} from '../../../src/cli/command/read-command.ts'
import {listFlags} from '../../../src/cli/list/list-flags.ts'
import {type DoNotCallEntry, listDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'

export default class CallbacksDoNotCallList extends ReadCommand {
  static override summary = 'list the numbers on the do-not-call list, newest first'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --phone "+33 4 65 71 09 38" --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> --csv --columns number,queue,since --context demo',
  ]
  static override flags = {
    phone: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'only this number, in any spelling',
      helpValue: 'NUMBER',
    }),
    queue: Flags.string({
      description: 'only entries that apply to this queue, by name or id: its own, and those for all queues',
      helpValue: 'QUEUE',
    }),
    ...listFlags,
  }

  async run(): Promise<Documents<DoNotCallEntry[]>> {
    const {flags} = await this.parse(CallbacksDoNotCallList)
    const {phone: phones, queue} = flags
    return this.list(flags, (context) => listDoNotCall(context, {phones, queue}), doNotCallListing)
  }
}
