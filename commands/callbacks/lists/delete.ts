import {listArg} from '../../../src/cli/arguments.ts'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {yesFlag} from '../../../src/cli/confirm.ts'
import {counted} from '../../../src/formats/counted.ts'
import {callbackStats} from '../../../src/services/callbacks-stats.ts'
import {type CallbackList, deleteList} from '../../../src/services/lists.ts'

export default class CallbacksListsDelete extends BaseCommand {
  static override summary = 'delete a callback list with all its requests'
  static override description = `--json prints the list as it was, closed requests included.`
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" --yes --context demo']
  static override args = listArg
  static override flags = {yes: yesFlag}

  async run(): Promise<CallbackList> {
    const {args, flags} = await this.parse(CallbacksListsDelete)
    await this.confirm(flags, `delete the list '${args.list}' with all its requests?`, async (context) => {
      const {ongoing, closed} = await callbackStats(context, {list: args.list})
      return `  ${ongoing} ongoing, ${closed} closed`
    })
    const list = await this.write(flags, (context) => deleteList(context, args.list))
    const {length} = list.callbacks
    this.log(`deleted the list '${list.name}' and its ${counted(length, 'request')}`)
    return list
  }
}
