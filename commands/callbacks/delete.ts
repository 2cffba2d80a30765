import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {aboutSelections, selectionFlags} from '../../src/cli/callbacks/selection.ts'
import {someUuid, uuidOrSelectionArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {deleteCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksDelete extends RequestsCommand {
  static override summary = 'permanently delete callback requests'
  static override description = `To keep a request that is done, use 'callbacks close' instead.
${aboutSelections('Deletes')}`
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --yes --context demo`,
    `<%= config.bin %> <%= command.id %> --list "Relances ventes" --filter 'clotured = true' --dry-run --context demo`,
  ]
  static override args = uuidOrSelectionArgs
  static override flags = {...selectionFlags, ...writtenRowFlags}

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksDelete)
    return this.changeRequests(flags, argv, deleteCallbacks, {
      ask: (requests) => `delete ${requests} for good?`,
      always: true,
    })
  }
}
