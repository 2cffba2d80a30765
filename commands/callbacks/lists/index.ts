import {Flags} from '@oclif/core'
import {BaseCommand, csvFlag} from '../../../src/cli/base-command.ts'
import {listColumns} from '../../../src/cli/lists-view.ts'
import {type CallbackList, listCallbackLists} from '../../../src/services/lists.ts'
import {queueNames} from '../../../src/services/queues.ts'

export default class CallbacksLists extends BaseCommand {
  static override summary = 'list the callback lists, with their ongoing requests'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --with-requests --json --context demo',
  ]
  static override flags = {
    'with-requests': Flags.boolean({description: 'only lists that have ongoing requests'}),
    csv: csvFlag,
  }

  async run(): Promise<CallbackList[]> {
    const {flags} = await this.parse(CallbacksLists)
    const {lists, names} = await this.read(flags, async (context) => ({
      lists: await listCallbackLists(context, {withRequest: flags['with-requests']}),
      names: await queueNames(context),
    }))
    this.show(lists, listColumns(names), flags)
    return lists
  }
}
