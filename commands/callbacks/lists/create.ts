import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {type CallbackList, createNamedList} from '../../../src/services/lists.ts'

export default class CallbacksListsCreate extends BaseCommand {
  static override summary = 'create a callback list for a queue'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances de Noël" --queue ventes --context demo']
  static override args = {name: Args.string({required: true, description: 'name of the list'})}
  static override flags = {
    queue: Flags.string({char: 'q', required: true, description: 'its queue, by name or id', helpValue: 'QUEUE'}),
    'if-missing': Flags.boolean({description: 'a list of this name that is for the queue already will do'}),
  }

  async run(): Promise<CallbackList> {
    const {args, flags} = await this.parse(CallbacksListsCreate)
    const {list, created} = await this.write(flags, (context) =>
      createNamedList(context, args.name, flags.queue, {ifMissing: flags['if-missing']}),
    )
    if (!created) this.note(`unchanged: the list '${list.name}' is there already`)
    this.showFields({uuid: list.uuid, name: list.name, queue: list.queueId})
    return list
  }
}
