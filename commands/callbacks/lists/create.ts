import {Args, Flags} from '@oclif/core'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {type CallbackList, createNamedList} from '../../../src/services/callbacks/lists.ts'

export default class CallbacksListsCreate extends WriteCommand {
  static override summary = 'create a callback list for a queue'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances de Noël" --queue ventes --context demo']
  static override args = {name: Args.string({required: true, description: 'name of the list'})}
  static override flags = {
    queue: Flags.string({required: true, description: 'queue of the list, by name or id', helpValue: 'QUEUE'}),
    'if-missing': Flags.boolean({description: 'do nothing if the queue already has a list of this name'}),
  }

  async run(): Promise<Written<CallbackList>> {
    const {args, flags} = await this.parse(CallbacksListsCreate)
    const ifMissing = flags['if-missing']
    return this.change(flags, (context) => createNamedList(context, args.name, flags.queue, {ifMissing}), {
      unchanged: ({name}) => `list '${name}'`,
      show: ({uuid, name, queueId}) => this.showFields({uuid, name, queue: queueId}),
    })
  }
}
