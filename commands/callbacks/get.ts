import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackFieldsView} from '../../src/cli/callbacks-view.ts'
import {someUuid} from '../../src/cli/uuids.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {getCallback} from '../../src/services/callbacks.ts'

export default class CallbacksGet extends BaseCommand {
  static override summary = 'show one callback request'
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --context demo`]
  static override args = {uuid: Args.string({required: true, description: 'uuid of the request'})}

  async run(): Promise<Callback> {
    const {args, flags} = await this.parse(CallbacksGet)
    const callback = await this.read(flags, (context) => getCallback(context, args.uuid))
    this.showFields(callbackFieldsView(callback))
    return callback
  }
}
