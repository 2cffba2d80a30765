import type {Context} from '../../context.ts'
import {isDissuasion} from '../../database/dissuasion.ts'
import type {SoundUseRow} from '../../database/sound-uses.ts'
import {grouped} from '../../formats/grouped.ts'
import {shellLine} from '../../formats/shell.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {headAt, magicOf, soxOptions} from '../../sounds/convert/head.ts'
import {allSounds, asteriskFile, extensionOf, type SoundFile} from '../../sounds/directory.ts'
import {isClosed} from '../../sounds/inspect.ts'
import {type InspectedFile, type InspectedSound, lookAtSounds} from '../../sounds/look.ts'
import {calls, filesOf, isUnheard} from '../../sounds/verdict.ts'
import {reasonText} from '../../sounds/words.ts'
import {soundPlayers} from '../dissuasion/players.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

/** Checks the headers of the sounds that callers should hear; `dissuasion check` also analyses the samples. */
export const playedSounds: Check = {
  name: 'played sounds',
  needs: ['xivo tables', 'sounds'],
  async examine(context) {
    const {db, sounds} = context
    const players = (await soundPlayers(db, sounds)).filter(({place, name}) => place === 'here' && name !== '')
    const files = grouped(await allSounds(sounds), ({name}) => name)
    const looked = [...grouped(players, ({name}) => name)].map(([name, users]) =>
      look(context, asteriskFile(sounds, name), users, files.get(name) ?? []),
    )
    return orFine((await Promise.all(looked)).flat(), 'played sounds', 'Asterisk plays every sound that is used')
  },
}

/** Missing sounds of dissuasions are reported by the check of dissuasions. */
async function look(context: Context, path: string, users: SoundUseRow[], files: SoundFile[]): Promise<Finding[]> {
  const [first] = files
  const others = users.filter((use) => !isDissuasion(use))
  if (first === undefined) return others.length > 0 ? [gone(path, others)] : []
  const [sound] = await lookAtSounds(context.sounds, new Map([[first.name, files]]))
  if (sound === undefined || !isUnheard(sound.verdict)) return []
  return [await silent(context, sound, users)]
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

async function silent(context: Context, sound: InspectedSound, users: SoundUseRow[]): Promise<Finding> {
  const {path} = context.sounds
  const file = decidingFile(sound)
  return warning('played sounds', {
    what: `callers do not hear ${path}/${file?.file ?? sound.name} as they should (${reasonText(sound)}); it is used by ${usedBy(users)}`,
    why: sound.verdict === 'noise' ? 'callers hear noise' : silence,
    remedy: await remedyFor(context, sound, file),
  })
}

/** The file that some calls get and do not hear; undefined where none of its files is found by its name. */
function decidingFile({verdict, calls: general, languages = {}, files}: InspectedSound): InspectedFile | undefined {
  const met = [general, ...Object.values(languages)].flatMap((all) => calls.map((call) => all[call]))
  const [deciding] = met.flatMap((played) => (played.verdict === verdict ? filesOf(played) : []))
  return files.find(({file}) => file === deciding)
}

async function remedyFor(
  {sounds: {path}, settings}: Context,
  {name, files}: InspectedSound,
  deciding: InspectedFile | undefined,
): Promise<string> {
  const full = `${path}/${deciding?.file}`
  if (deciding === undefined)
    return `give it another name: ${xivoctl(settings, 'dissuasion', 'rename-sound', name, 'NAME')}`
  if (isClosed(deciding)) return shellLine('chmod', '0664', full)
  const isAnotherHeard = files.some(({found, file, verdict}) => found && file !== deciding.file && !isUnheard(verdict))
  if (isAnotherHeard) return xivoctl(settings, 'dissuasion', 'remove-sound', deciding.file)
  if (!deciding.size) return 'put the sound there again'
  const line = shellLine('sox', ...(await soxOptionsOf(full)), full, '-r', '8000', '-c', '1', '-b', '16', 'new.wav')
  return `${line}, then put new.wav there as ${name}.wav, in place of ${deciding.file}`
}

/** Without its type, sox reads a WAV under another ending as what the ending says. */
async function soxOptionsOf(path: string): Promise<string[]> {
  const head = await headAt(path)
  const isMisnamed = magicOf(head) === 'RIFF' && extensionOf(path)?.toLowerCase() !== 'wav'
  return [...(isMisnamed ? ['-t', 'wav'] : []), ...soxOptions(head)]
}
