import {Args, Flags} from '@oclif/core'
import {type AgentDocument, agentDocument, agentName, agentQueues, isLoggedIn} from '../../src/cli/agents/view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {getAgent} from '../../src/services/agents.ts'

export default class AgentsGet extends ReadCommand {
  static override summary = 'show an agent and the queues they serve, with penalties in brackets'
  static override examples = [
    '<%= config.bin %> <%= command.id %> 1001 --context demo',
    '<%= config.bin %> <%= command.id %> 1 --id --context demo --json',
  ]
  static override args = {
    number: Args.string({required: true, description: "the agent's number"}),
  }
  static override flags = {
    id: Flags.boolean({description: 'treat NUMBER as the id of an agent'}),
    ...contextsFlag,
  }

  async run(): Promise<Documents<AgentDocument>> {
    const {args, flags} = await this.parse(AgentsGet)
    const reference = flags.id ? `id:${args.number}` : args.number
    return this.describe(flags, (context) => getAgent(context, reference), {
      fields: ({agent, group, login}) => ({
        id: agent.id,
        number: agent.number,
        name: agentName(agent),
        context: agent.context,
        group,
        'user id': agent.userid,
        'logged in': isLoggedIn(login),
        extension: login?.extension,
        queues: agentQueues(agent) || 'none',
      }),
      document: agentDocument,
    })
  }
}
