import {Flags} from '@oclif/core'
import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {aboutSelections, selectionFlags} from '../../src/cli/callbacks/selection.ts'
import {someUuid, uuidOrSelectionArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {moveCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksMove extends RequestsCommand {
  static override summary = 'move callback requests to another list'
  static override description = aboutSelections('Moves')
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --to "Relances ventes" --context demo`,
    '<%= config.bin %> <%= command.id %> --queue support --overdue --to "Relances ventes" --dry-run --context demo',
  ]
  static override args = uuidOrSelectionArgs
  static override flags = {
    to: Flags.string({required: true, description: 'the list to move them to, by name or uuid', helpValue: 'LIST'}),
    ...selectionFlags,
    ...writtenRowFlags,
  }

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksMove)
    return this.changeRequests(flags, argv, (context, choice) => moveCallbacks(context, choice, flags.to), {
      ask: (requests) => `move ${requests} to the list '${flags.to}'?`,
    })
  }
}
