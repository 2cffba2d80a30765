import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {clearDissuasion, type QueueDissuasion} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionClear extends WriteCommand {
  static override summary = "remove a queue's dissuasion: callers hear nothing when no agent can answer"
  static override examples = ['<%= config.bin %> <%= command.id %> sales --yes --context demo']
  static override args = queueArg

  async run(): Promise<Written<QueueDissuasion>> {
    const {args, flags} = await this.parse(DissuasionClear)
    return this.change(flags, (context) => clearDissuasion(context, args.queue), {
      ask: () => `remove the dissuasion of '${args.queue}'? Its callers then hear nothing when no agent can answer`,
      show: () => this.showFields({destination: 'none'}),
    })
  }
}
