import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {destinationText, stateText} from '../../src/cli/dissuasion-view.ts'
import {explainDissuasion, type QueueDissuasion} from '../../src/services/dissuasion.ts'

export default class DissuasionGet extends BaseCommand {
  static override summary = 'show where a queue sends its callers when nobody can answer'
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> sales --context demo --json',
  ]
  static override args = {queue: Args.string({required: true, description: 'name or id of the queue'})}

  async run(): Promise<QueueDissuasion> {
    const {args, flags} = await this.parse(DissuasionGet)
    const explained = await this.read(flags, (context) => explainDissuasion(context, args.queue))
    const {id, name, dissuasion} = explained
    this.showFields({queue: name, destination: destinationText(explained), state: stateText(explained)})
    return {id, name, dissuasion}
  }
}
