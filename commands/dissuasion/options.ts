import {Args} from '@oclif/core'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {type DissuasionOptions, dissuasionOptions} from '../../src/services/dissuasion.ts'

export default class DissuasionOptionsCommand extends BaseCommand {
  static override summary = "list what a queue's dissuasion can be set to"
  static override description =
    'Offered are the sound files whose name starts with the name of the queue and "_", and the default queue of the configuration. set-queue takes any other queue as well.'
  static override examples = ['<%= config.bin %> <%= command.id %> sales --context demo']
  static override args = {queue: Args.string({required: true, description: 'name or id of the queue'})}

  async run(): Promise<DissuasionOptions> {
    const {args, flags} = await this.parse(DissuasionOptionsCommand)
    const options = await this.read(flags, (context) => dissuasionOptions(context, args.queue))
    const {soundFiles, queues} = options.dissuasions
    const rows = [
      ...soundFiles.map(({soundFile}) => ({kind: 'sound', name: soundFile})),
      ...queues.map(({queueName}) => ({kind: 'queue', name: queueName})),
    ]
    this.show(
      rows,
      {kind: ({kind}) => kind, name: ({name}) => name},
      {empty: `nothing is offered to '${options.name}'`},
    )
    return options
  }
}
