import {Args} from '@oclif/core'
import {WriteCommand, type Written} from '../../src/cli/command/write-command.ts'
import {removeSound, type StoredSound} from '../../src/services/dissuasion/stored-sounds.ts'

export default class DissuasionRemoveSound extends WriteCommand {
  static override summary = 'remove a sound file that nothing plays'
  static override description =
    "Without extension, SOUND stands for the files of all formats and languages. Refused if something plays the sound (a queue, group, user, incall, schedule or paging) and callers would no longer hear it. The files stay in the sound directory, hidden: 'undo' restores them."
  static override examples = ['<%= config.bin %> <%= command.id %> recouvrement_essai --dry-run --context demo']
  static override args = {
    sound: Args.string({required: true, description: 'name of the sound file, with or without its extension'}),
  }

  async run(): Promise<Written<StoredSound>> {
    const {args, flags} = await this.parse(DissuasionRemoveSound)
    return this.change(flags, (context) => removeSound(context, args.sound), {
      ask: ({result: {files}}) => `remove ${files.join(', ')}?`,
    })
  }
}
