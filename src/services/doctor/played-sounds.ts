import {isDissuasion} from '../../database/dissuasion.ts'
import type {SoundUseRow} from '../../database/sound-uses.ts'
import {grouped} from '../../formats/grouped.ts'
import {shellLine} from '../../formats/shell.ts'
import {allSounds, asteriskFile, type SoundDirectory, type SoundFile} from '../../sounds/directory.ts'
import {lookAtSounds} from '../../sounds/look.ts'
import type {JudgedSound} from '../../sounds/sound.ts'
import {isUnheard} from '../../sounds/verdict.ts'
import {reasonText} from '../../sounds/words.ts'
import {soundPlayers} from '../dissuasion/players.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

/** Checks the headers of the sounds that callers should hear; `dissuasion check` also analyses the samples. */
export const playedSounds: Check = {
  name: 'played sounds',
  needs: ['xivo tables', 'sounds'],
  async examine({db, sounds}) {
    const players = (await soundPlayers(db, sounds)).filter(({place, name}) => place === 'here' && name !== '')
    const files = grouped(await allSounds(sounds), ({name}) => name)
    const looked = [...grouped(players, ({name}) => name)].map(([name, users]) =>
      look(sounds, asteriskFile(sounds, name), users, files.get(name) ?? []),
    )
    return orFine((await Promise.all(looked)).flat(), 'played sounds', 'Asterisk plays every sound that is used')
  },
}

/** Missing sounds of dissuasions are reported by the check of dissuasions. */
async function look(
  sounds: SoundDirectory,
  path: string,
  users: SoundUseRow[],
  files: SoundFile[],
): Promise<Finding[]> {
  const [first] = files
  const others = users.filter((use) => !isDissuasion(use))
  if (first === undefined) return others.length > 0 ? [gone(path, others)] : []
  const [sound] = await lookAtSounds(sounds, new Map([[first.name, files]]))
  if (sound === undefined || !isUnheard(sound.verdict)) return []
  return [silent(`${sounds.path}/${first.file}`, sound, users)]
}

const usedBy = (users: SoundUseRow[]) =>
  few(users.map(({event, category, categoryval}) => `${category} ${categoryval} (${event})`))

const silence = 'callers hear silence, and the call continues'

const gone = (path: string, users: SoundUseRow[]) =>
  warning('played sounds', {
    what: `the sound ${path} is missing; it is used by ${usedBy(users)}`,
    why: silence,
    remedy: "put it there again, or choose another in XiVO's web interface",
  })

const silent = (path: string, sound: JudgedSound, users: SoundUseRow[]) =>
  warning('played sounds', {
    what: `callers do not hear ${path} as they should (${reasonText(sound)}); it is used by ${usedBy(users)}`,
    why: sound.verdict === 'noise' ? 'callers hear noise' : silence,
    remedy: `${shellLine('sox', path, '-r', '8000', '-c', '1', '-b', '16', 'new.wav')}, then put new.wav in its place`,
  })
