import type {Documents} from '../../src/cli/command/answers.ts'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type DissuasionOptions, judgedOptions} from '../../src/services/dissuasion/dissuasion.ts'
import type {InspectedSound} from '../../src/sounds/look.ts'
import {verdictText} from '../../src/sounds/words.ts'

export default class DissuasionOptionsCommand extends ReadCommand {
  static override summary = "list what a queue's dissuasion can be set to"
  static override description =
    'Lists the sound files whose name starts with the name of the queue and "_", what callers would hear of each (judged by its header), and the dissuasionQueue of the configuration. "dissuasion set-queue" accepts any other queue as well.'
  static override examples = ['<%= config.bin %> <%= command.id %> sales --context demo']
  static override args = queueArg
  static override flags = listFlags

  async run(): Promise<Documents<DissuasionOptions>> {
    const {args, flags} = await this.parse(DissuasionOptionsCommand)
    return this.listWithin(flags, (context) => judgedOptions(context, args.queue), {
      rows: ({options: {dissuasions}, sounds}): Choice[] => [
        ...dissuasions.soundFiles.map((json) => ({
          kind: 'sound',
          name: json.soundFile,
          json,
          sound: sounds.get(json.soundFile),
        })),
        ...dissuasions.queues.map((json) => ({kind: 'queue', name: json.queueName, json})),
      ],
      columns: {
        kind: ({kind}) => kind,
        name: ({name}) => name,
        verdict: ({sound}) => sound && verdictText(sound),
        remarks: ({sound}) => sound && [...sound.faults, ...sound.remarks].join('; '),
      },
      id: ({name}) => name,
      json: ({json}) => json,
      document: (_, {options}) => options,
      empty: `nothing is offered to '${args.queue}'`,
    })
  }
}

interface Choice {
  kind: string
  name: string
  json: object
  sound?: InspectedSound | undefined
}
