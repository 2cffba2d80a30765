import {Flags} from '@oclif/core'
import {agentName, agentQueues} from '../../src/cli/agents/view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type AgentConfig, listAgents} from '../../src/services/agents.ts'

export default class AgentsList extends ReadCommand {
  static override summary = 'list the agents and the queues they serve, with penalties in brackets'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --queue support --context demo',
    '<%= config.bin %> <%= command.id %> --context demo',
    '<%= config.bin %> <%= command.id %> --sort number --columns number,name --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --json',
  ]
  static override flags = {
    queue: Flags.string({description: 'only agents of this queue, by name or id', helpValue: 'QUEUE'}),
    ...listFlags,
  }

  async run(): Promise<Documents<AgentConfig[]>> {
    const {flags} = await this.parse(AgentsList)
    return this.list(flags, (context) => listAgents(context, {queue: flags.queue}), {
      columns: {
        number: ({agent}) => agent.number,
        name: ({agent}) => agentName(agent),
        group: ({group}) => group,
        queues: ({agent}) => agentQueues(agent),
      },
      more: {
        id: ({agent}) => String(agent.id),
        firstname: ({agent}) => agent.firstname,
        lastname: ({agent}) => agent.lastname,
        context: ({agent}) => agent.context,
        'user id': ({agent}) => agent.userid?.toString(),
      },
      names: {member: 'queues', numgroup: 'group'},
      id: ({agent}) => agent.number,
      json: ({agent}): AgentConfig => agent,
    })
  }
}
