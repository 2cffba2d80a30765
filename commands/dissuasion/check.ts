import {Args} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {loudnessText, playsText, remarkText, usersText} from '../../src/cli/dissuasion/sounds-view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import {type CheckedSound, checkSounds, gravestOfSounds} from '../../src/services/dissuasion/sounds.ts'

export default class DissuasionCheck extends ReadCommand {
  static override summary = 'check whether Asterisk can play the sound files, and what uses them'
  static override description =
    `Shows for each file whether Asterisk can play it, how long and how loud it is, and what plays it to callers: a queue as its dissuasion, anything else as XiVO names it. Loudness is in dBFS, where 0 is the maximum; the small chart shows it from the beginning to the end of the file.
A .wav must be PCM, 16-bit, mono, with 8000 samples per second; a .wav16, with 16000. The content of other formats is not checked. A sound that is used but missing is listed too.
A sound is used when a destination of a queue, group, user or incall plays it (XiVO's table dialaction). Schedules and your own dialplan are not searched.
Exits 0 when every used sound plays, as far as can be checked; 3 when a used sound would not play; 6 when a used sound cannot be read.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override args = {
    queue: Args.string({description: 'show only the sounds that this queue uses, and those that are offered to it'}),
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
