import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {aboutSelections, selectionFlags} from '../../src/cli/callbacks/selection.ts'
import {attemptOf, closingFlags} from '../../src/cli/callbacks/tickets-view.ts'
import {someUuid, uuidOrSelectionArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksClose extends RequestsCommand {
  static override summary = 'close callback requests'
  static override description = `With --status, adds a ticket to each request that it closes: see 'callbacks tickets'.
${aboutSelections('Closes')}`
  static override strict = false
  static override examples = [
    `<%= config.bin %> <%= command.id %> ${someUuid} --context demo`,
    `<%= config.bin %> <%= command.id %> ${someUuid} --status answered --agent 1001 --context demo`,
    '<%= config.bin %> <%= command.id %> --list "Relances ventes" --overdue --yes --context demo',
    `<%= config.bin %> <%= command.id %> --queue sales --filter 'dueDate < -1m' --dry-run --context demo`,
  ]
  static override args = uuidOrSelectionArgs
  static override flags = {...selectionFlags, ...closingFlags, ...writtenRowFlags}

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksClose)
    const attempt = attemptOf(flags)
    return this.changeRequests(flags, argv, (context, choice) => closeCallbacks(context, choice, attempt), {
      ask: (requests) => `close ${requests}?`,
    })
  }
}
