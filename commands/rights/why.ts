import {Flags} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {loginArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {actionNames, queueAccessListing} from '../../src/cli/rights/view.ts'
import {type Access, type EveryAccess, explainAccess, explainEveryAccess} from '../../src/services/rights/why.ts'

export default class RightsWhy extends ReadCommand {
  static override summary = 'explain what a user may do on each queue, and why'
  static override description =
    `Shows what XiVO's applications allow a profile, according to XiVO's public documentation.
Without --queue, shows every queue, and explains why the user sees none, or fewer than expected.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> jmenage --context demo',
    '<%= config.bin %> <%= command.id %> jbond --queue sales --context demo',
    '<%= config.bin %> <%= command.id %> jmenage --queue sales --context demo --json',
  ]
  static override args = loginArg
  static override flags = {
    queue: Flags.string({description: 'explain only this queue, by name or id', helpValue: 'QUEUE'}),
    ...listFlags,
  }

  async run(): Promise<Documents<Access> | Documents<EveryAccess>> {
    const {args, flags} = await this.parse(RightsWhy)
    const {queue} = flags
    const told = (all: {remarks: string[]}[]) => {
      for (const remark of all.flatMap(({remarks}) => remarks)) this.note(remark)
    }
    if (queue === undefined) {
      return this.listWithin(flags, (context) => explainEveryAccess(context, args.login), {
        ...queueAccessListing,
        rows: ({queues}) => queues,
        document: (queues, access): EveryAccess => ({...access, queues}),
        told,
      })
    }
    return this.listWithin(flags, (context) => explainAccess(context, args.login, queue), {
      rows: ({permissions}) => permissions,
      columns: {
        may: ({allowed}) => (allowed ? 'yes' : 'no'),
        action: ({action}) => actionNames[action],
        because: ({because}) => because,
      },
      names: {allowed: 'may'},
      id: ({action}) => action,
      document: (permissions, access): Access => ({...access, permissions}),
      told,
    })
  }
}
