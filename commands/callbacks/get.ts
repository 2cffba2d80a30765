import {callbackFieldsView} from '../../src/cli/callbacks/view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {longEnough, someUuid, uuidArg} from '../../src/cli/command/uuids.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {getCallback, wholeUuid} from '../../src/services/callbacks/requests.ts'
import type {Callback} from '../../src/services/callbacks/view.ts'

export default class CallbacksGet extends ReadCommand {
  static override summary = 'show one callback request'
  static override examples = [`<%= config.bin %> <%= command.id %> ${someUuid} --context demo`]
  static override args = uuidArg
  static override flags = contextsFlag

  async run(): Promise<Documents<Callback>> {
    const {args, flags} = await this.parse(CallbacksGet)
    const typed = longEnough(args.uuid)
    return this.describe(flags, async (context) => getCallback(context, await wholeUuid(context, typed)), {
      fields: ({found}) => callbackFieldsView(found),
      document: ({found}) => found,
    })
  }
}
