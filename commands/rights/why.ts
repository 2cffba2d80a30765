import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {loginArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {actionNames} from '../../src/cli/rights/view.ts'
import {type Access, explainAccess} from '../../src/services/rights/why.ts'

export default class RightsWhy extends ReadCommand {
  static override summary = 'explain what a user may do on a queue, and why'
  static override description =
    "Shows what XiVO's applications allow a profile, according to XiVO's public documentation."
  static override examples = [
    '<%= config.bin %> <%= command.id %> jbond --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jmenage --queue sales --context demo --json',
  ]
  static override args = loginArg
  static override flags = {
    queue: Flags.string({required: true, description: 'the queue, by name or id', helpValue: 'QUEUE'}),
    ...listFlags,
  }

  async run(): Promise<Documents<Access>> {
    const {args, flags} = await this.parse(RightsWhy)
    return this.listWithin(flags, (context) => explainAccess(context, args.login, flags.queue), {
      rows: ({permissions}) => permissions,
      columns: {
        may: ({allowed}) => (allowed ? 'yes' : 'no'),
        action: ({action}) => actionNames[action],
        because: ({because}) => because,
      },
      names: {allowed: 'may'},
      id: ({action}) => action,
      document: (permissions, access): Access => ({...access, permissions}),
      told: (all) => {
        for (const remark of all.flatMap(({remarks}) => remarks)) this.note(remark)
      },
    })
  }
}
