import type {Documents} from '../../src/cli/command/answers.ts'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type DissuasionOptions, dissuasionOptions} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionOptionsCommand extends ReadCommand {
  static override summary = "list what a queue's dissuasion can be set to"
  static override description =
    'Lists the sound files whose name starts with the name of the queue and "_", and the dissuasionQueue of the configuration. "dissuasion set-queue" accepts any other queue as well.'
  static override examples = ['<%= config.bin %> <%= command.id %> sales --context demo']
  static override args = queueArg
  static override flags = listFlags

  async run(): Promise<Documents<DissuasionOptions>> {
    const {args, flags} = await this.parse(DissuasionOptionsCommand)
    return this.listWithin(flags, (context) => dissuasionOptions(context, args.queue), {
      rows: ({dissuasions: {soundFiles, queues}}): Choice[] => [
        ...soundFiles.map((json) => ({kind: 'sound', name: json.soundFile, json})),
        ...queues.map((json) => ({kind: 'queue', name: json.queueName, json})),
      ],
      columns: {kind: ({kind}) => kind, name: ({name}) => name},
      id: ({name}) => name,
      json: ({json}) => json,
      document: (_, options) => options,
      empty: `nothing is offered to '${args.queue}'`,
    })
  }
}

interface Choice {
  kind: string
  name: string
  json: object
}
