import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackListing} from '../../src/cli/callbacks-view.ts'
import {sortedRowFlags} from '../../src/cli/list-flags.ts'
import {someUuid, uuidArgs} from '../../src/cli/uuids.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {reopenCallbacks} from '../../src/services/callbacks.ts'

export default class CallbacksReopen extends BaseCommand {
  static override summary = 'open closed callback requests again'
  static override strict = false
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --context demo`]
  static override args = uuidArgs
  static override flags = sortedRowFlags

  async run(): Promise<Callback[]> {
    const {argv, flags} = await this.parse(CallbacksReopen)
    const show = this.rowsAsAsked(callbackListing, flags)
    return show(await this.write(flags, (context) => reopenCallbacks(context, argv as string[])))
  }
}
