import {Args} from '@oclif/core'
import {queueArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {destinationText} from '../../src/cli/dissuasion-view.ts'
import {type QueueChange, setQueue} from '../../src/services/dissuasion.ts'

export default class DissuasionSetQueue extends BaseCommand {
  static override summary = "send a queue's callers to another queue when nobody can answer"
  static override description =
    'From one queue to another the ring time stays. The next call goes there, nothing needs a reload.'
  static override examples = ['<%= config.bin %> <%= command.id %> sales switchboard --context demo']
  static override args = {
    ...queueArg,
    target: Args.string({required: true, description: 'name or id of the queue that takes the callers'}),
  }

  async run(): Promise<QueueChange> {
    const {args, flags} = await this.parse(DissuasionSetQueue)
    const change = await this.write(flags, (context) => setQueue(context, args.queue, args.target))
    this.note(`was: ${destinationText(change.before)}`)
    for (const hint of change.hints ?? []) this.note(`hint: ${hint}`)
    this.showFields({destination: `queue ${change.queueName}`})
    return change
  }
}
