import type {Documents} from '../../src/cli/command/answers.ts'
import {loginArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {rightsFields} from '../../src/cli/rights/view.ts'
import {getRights, type Rights} from '../../src/services/rights/rights.ts'

/** The rights, and whose they are. */
type UserRights = {login: string} & Rights

export default class RightsGet extends ReadCommand {
  static override summary = "show a user's profile and rights"
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --context demo',
    '<%= config.bin %> <%= command.id %> jbond --context demo --json',
  ]
  static override args = loginArg
  static override flags = contextsFlag

  async run(): Promise<Documents<UserRights>> {
    const {args, flags} = await this.parse(RightsGet)
    return this.describe(flags, (context) => getRights(context, args.login), {
      fields: ({found}) => rightsFields(args.login, found),
      document: ({found: {rights}}): UserRights => ({login: args.login, ...rights}),
    })
  }
}
