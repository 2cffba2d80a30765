import {loginArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {yesFlag} from '../../src/cli/confirm.ts'
import {fieldLines, rightsFields} from '../../src/cli/rights-view.ts'
import {deleteRights, explainRights, type Rights} from '../../src/services/rights.ts'

export default class RightsDelete extends BaseCommand {
  static override summary = "take a user's profile and rights away"
  static override examples = ['<%= config.bin %> <%= command.id %> jurbain --yes --context demo']
  static override args = loginArg
  static override flags = {yes: yesFlag}

  async run(): Promise<Rights> {
    const {args, flags} = await this.parse(RightsDelete)
    await this.confirm(flags, `take profile and rights of '${args.login}' away?`, async (context) =>
      fieldLines(rightsFields(await explainRights(context, args.login))),
    )
    const rights = await this.write(flags, (context) => deleteRights(context, args.login))
    this.note(`'${args.login}' is no longer ${rights.type}`)
    return rights
  }
}
