import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {actionNames} from '../../src/cli/rights-view.ts'
import {type Access, explainAccess} from '../../src/services/rights-why.ts'

export default class RightsWhy extends BaseCommand {
  static override summary = 'explain what a user may do on a queue, and through what'
  static override description = "What XiVO's applications make of a profile, as its public documentation has it."
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jmenage --queue sales --context demo --json',
  ]
  static override args = {
    login: Args.string({required: true, description: 'login of the user, exactly as XiVO has it'}),
  }
  static override flags = {
    queue: Flags.string({required: true, description: 'the queue, by name or id', helpValue: 'QUEUE'}),
  }

  async run(): Promise<Access> {
    const {args, flags} = await this.parse(RightsWhy)
    const access = await this.read(flags, (context) => explainAccess(context, args.login, flags.queue))
    this.show(access.permissions, {
      may: ({allowed}) => (allowed ? 'yes' : 'no'),
      action: ({action}) => actionNames[action],
      because: ({because}) => because,
    })
    for (const remark of access.remarks) this.note(remark)
    return access
  }
}
