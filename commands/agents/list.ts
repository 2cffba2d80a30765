import {Flags} from '@oclif/core'
import {type AgentDocument, agentDocument, agentName, agentQueues, isLoggedIn} from '../../src/cli/agents/view.ts'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {listAgents} from '../../src/services/agents.ts'

export default class AgentsList extends ReadCommand {
  static override summary =
    'list the agents, whether they are logged in, and the queues they serve, with penalties in brackets'
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

  async run(): Promise<Documents<AgentDocument[]>> {
    const {flags} = await this.parse(AgentsList)
    return this.list(flags, (context) => listAgents(context, {queue: flags.queue}), {
      columns: {
        number: ({agent}) => agent.number,
        name: ({agent}) => agentName(agent),
        group: ({group}) => group,
        'logged in': ({login}) => isLoggedIn(login),
        queues: ({agent}) => agentQueues(agent),
      },
      more: {
        id: ({agent}) => String(agent.id),
        firstname: ({agent}) => agent.firstname,
        lastname: ({agent}) => agent.lastname,
        context: ({agent}) => agent.context,
        extension: ({login}) => login?.extension,
        'user id': ({agent}) => agent.userid?.toString(),
      },
      names: {member: 'queues', numgroup: 'group', loggedIn: 'logged in'},
      id: ({agent}) => agent.number,
      json: agentDocument,
    })
  }
}
