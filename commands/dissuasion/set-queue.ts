import {Args} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type QueueAnswer, setQueue} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionSetQueue extends WriteCommand {
  static override summary = "send a queue's callers to another queue when no agent can answer"
  static override description =
    'Takes effect on the next call, without a reload. If the dissuasion was already a queue, its ring time is kept.'
  static override examples = ['<%= config.bin %> <%= command.id %> sales switchboard --context demo']
  static override args = {
    ...queueArg,
    target: Args.string({required: true, description: 'name or id of the queue that takes the callers'}),
  }

  async run(): Promise<Written<QueueAnswer>> {
    const {args, flags} = await this.parse(DissuasionSetQueue)
    return this.change(flags, (context) => setQueue(context, args.queue, args.target), {
      show: ({queueName}) => this.showFields({destination: `queue ${queueName}`}),
    })
  }
}
