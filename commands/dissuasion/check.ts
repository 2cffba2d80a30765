import {Args} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {loudnessText, playsText, remarkText, usersText} from '../../src/cli/dissuasion/sounds-view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type CheckedSound, checkSounds, gravestOfSounds} from '../../src/services/dissuasion/sounds.ts'

export default class DissuasionCheck extends ReadCommand {
  static override summary = 'find out whether Asterisk plays the sound files, and who uses them'
  static override description =
    `Of each file: whether it plays, how long and how loud it is (dBFS: 0 is the loudest there is; the picture goes from its beginning to its end), and who lets callers hear it: queues as their dissuasion, everybody else in XiVO's own words.
A .wav must be PCM, 16-bit, mono, 8000 samples a second, a .wav16 16000. Other formats are known by their extension and not looked into. A sound that is used and not there is listed too.
Used is what a destination of a queue, group, user or incall plays (XiVO's table dialaction); schedules and a dialplan of your own are not looked at.
Exits 0 when all that is used plays, as far as can be told; 3 when one that is used would not; 6 when one that is used cannot be read.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override args = {
    queue: Args.string({description: 'only what this queue uses, and the files that are offered to it'}),
  }
  static override flags = listFlags

  async run(): Promise<Documents<CheckedSound[]>> {
    const {args, flags} = await this.parse(DissuasionCheck)
    return this.list(flags, (context) => checkSounds(context, args.queue), {
      columns: {
        file: ({name, file}) => file ?? name,
        plays: playsText,
        'used by': usersText,
        seconds: ({seconds}) => seconds,
        peak: ({level}) => level?.peak,
        rms: ({level}) => level?.rms,
        loudness: loudnessText,
        remarks: remarkText,
      },
      more: {name: ({name}) => name},
      names: {usedBy: 'used by', level: 'rms'},
      id: ({name}) => name,
      empty: 'there are no sound files',
      told: (all) => this.setExitCode(gravestOfSounds(all.flat())),
    })
  }
}
