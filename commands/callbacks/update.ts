import {Args} from '@oclif/core'
import {callbackFieldsView, callbackInput, callbackInputFlags} from '../../src/cli/callbacks/view.ts'
import {someUuid} from '../../src/cli/command/uuids.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {updateCallback} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksUpdate extends WriteCommand {
  static override summary = 'change a callback request'
  static override description = "Omitted fields keep their value. An empty value removes one: --mobile ''."
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --phone 0230210093 --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --due 2026-12-01 --period Matin --context demo`,
  ]
  static override args = {uuid: Args.string({required: true, description: 'uuid of the request'})}
  static override flags = callbackInputFlags

  async run(): Promise<Written<Callback>> {
    const {args, flags} = await this.parse(CallbacksUpdate)
    return this.change(flags, (context) => updateCallback(context, args.uuid, callbackInput(flags)), {
      show: (callback) => this.showFields(callbackFieldsView(callback)),
    })
  }
}
