import {setFlagsFromString} from 'node:v8'
import {Args} from '@oclif/core'
import type {Documents} from '../../src/cli/command/answers.ts'
import {ReadCommand} from '../../src/cli/command/read-command.ts'
import {filesText, loudnessText, remarkText, usersText} from '../../src/cli/dissuasion/sounds-view.ts'
import {listFlags} from '../../src/cli/list/list-flags.ts'
import type {Context} from '../../src/context.ts'
import {unseenPlayers} from '../../src/services/dissuasion/players.ts'
import {type CheckedSound, checkSounds, gravestOfSounds} from '../../src/services/dissuasion/sounds.ts'
import {heardFile} from '../../src/sounds/look.ts'
import {verdictText} from '../../src/sounds/words.ts'

export default class DissuasionCheck extends ReadCommand {
  static override summary = 'check what callers hear of each sound, and what plays it'
  static override description =
    `Shows for each sound what callers hear of it, how long and how loud it is, and what plays it: a queue by its name, anything else as XiVO names it. A sound is a name, not a file. If it has several files (in other formats or in language folders), the one that Asterisk chooses for the call decides. The verdicts are those of Asterisk 16 and 22: docs/sounds.md.
Loudness is in dBFS, where 0 is the maximum. 'peak' is the loudest sample; 'speech' is the level of the speech without the silence (ITU-T P.56), and should be -22 ± 6; the small chart shows the loudness from beginning to end. Loudness is measured in WAV, .sln, A-law and µ-law. A sound that is used but missing is listed too.
A sound is used if a schedule, a paging, or a destination of a queue, group, user or incall (XiVO's table dialaction) plays it. Your own dialplan is not searched; nor are tables that the database role may not read, which stderr lists.
Exits 0 when callers hear every used sound, as far as can be checked; 3 when they do not hear one of them, or hear noise; 6 when one of them cannot be read.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> sales --context demo',
    '<%= config.bin %> <%= command.id %> --context demo --csv',
  ]
  static override args = {
    queue: Args.string({description: 'show only the sounds that this queue uses, or that it can be set to'}),
  }
  static override flags = listFlags

  async run(): Promise<Documents<CheckedSound[]>> {
    const {args, flags} = await this.parse(DissuasionCheck)
    // The part of memory that V8 keeps for new objects stays small: of 5,000 sounds, that saves 30 of 110 MB, and no time is lost.
    setFlagsFromString('--semi-space-growth-factor=1')
    const check = async (context: Context) => {
      const unseen = await unseenPlayers(context.db)
      if (unseen.length > 0) this.note(`not searched, because the database role may not read it: ${unseen.join(', ')}`)
      return checkSounds(context, args.queue)
    }
    return this.list(flags, check, {
      columns: {
        files: filesText,
        verdict: verdictText,
        'used by': usersText,
        seconds: (sound) => heardFile(sound)?.seconds,
        peak: (sound) => heardFile(sound)?.level?.peak,
        speech: (sound) => heardFile(sound)?.level?.speech,
        loudness: (sound) => loudnessText(heardFile(sound)?.level),
        remarks: remarkText,
      },
      more: {name: ({name}) => name},
      names: {usedBy: 'used by', files: 'files'},
      id: ({name}) => name,
      empty: 'there are no sound files',
      told: (all) => this.setExitCode(gravestOfSounds(all.flat())),
    })
  }
}
