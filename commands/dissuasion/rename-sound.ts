import {Args} from '@oclif/core'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {renameSound, type StoredSound} from '../../src/services/dissuasion/stored-sounds.ts'

export default class DissuasionRenameSound extends WriteCommand {
  static override summary = 'rename a sound, and update everything that plays it'
  static override description =
    "Renames its files of all formats and languages. Every queue, group, user or incall that plays the sound is changed to the new name in the same transaction. A sound that a schedule or a paging plays cannot be renamed, because only XiVO's web interface can change those. A queue is offered only the sounds whose name begins with its own name and _."
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales_audio_file sales_closed --dry-run --context demo',
  ]
  static override args = {
    sound: Args.string({required: true, description: 'name of the sound file, with or without its extension'}),
    name: Args.string({required: true, description: 'its new name'}),
  }

  async run(): Promise<Written<StoredSound>> {
    const {args, flags} = await this.parse(DissuasionRenameSound)
    return this.change(flags, (context) => renameSound(context, args.sound, args.name), {
      show: ({files}) => this.showFields({[flags['dry-run'] ? 'would be' : 'files']: files.join(', ')}),
    })
  }
}
