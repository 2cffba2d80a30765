import type {Documents} from '../../src/cli/command/answers.ts'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {getQueue, type Queue} from '../../src/services/queues.ts'

export default class QueuesGet extends ReadCommand {
  static override summary = 'show a queue, with the number of agents that serve it'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> id:3 --context demo --json',
  ]
  static override args = queueArg
  static override flags = contextsFlag

  async run(): Promise<Documents<Queue>> {
    const {args, flags} = await this.parse(QueuesGet)
    return this.describe(flags, (context) => getQueue(context, args.queue), {
      fields: (queue) => ({...queue, enabled: queue.enabled ? 'yes' : 'no'}),
      document: (queue) => queue,
    })
  }
}
