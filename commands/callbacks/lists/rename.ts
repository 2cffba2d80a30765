import {Args} from '@oclif/core'
import {listArg} from '../../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../../src/cli/command/write-command.ts'
import {changeList, type ListHead} from '../../../src/services/callbacks/lists.ts'

export default class CallbacksListsRename extends WriteCommand {
  static override summary = 'rename a callback list'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" "Relances janvier" --context demo']
  static override args = {
    ...listArg,
    name: Args.string({required: true, description: 'new name of the list'}),
  }

  async run(): Promise<Written<ListHead>> {
    const {args, flags} = await this.parse(CallbacksListsRename)
    return this.changeWhole(flags, (context, sink) => changeList(context, args.list, {name: args.name}, sink))
  }
}
