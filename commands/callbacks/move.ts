import {Flags} from '@oclif/core'
import {RequestsCommand} from '../../src/cli/callbacks/requests-command.ts'
import {someUuid, uuidArgs} from '../../src/cli/command/uuids.ts'
import type {Written} from '../../src/cli/command/write-command.ts'
import {writtenRowFlags} from '../../src/cli/list/list-flags.ts'
import {moveCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksMove extends RequestsCommand {
  static override summary = 'move callback requests to another list'
  static override strict = false
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --to "Relances ventes" --context demo`]
  static override args = uuidArgs
  static override flags = {
    to: Flags.string({required: true, description: 'the list to move them to, by name or uuid', helpValue: 'LIST'}),
    ...writtenRowFlags,
  }

  async run(): Promise<Written<Callback[]>> {
    const {argv, flags} = await this.parse(CallbacksMove)
    return this.changeRequests(flags, argv, (context, uuids) => moveCallbacks(context, uuids, flags.to))
  }
}
