import {keptSounds as keptIn} from '../../database/history.ts'
import {overrides} from '../../database/overrides.ts'
import {shellLine} from '../../formats/shell.ts'
import {keptFiles} from '../../sounds/drafts.ts'
import {aside} from '../../sounds/place.ts'
import {type Check, orFine, warning} from './finding.ts'

/** Sounds that were set aside, and that no undo brings back: the change was not recorded, or is forgotten. */
export const keptSounds: Check = {
  name: 'kept sounds',
  needs: ['own tables', 'sounds'],
  async examine({db, sounds}) {
    const files = await keptFiles(sounds)
    const known = new Set((await keptIn(db)).map(({file, sha256}) => aside(file, sha256)))
    for (const {queues, sha256} of await overrides(db, {live: false})) {
      for (const {file} of queues) known.add(aside(file, sha256))
    }
    const found = files
      .filter((file) => !known.has(file))
      .map((file) => {
        const path = `${sounds.path}/${file}`
        return warning('kept sounds', {
          what: `${path} was set aside, but no change in the history can restore it`,
          why: 'it takes up space; if a program was killed while it replaced a sound, this is the old sound',
          remedy: `listen to it; then delete it (${shellLine('rm', '--', path)}), or rename it to a sound name such as QUEUE_NAME.wav`,
        })
      })
    return orFine(found, 'kept sounds', 'undo can restore every sound that was set aside')
  },
}
