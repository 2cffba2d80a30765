import {Args, Flags} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {withRemark} from '../../src/services/dissuasion/destinations.ts'
import {type QueueAnswer, setQueue} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionSetQueue extends WriteCommand {
  static override summary = "send a queue's callers to another queue when no agent can answer"
  static override description =
    'Takes effect on the next call, without a reload. If the dissuasion was already a queue, its ring time is kept unless --ring-time is given.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales switchboard --context demo',
    '<%= config.bin %> <%= command.id %> sales switchboard --ring-time 30 --context demo',
  ]
  static override args = {
    ...queueArg,
    target: Args.string({required: true, description: 'name or id of the queue that takes the callers'}),
  }
  static override flags = {
    'ring-time': Flags.integer({
      min: 0,
      max: 86_400,
      description: 'how long callers may wait in TARGET; 0 = no limit',
      helpValue: 'SECONDS',
    }),
  }

  async run(): Promise<Written<QueueAnswer>> {
    const {args, flags} = await this.parse(DissuasionSetQueue)
    return this.change(flags, (context) => setQueue(context, args.queue, args.target, flags['ring-time']), {
      show: ({queueName, actionarg2}) =>
        this.showFields({destination: withRemark(`queue ${queueName}`, actionarg2 && `${actionarg2} s`)}),
      document: ({id, queueName}): QueueAnswer => ({id, queueName}),
    })
  }
}
