import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {aboutSelections, selectionFlags} from '../../src/cli/callbacks/selection.ts'
import {someUuid, uuidOrSelectionArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {reopenCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksReopen extends RequestsCommand {
  static override summary = 'reopen closed callback requests'
  static override description = aboutSelections('Reopens')
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --context demo`,
    `<%= config.bin %> <%= command.id %> --queue sales --filter 'closedAt >= today' --dry-run --context demo`,
  ]
  static override args = uuidOrSelectionArgs
  static override flags = {...selectionFlags, ...writtenRowFlags}

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksReopen)
    return this.changeRequests(flags, argv, reopenCallbacks, {ask: (requests) => `reopen ${requests}?`})
  }
}
