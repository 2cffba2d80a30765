import {Args} from '@oclif/core'
import {listArg} from '../../../src/cli/arguments.ts'
import {BaseCommand} from '../../../src/cli/base-command.ts'
import {type CallbackList, changeList} from '../../../src/services/lists.ts'

export default class CallbacksListsRename extends BaseCommand {
  static override summary = 'give a callback list another name'
  static override examples = ['<%= config.bin %> <%= command.id %> "Relances ventes" "Relances janvier" --context demo']
  static override args = {
    ...listArg,
    name: Args.string({required: true, description: 'its new name'}),
  }

  async run(): Promise<CallbackList> {
    const {args, flags} = await this.parse(CallbacksListsRename)
    const {before, after} = await this.write(flags, (context) => changeList(context, args.list, {name: args.name}))
    this.log(`renamed '${before.name}' to '${after.name}'`)
    return after
  }
}
