import {Args} from '@oclif/core'
import {listArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {changeList, type ListHead} from '../../../src/services/callbacks/lists.ts'

export default class CallbacksListsSetQueue extends WriteCommand {
  static override summary = 'assign a callback list, with its requests, to another queue'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" sales --context demo']
  static override args = {
    ...listArg,
    queue: Args.string({required: true, description: 'new queue of the list, by name or id'}),
  }

  async run(): Promise<Written<ListHead>> {
    const {args, flags} = await this.parse(CallbacksListsSetQueue)
    return this.changeWhole(flags, (context, sink) => changeList(context, args.list, {queue: args.queue}, sink))
  }
}
