import {Args} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type SoundAnswer, setSound} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionSetSound extends WriteCommand {
  static override summary = "let a queue's callers hear a sound file when nobody can answer"
  static override description =
    "The file must be one of those that 'dissuasion options' lists. From one sound to another the playback options stay. The next call hears it, nothing needs a reload."
  static override examples = ['<%= config.bin %> <%= command.id %> sales sales_newSoundFile --context demo']
  static override args = {
    ...queueArg,
    sound: Args.string({required: true, description: 'name of the sound file, with or without its extension'}),
  }

  async run(): Promise<Written<SoundAnswer>> {
    const {args, flags} = await this.parse(DissuasionSetSound)
    return this.change(flags, (context) => setSound(context, args.queue, args.sound), {
      show: ({soundFile}) => this.showFields({destination: `sound ${soundFile}`}),
    })
  }
}
