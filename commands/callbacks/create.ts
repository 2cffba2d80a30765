import {closedDaysFlag} from '../../src/cli/callbacks/closed-days-flag.ts'
import {callbackFieldsView, callbackInput, callbackInputFlags, withoutNames} from '../../src/cli/callbacks/view.ts'
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
  static override flags = {...callbackInputFlags, 'closed-days': closedDaysFlag}

  async run(): Promise<Written<Callback>> {
    const {args, flags} = await this.parse(CallbacksCreate)
    const options = {tellsOthers: true, closedDays: flags['closed-days']}
    return this.change(flags, (context) => createCallback(context, args.list, callbackInput(flags), options), {
      show: (callback) => this.showFields(callbackFieldsView(callback)),
      document: withoutNames,
    })
  }
}
