import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {listQueues, type Queue} from '../../src/services/queues.ts'

export default class QueuesList extends BaseCommand {
  static override summary = 'list the queues, with the number of agents that serve them'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override flags = {csv: csvFlag}

  async run(): Promise<Queue[]> {
    const {flags} = await this.parse(QueuesList)
    const queues = await this.read(flags, listQueues)
    this.show(
      queues,
      {
        id: ({id}) => id,
        name: ({name}) => name,
        displayname: ({displayname}) => displayname,
        number: ({number}) => number,
        enabled: ({enabled}) => (enabled ? 'yes' : 'no'),
        agents: ({agents}) => agents,
      },
      flags,
    )
    return queues
  }
}
