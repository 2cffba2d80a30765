import {Flags} from '@oclif/core'
import type {Documents} from '../../../src/cli/answers.ts'
import {listFlags} from '../../../src/cli/list-flags.ts'
import {listColumns} from '../../../src/cli/lists-view.ts'
import {ReadCommand} from '../../../src/cli/read-command.ts'
import type {Context} from '../../../src/context.ts'
import {type CallbackList, listCallbackLists} from '../../../src/services/lists.ts'
import {queueNames} from '../../../src/services/queues.ts'

export default class CallbacksLists extends ReadCommand {
  static override summary = 'list the callback lists, with their ongoing requests'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --with-requests --json --context demo',
    '<%= config.bin %> <%= command.id %> --sort ongoing:desc --columns name,ongoing --context demo',
  ]
  static override flags = {
    'with-requests': Flags.boolean({description: 'only lists that have ongoing requests'}),
    ...listFlags,
  }

  async run(): Promise<Documents<CallbackList[]>> {
    const {flags} = await this.parse(CallbacksLists)
    const read = async (context: Context) => {
      const lists = await listCallbackLists(context, {withRequest: flags['with-requests']})
      const names = await queueNames(context)
      return lists.map((list) => ({list, queue: names.get(list.queueId)}))
    }
    return this.list(flags, read, {
      columns: listColumns,
      id: ({list}) => list.uuid,
      json: ({list}): CallbackList => list,
    })
  }
}
