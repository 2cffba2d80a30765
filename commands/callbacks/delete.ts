import {callbackListing} from '../../src/cli/callbacks/view.ts'
import {someUuid, uuidArgs} from '../../src/cli/command/uuids.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {sortedRowFlags} from '../../src/cli/list/list-flags.ts'
import {deleteCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksDelete extends WriteCommand {
  static override summary = 'delete callback requests for good'
  static override description = "To have one out of the way without losing it, use 'callbacks close'."
  static override strict = false
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --yes --context demo`]
  static override args = uuidArgs
  static override flags = sortedRowFlags

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksDelete)
    return this.changeRows(flags, (context) => deleteCallbacks(context, argv as string[]), callbackListing, {
      ask: ({changes}) =>
        `delete ${changes.length === 1 ? 'this request' : `these ${changes.length} requests`} for good?`,
    })
  }
}
