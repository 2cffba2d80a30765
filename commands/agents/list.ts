import {agentName, agentQueues} from '../../src/cli/agents-view.ts'
import {BaseCommand, csvFlag} from '../../src/cli/base-command.ts'
import {type AgentConfig, explainAgents} from '../../src/services/agents.ts'

export default class AgentsList extends BaseCommand {
  static override summary = 'list the agents with the queues they serve; the penalty in brackets'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --json',
  ]
  static override flags = {csv: csvFlag}

  async run(): Promise<AgentConfig[]> {
    const {flags} = await this.parse(AgentsList)
    const agents = await this.read(flags, explainAgents)
    this.show(
      agents,
      {
        number: ({agent}) => agent.number,
        name: ({agent}) => agentName(agent),
        group: ({group}) => group,
        queues: ({agent}) => agentQueues(agent),
      },
      flags,
    )
    return agents.map(({agent}) => agent)
  }
}
