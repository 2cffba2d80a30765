import {loginArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {deleteRights, type Rights} from '../../src/services/rights/rights.ts'

export default class RightsDelete extends WriteCommand {
  static override summary = "delete a user's profile and rights"
  static override examples = ['<%= config.bin %> <%= command.id %> jurbain --yes --context demo']
  static override args = loginArg

  async run(): Promise<Written<Rights>> {
    const {args, flags} = await this.parse(RightsDelete)
    return this.change(flags, (context) => deleteRights(context, args.login), {
      ask: () => `delete the profile and rights of '${args.login}'?`,
    })
  }
}
