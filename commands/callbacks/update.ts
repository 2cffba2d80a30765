import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackFieldsView, callbackInput, callbackInputFlags} from '../../src/cli/callbacks-view.ts'
import {someUuid} from '../../src/cli/uuids.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {updateCallback} from '../../src/services/callbacks.ts'

export default class CallbacksUpdate extends BaseCommand {
  static override summary = 'mend a callback request'
  static override description = "What is not said stays. An empty value takes a value away: --mobile ''."
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --phone 0230210093 --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --due 2026-12-01 --period Matin --context demo`,
  ]
  static override args = {uuid: Args.string({required: true, description: 'uuid of the request'})}
  static override flags = callbackInputFlags

  async run(): Promise<Callback> {
    const {args, flags} = await this.parse(CallbacksUpdate)
    const {after} = await this.write(flags, (context) => updateCallback(context, args.uuid, callbackInput(flags)))
    this.showFields(callbackFieldsView(after))
    return after
  }
}
