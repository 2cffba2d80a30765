import {BaseCommand} from '../../src/cli/base-command.ts'
import {callbackLines, callbackListing} from '../../src/cli/callbacks-view.ts'
import {yesFlag} from '../../src/cli/confirm.ts'
import {sortedRowFlags} from '../../src/cli/list-flags.ts'
import {someUuid, uuidArgs} from '../../src/cli/uuids.ts'
import type {Callback} from '../../src/services/callback-view.ts'
import {deleteCallbacks, getCallback} from '../../src/services/callbacks.ts'

export default class CallbacksDelete extends BaseCommand {
  static override summary = 'delete callback requests for good'
  static override description = "To have one out of the way without losing it, take 'callbacks close'."
  static override strict = false
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --yes --context demo`]
  static override args = uuidArgs
  static override flags = {yes: yesFlag, ...sortedRowFlags}

  async run(): Promise<Callback[]> {
    const {argv, flags} = await this.parse(CallbacksDelete)
    const uuids = argv as string[]
    const show = this.rowsAsAsked(callbackListing, flags)
    await this.confirm(
      flags,
      `delete ${uuids.length === 1 ? 'this request' : `these ${uuids.length} requests`} for good?`,
      async (context) => callbackLines(await Promise.all(uuids.map((uuid) => getCallback(context, uuid)))),
    )
    const callbacks = await this.write(flags, (context) => deleteCallbacks(context, uuids))
    if (!flags.quiet) this.note(`deleted ${callbacks.length}`)
    return show(callbacks)
  }
}
