import {allSoundUses, isDissuasion, type SoundUseRow} from '../../database/dissuasion.ts'
import {grouped} from '../../formats/grouped.ts'
import {shellLine} from '../../formats/shell.ts'
import {allSounds, asteriskFile, type SoundDirectory} from '../../sounds/directory.ts'
import {inspectSound} from '../../sounds/inspect.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

/** Checks the headers of the sounds that callers should hear; `dissuasion check` also analyses the samples. */
export const playedSounds: Check = {
  name: 'played sounds',
  needs: ['xivo tables', 'sounds'],
  async examine({db, sounds}) {
    const uses = grouped(await allSoundUses(db), ({path}) => path)
    const files = grouped(await allSounds(sounds), ({name}) => asteriskFile(sounds, name))
    const looked = [...uses].map(([path, users]) =>
      isIn(sounds, path) ? look(sounds, path, users, files.get(path)?.map(({file}) => file) ?? []) : [],
    )
    return orFine((await Promise.all(looked)).flat(), 'played sounds', 'Asterisk plays each that callers should hear')
  },
}

const isIn = ({asteriskPath}: SoundDirectory, path: string) =>
  path.slice(0, path.lastIndexOf('/')) === asteriskPath && !path.endsWith('/')

/** Asterisk needs one format that it can play. Missing sounds of dissuasions are reported by the check of dissuasions. */
async function look(sounds: SoundDirectory, path: string, users: SoundUseRow[], files: string[]): Promise<Finding[]> {
  const [first] = files
  const others = users.filter((use) => !isDissuasion(use))
  if (first === undefined) return others.length > 0 ? [gone(path, others)] : []
  const inspections = await Promise.all(files.map((file) => inspectSound(sounds, file)))
  if (inspections.some(({plays}) => plays !== false)) return []
  return [silent(`${sounds.path}/${first}`, inspections[0]?.faults ?? [], users)]
}

const usedBy = (users: SoundUseRow[]) =>
  few(users.map(({event, category, categoryval}) => `${category} ${categoryval} (${event})`))

const why = 'callers hear nothing, and the call goes on'

const gone = (path: string, users: SoundUseRow[]) =>
  warning('played sounds', {
    what: `the sound ${path} is missing; it is played by ${usedBy(users)}`,
    why,
    remedy: "put it there again, or choose another in XiVO's web interface",
  })

const silent = (path: string, faults: string[], users: SoundUseRow[]) =>
  warning('played sounds', {
    what: `Asterisk does not play ${path}: ${faults.join(', ')}; it is used by ${usedBy(users)}`,
    why,
    remedy: `${shellLine('sox', path, '-r', '8000', '-c', '1', '-b', '16', 'new.wav')}, then put new.wav in its place`,
  })
