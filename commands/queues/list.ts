import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {listQueues, type Queue} from '../../src/services/queues.ts'

export default class QueuesList extends ReadCommand {
  static override summary = 'list the queues, with the number of agents that serve them'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
    '<%= config.bin %> <%= command.id %> --sort agents:desc --columns name,agents --context demo',
    '<%= config.bin %> <%= command.id %> --ids --context demo',
  ]
  static override flags = listFlags

  async run(): Promise<Documents<Queue[]>> {
    const {flags} = await this.parse(QueuesList)
    return this.list(flags, listQueues, {
      columns: {
        id: ({id}) => id,
        name: ({name}) => name,
        displayname: ({displayname}) => displayname,
        number: ({number}) => number,
        enabled: ({enabled}) => (enabled ? 'yes' : 'no'),
        agents: ({agents}) => agents,
      },
      id: ({name}) => name,
    })
  }
}
