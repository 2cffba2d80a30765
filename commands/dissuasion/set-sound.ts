import {Args} from '@oclif/core'
import {queueArg} from '../../src/cli/arguments.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {destinationText} from '../../src/cli/dissuasion-view.ts'
import {type SoundChange, setSound} from '../../src/services/dissuasion.ts'

export default class DissuasionSetSound extends BaseCommand {
  static override summary = "let a queue's callers hear a sound file when nobody can answer"
  static override description =
    "The file must be one of those that 'dissuasion options' lists. From one sound to another the playback options stay. The next call hears it, nothing needs a reload."
  static override examples = ['<%= config.bin %> <%= command.id %> sales sales_newSoundFile --context demo']
  static override args = {
    ...queueArg,
    sound: Args.string({required: true, description: 'name of the sound file, with or without its extension'}),
  }

  async run(): Promise<SoundChange> {
    const {args, flags} = await this.parse(DissuasionSetSound)
    const change = await this.write(flags, (context) => setSound(context, args.queue, args.sound))
    this.note(`was: ${destinationText(change.before)}`)
    for (const hint of change.hints ?? []) this.note(`hint: ${hint}`)
    this.showFields({destination: `sound ${change.soundFile}`})
    return change
  }
}
