import {Args} from '@oclif/core'
import {listArg} from '../../../src/cli/arguments.ts'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {type CallbackList, changeList} from '../../../src/services/lists.ts'

export default class CallbacksListsSetQueue extends BaseCommand {
  static override summary = 'give a callback list, with its requests, to another queue'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" sales --context demo']
  static override args = {
    ...listArg,
    queue: Args.string({required: true, description: 'its new queue, by name or id'}),
  }

  async run(): Promise<CallbackList> {
    const {args, flags} = await this.parse(CallbacksListsSetQueue)
    const {before, after} = await this.write(flags, (context) => changeList(context, args.list, {queue: args.queue}))
    this.log(`list '${after.name}' is now for queue ${after.queueId}, it was for queue ${before.queueId}`)
    return after
  }
}
