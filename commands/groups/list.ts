import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type Group, listGroups} from '../../src/services/groups.ts'

export default class GroupsList extends ReadCommand {
  static override summary = 'list the agent groups, with their number of agents'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override flags = listFlags

  async run(): Promise<Documents<Group[]>> {
    const {flags} = await this.parse(GroupsList)
    return this.list(flags, listGroups, {
      columns: {
        id: ({id}) => id,
        name: ({name}) => name,
        agents: ({agents}) => agents,
      },
      id: ({name}) => name,
    })
  }
}
