import type {Context} from '../../context.ts'
import {shellLine} from '../../formats/shell.ts'
import {demoOrigin, type Settings} from '../../settings/load.ts'
import {type SoundDirectory, soundsStartingWith} from '../../sounds/directory.ts'
import {abandonedDrafts} from '../../sounds/drafts.ts'
import {isOpen, otherDirectory, type UnfitFile, unfitFiles} from '../../sounds/unfit.ts'
import {type Check, type Finding, fine, orFine, warning} from './finding.ts'

export const soundDirectory: Check = {
  name: 'sounds',
  needs: [],
  async examine({sounds}) {
    const {length} = await soundsStartingWith(sounds, '')
    return [fine('sounds', `${length} files in ${sounds.path}; Asterisk sees it as ${sounds.asteriskPath}`)]
  },
}

export const soundFiles: Check = {
  name: 'sound files',
  needs: ['sounds'],
  async examine(context) {
    const found = [
      ...(await closedDirectory(context.sounds)),
      ...(await twoDirectories(context)),
      ...(await unfitFiles(context.sounds)).flatMap(toFindings),
      ...(await abandonedDrafts(context.sounds)).map(draft),
    ]
    return orFine(found, 'sound files', 'XiVO lists every sound file, and Asterisk can read it')
  },
}

async function closedDirectory(sounds: SoundDirectory): Promise<Finding[]> {
  if (await isOpen(sounds)) return []
  return [
    warning('sound files', {
      what: `only the owner of ${sounds.path} can read it`,
      why: 'Asterisk and the web interface run as other users, so no sound is played or listed',
      remedy: shellLine('chmod', '0775', sounds.path),
    }),
  ]
}

/** A demo has its own sounds, whatever else is installed on this machine. */
async function twoDirectories({sounds, settings}: Context): Promise<Finding[]> {
  const other = isDemo(settings) ? undefined : await otherDirectory(sounds)
  if (other === undefined) return []
  return [
    warning('sound files', {
      what: `xivoctl looks for sounds in ${sounds.path}, but Asterisk plays from ${sounds.asteriskPath}, which is a different directory on this machine`,
      why: 'a sound that xivoctl offers may be missing where Asterisk looks for it',
      remedy: `if Asterisk runs on this machine, set soundsDir to ${other}`,
    }),
  ]
}

const isDemo = ({context, origins}: Settings) => origins.databaseUrl === demoOrigin(context)

const draft = (path: string): Finding =>
  warning('sound files', {
    what: `${path} is an incomplete sound, left by an interrupted add-sound`,
    why: 'it takes up space, and is never played',
    remedy: shellLine('rm', '--', path),
  })

function toFindings({path, closed, refused, better}: UnfitFile): Finding[] {
  const unreadable = warning('sound files', {
    what: `${path} may not be read by Asterisk`,
    why: 'callers hear nothing where it should be played',
    remedy: shellLine('chmod', '0664', path),
  })
  const unlisted = warning('sound files', {
    what: `XiVO's web interface does not list ${path}: ${refused}`,
    why: 'it cannot be chosen there, and a queue that plays it cannot be saved',
    remedy: better === undefined ? 'give it another name' : shellLine('mv', '-n', '--', path, better),
  })
  return [...(closed ? [unreadable] : []), ...(refused === undefined ? [] : [unlisted])]
}
