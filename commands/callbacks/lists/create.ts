import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {type CallbackList, countNamesakes, createList} from '../../../src/services/lists.ts'

export default class CallbacksListsCreate extends BaseCommand {
  static override summary = 'create a callback list for a queue'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances de Noël" --queue ventes --context demo']
  static override args = {name: Args.string({required: true, description: 'name of the list'})}
  static override flags = {
    queue: Flags.string({char: 'q', required: true, description: 'its queue, by name or id', helpValue: 'QUEUE'}),
  }

  async run(): Promise<CallbackList> {
    const {args, flags} = await this.parse(CallbacksListsCreate)
    const {list, namesakes} = await this.write(flags, async (context) => {
      const list = await createList(context, args.name, flags.queue)
      return {list, namesakes: await countNamesakes(context, list.name)}
    })
    if (namesakes > 1) this.warn(`${namesakes} lists are called '${list.name}' now: only their uuids tell them apart`)
    this.showFields({uuid: list.uuid, name: list.name, queue: list.queueId})
    return list
  }
}
