import {Args, Flags} from '@oclif/core'
import {queueArg} from '../../src/cli/command/arguments.ts'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {withRemark} from '../../src/services/dissuasion/destinations.ts'
import {type SoundAnswer, setSound} from '../../src/services/dissuasion/dissuasion.ts'

export default class DissuasionSetSound extends WriteCommand {
  static override summary = "play a sound file to a queue's callers when no agent can answer"
  static override description =
    "The file must be one of those that 'dissuasion options' lists. Takes effect on the next call, without a reload. If the dissuasion was already a sound, the playback options that no flag changes are kept."
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales sales_newSoundFile --context demo',
    '<%= config.bin %> <%= command.id %> sales sales_newSoundFile --noanswer --context demo',
  ]
  static override args = {
    ...queueArg,
    sound: Args.string({required: true, description: 'name of the sound file, with or without its extension'}),
  }
  static override flags = {
    noanswer: Flags.boolean({allowNo: true, description: 'play it without answering the call'}),
    skip: Flags.boolean({allowNo: true, description: 'play it only if the call is already answered'}),
  }

  async run(): Promise<Written<SoundAnswer>> {
    const {args, flags} = await this.parse(DissuasionSetSound)
    return this.change(flags, (context) => setSound(context, args.queue, args.sound, flags), {
      show: ({soundFile, actionarg2}) => this.showFields({destination: withRemark(`sound ${soundFile}`, actionarg2)}),
      document: ({id, soundFile}): SoundAnswer => ({id, soundFile}),
    })
  }
}
