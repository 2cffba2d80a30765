import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackColumns} from '../../src/cli/callbacks-view.ts'
import {someUuid, uuidArgs} from '../../src/cli/uuids.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {reopenCallbacks} from '../../src/services/callbacks.ts'

export default class CallbacksReopen extends BaseCommand {
  static override summary = 'open closed callback requests again'
  static override strict = false
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --context demo`]
  static override args = uuidArgs

  async run(): Promise<Callback[]> {
    const {argv, flags} = await this.parse(CallbacksReopen)
    const callbacks = await this.write(flags, (context) => reopenCallbacks(context, argv as string[]))
    this.show(callbacks, callbackColumns)
    return callbacks
  }
}
