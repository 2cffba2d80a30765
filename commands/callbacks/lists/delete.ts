import {listArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {deleteList, type ListHead} from '../../../src/services/callbacks/lists.ts'

export default class CallbacksListsDelete extends WriteCommand {
  static override summary = 'delete a callback list with all its requests'
  static override description = `--json prints the deleted list with all its requests, including closed ones.`
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" --yes --context demo']
  static override args = listArg

  async run(): Promise<Written<ListHead>> {
    const {args, flags} = await this.parse(CallbacksListsDelete)
    return this.changeWhole(flags, (context, sink) => deleteList(context, args.list, sink), {
      ask: ({result}) => `delete the list '${result.name}' with all its requests?`,
    })
  }
}
