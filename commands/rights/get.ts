import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {rightsFields} from '../../src/cli/rights-view.ts'
import {explainRights, type Rights} from '../../src/services/rights.ts'

export default class RightsGet extends BaseCommand {
  static override summary = "show a user's profile and rights"
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --context demo',
    '<%= config.bin %> <%= command.id %> jbond --context demo --json',
  ]
  static override args = {
    login: Args.string({required: true, description: 'login of the user, exactly as XiVO has it'}),
  }

  async run(): Promise<Rights> {
    const {args, flags} = await this.parse(RightsGet)
    const {rights, named} = await this.read(flags, (context) => explainRights(context, args.login))
    this.showFields(rightsFields({rights, named}))
    return rights
  }
}
