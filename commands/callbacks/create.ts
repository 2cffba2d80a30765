import {callbackFieldsView, callbackInput, callbackInputFlags} from '../../src/cli/callbacks/view.ts'
import {listArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksCreate extends WriteCommand {
  static override summary = 'create one callback request in a list'
  static override description =
    'Requires --phone, --mobile or both. Without --due the request is due today; without --period it gets the default period.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Relances ventes" --phone 0298765432 --first-name Jack --company Cie --context demo',
  ]
  static override args = listArg
  static override flags = callbackInputFlags

  async run(): Promise<Written<Callback>> {
    const {args, flags} = await this.parse(CallbacksCreate)
    return this.change(
      flags,
      (context) => createCallback(context, args.list, callbackInput(flags), {tellsOthers: true}),
      {
        show: (callback) => this.showFields(callbackFieldsView(callback)),
      },
    )
  }
}
