import {callbackFieldsView, callbackInput, callbackInputFlags} from '../../src/cli/callbacks/view.ts'
import {longEnough, someUuid, uuidArg} from '../../src/cli/command/uuids.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import type {Context} from '../../src/context.ts'
import {updateCallback, wholeUuid} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksUpdate extends WriteCommand {
  static override summary = 'change a callback request'
  static override description = "Omitted fields keep their value. An empty value clears a field: --mobile ''."
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --phone 0230210093 --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --due 2026-12-01 --period Matin --context demo`,
  ]
  static override args = uuidArg
  static override flags = callbackInputFlags

  async run(): Promise<Written<Callback>> {
    const {args, flags} = await this.parse(CallbacksUpdate)
    const typed = longEnough(args.uuid)
    const update = async (context: Context) =>
      updateCallback(context, await wholeUuid(context, typed), callbackInput(flags))
    return this.change(flags, update, {
      show: (callback) => this.showFields(callbackFieldsView(callback)),
    })
  }
}
