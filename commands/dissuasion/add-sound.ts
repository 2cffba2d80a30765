import {addAbortSignal} from 'node:stream'
import {Args, Flags} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {withInput} from '../../src/cli/command/input.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {addedFields, conversionFields} from '../../src/cli/dissuasion/conversion-view.ts'
import {type AddedSound, addSound} from '../../src/services/dissuasion/sounds.ts'

export default class DissuasionAddSound extends WriteCommand {
  static override summary = 'install a sound file for a queue, where Asterisk finds it'
  static override description =
    "The installed file is named QUEUE_NAME with the extension of FILE, and can be read by XiVO's web interface and Asterisk. It is installed completely or not at all. Without --force, it refuses a sound that Asterisk would not play, a sound that XiVO's forms would not offer, and a sound whose name another file already has, if some calls would hear that file instead. --replace sets the other files aside; 'undo' restores them. --convert reads every format that ffmpeg or sox reads, if one of them is installed, otherwise only WAV; FILE itself is not changed."
  static override examples = [
    `<%= config.bin %> <%= command.id %> sales "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" --set --context demo`,
    `cat "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/bienvenue.wav" | <%= config.bin %> <%= command.id %> sales - --name closed.wav --dry-run --context demo`,
    `<%= config.bin %> <%= command.id %> ventes "$(<%= config.bin %> demo start | sed -n 's/^sounds *//p')/ventes_musique_cd.wav" --name closed --convert --dry-run --context demo`,
  ]
  static override args = {
    ...queueArg,
    file: Args.string({required: true, description: 'the sound file; - is standard input'}),
  }
  static override flags = {
    name: Flags.string({
      description: 'name of the sound, with or without extension [that of the file]',
      helpValue: 'NAME',
    }),
    convert: Flags.boolean({
      description:
        'convert it to a .wav that Asterisk plays: 8 kHz, mono, speech at -22 dBFS, 0.2 s of silence at either end',
    }),
    set: Flags.boolean({description: 'make it the dissuasion of the queue'}),
    replace: Flags.boolean({
      description: "set aside existing files of this name, in any format; 'undo' restores them",
    }),
    force: Flags.boolean({description: 'install it even if Asterisk would not play it, or XiVO would not offer it'}),
  }

  async run(): Promise<Written<AddedSound>> {
    const {args, flags} = await this.parse(DissuasionAddSound)
    const {name, convert, set, replace, force, 'dry-run': dryRun} = flags
    return withInput(args.file, (input) =>
      this.change(
        flags,
        (context) => {
          const bytes = addAbortSignal(context.stop, input.bytes)
          return addSound(context, args.queue, {...input, bytes}, {name, convert, set, replace, force})
        },
        {
          show: ({file, soundFile, inspection, conversion}) =>
            this.showFields({
              [dryRun ? 'would add' : 'added']: file,
              ...(conversion ? conversionFields(conversion, inspection) : addedFields(inspection)),
              destination: set ? `sound ${soundFile}` : undefined,
            }),
        },
      ),
    )
  }
}
