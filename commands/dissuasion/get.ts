import type {Documents} from '../../src/cli/command/answers.ts'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {stateText} from '../../src/cli/dissuasion/view.ts'
import {contextsFlag} from '../../src/cli/list/list-flags.ts'
import {destinationText} from '../../src/services/dissuasion/destinations.ts'
import {explainDissuasion, type QueueDissuasion} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionGet extends ReadCommand {
  static override summary = 'show where a queue sends its callers when no agent can answer'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> sales --context demo --json',
  ]
  static override args = queueArg
  static override flags = contextsFlag

  async run(): Promise<Documents<QueueDissuasion>> {
    const {args, flags} = await this.parse(DissuasionGet)
    return this.describe(flags, (context) => explainDissuasion(context, args.queue), {
      fields: (explained) => ({
        queue: explained.name,
        destination: destinationText(explained),
        state: stateText(explained),
      }),
      document: ({id, name, dissuasion}): QueueDissuasion => ({id, name, dissuasion}),
    })
  }
}
