import {shellLine} from '../../formats/shell.ts'
import {allSounds, type SoundDirectory} from '../../sounds/directory.ts'
import {keptFiles} from '../../sounds/drafts.ts'
import {formerName} from '../../sounds/former-name.ts'
import {playedSounds} from '../dissuasion/players.ts'
import {restorable} from '../undo/restorable.ts'
import {type Check, type Finding, fine, warning} from './finding.ts'

/** Sounds that were set aside and cannot be restored, because the change was not recorded or has been deleted. */
export const keptSounds: Check = {
  name: 'kept sounds',
  needs: ['xivo tables', 'own tables', 'sounds'],
  async examine({db, sounds: directory}) {
    const kept = await keptFiles(directory)
    const known = kept.length === 0 ? new Set() : await restorable(db, directory)
    const unknown = kept.filter((file) => !known.has(file))
    if (unknown.length === 0) return [fine('kept sounds', 'undo can restore every sound that was set aside')]
    const [sounds, played] = [await allSounds(directory), await playedSounds(db, directory)]
    const found: Finding[] = []
    for (const file of unknown) {
      found.push(astray(directory, file, await formerName(directory, file, sounds, played)))
    }
    return found
  },
}

function astray({path}: SoundDirectory, file: string, former: string | undefined): Finding {
  const kept = `${path}/${file}`
  const removal = `delete it (${shellLine('rm', '--', kept)})`
  const named = former === undefined ? '' : `, the former ${former},`
  return warning('kept sounds', {
    what: `${kept}${named} was set aside, but no change in the history can restore it`,
    why: 'it takes up space; it may be the old sound that a program was replacing when it was killed',
    remedy:
      former === undefined
        ? `listen to it; then ${removal}, or rename it to a sound name such as QUEUE_NAME.wav`
        : `listen to it; then ${removal}, or give it its name again (${shellLine('mv', '--', kept, `${path}/${former}`)})`,
  })
}
