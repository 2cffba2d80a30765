import {listArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackFieldsView, callbackInput, callbackInputFlags} from '../../src/cli/callbacks-view.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {createCallback} from '../../src/services/callbacks.ts'

export default class CallbacksCreate extends BaseCommand {
  static override summary = 'create one callback request in a list'
  static override description =
    'At least one of --phone and --mobile. Due today and in the default period unless it says otherwise.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Relances ventes" --phone 0298765432 --first-name Jack --company Cie --context demo',
  ]
  static override args = listArg
  static override flags = callbackInputFlags

  async run(): Promise<Callback> {
    const {args, flags} = await this.parse(CallbacksCreate)
    const callback = await this.write(flags, (context) => createCallback(context, args.list, callbackInput(flags)))
    this.showFields(callbackFieldsView(callback))
    return callback
  }
}
