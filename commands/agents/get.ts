import {Args, Flags} from '@oclif/core'
import {agentName, agentQueues} from '../../src/cli/agents-view.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {type AgentConfig, explainAgent} from '../../src/services/agents.ts'

export default class AgentsGet extends BaseCommand {
  static override summary = 'show an agent and the queues it serves; the penalty in brackets'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 1001 --context demo',
    '<%= config.bin %> <%= command.id %> 1 --id --context demo --json',
  ]
  static override args = {
    number: Args.string({required: true, description: "the agent's number"}),
  }
  static override flags = {
    id: Flags.boolean({description: 'it is the id that is said, not the number'}),
  }

  async run(): Promise<AgentConfig> {
    const {args, flags} = await this.parse(AgentsGet)
    const reference = flags.id ? `id:${args.number}` : args.number
    const {agent, group} = await this.read(flags, (context) => explainAgent(context, reference))
    this.showFields({
      id: agent.id,
      number: agent.number,
      name: agentName(agent),
      context: agent.context,
      group,
      'user id': agent.userid,
      queues: agentQueues(agent) || 'none',
    })
    return agent
  }
}
