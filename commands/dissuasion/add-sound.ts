import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {withInput} from '../../src/cli/command/input.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type AddedSound, addSound} from '../../src/services/dissuasion/sounds.ts'

export default class DissuasionAddSound extends WriteCommand {
  static override summary = 'put a sound file where Asterisk finds it, under the name of a queue'
  static override description =
    "It is called QUEUE_NAME, with the extension that it has, is readable for XiVO's web interface and Asterisk, and is there whole or not at all. A file that is there already is never written over. What Asterisk would not play, or XiVO's forms would not offer, is refused unless --force says otherwise."
  static override examples = [
    `<%= config.bin %> <%= command.id %> sales "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" --set --context demo`,
    `cat "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" | <%= config.bin %> <%= command.id %> sales - --name closed.wav --dry-run --context demo`,
  ]
  static override args = {
    ...queueArg,
    file: Args.string({required: true, description: 'the sound file; - is standard input'}),
  }
  static override flags = {
    name: Flags.string({description: "another name than the file's, with or without extension", helpValue: 'NAME'}),
    set: Flags.boolean({description: "let the queue's callers hear it when nobody can answer"}),
    force: Flags.boolean({description: 'add it even if it would not play, or would not be offered'}),
  }

  async run(): Promise<Written<AddedSound>> {
    const {args, flags} = await this.parse(DissuasionAddSound)
    const {name, set, force, 'dry-run': dryRun} = flags
    return withInput(args.file, (input) =>
      this.change(
        flags,
        (context) => {
          const bytes = addAbortSignal(context.stop, input.bytes)
          return addSound(context, args.queue, {...input, bytes}, {name, set, force})
        },
        {
          show: ({file, soundFile, inspection: {seconds, level}}) =>
            this.showFields({
              [dryRun ? 'would add' : 'added']: file,
              seconds,
              rms: level && `${level.rms} dBFS`,
              destination: set ? `sound ${soundFile}` : undefined,
            }),
        },
      ),
    )
  }
}
