import {Args} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {type SoundAnswer, setSound} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionSetSound extends WriteCommand {
  static override summary = "play a sound file to a queue's callers when no agent can answer"
  static override description =
    "The file must be one of those that 'dissuasion options' lists. Takes effect on the next call, without a reload. If the dissuasion was already a sound, its playback options are kept."
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
