import {allSounds, type SoundDirectory} from '../../sounds/directory.ts'
import {type InspectedSound, lookAtSounds} from '../../sounds/look.ts'
import {calls, isUnheard} from '../../sounds/verdict.ts'

/** Without these files, would callers who hear the sound hear nothing of it? */
export async function isSilencedWithout(directory: SoundDirectory, name: string, gone: ReadonlySet<string>) {
  const files = (await allSounds(directory)).filter((each) => each.name === name)
  const left = files.filter(({file}) => !gone.has(file))
  if (left.length === 0) return true
  const look = async (of: typeof files) => (await lookAtSounds(directory, new Map([[name, of]])))[0]
  const [before, after] = [await look(files), await look(left)]
  const languages = [undefined, ...Object.keys(before?.languages ?? {})]
  return languages.some((language) =>
    calls.some((call) => isHeard(before, language, call) && !isHeard(after, language, call)),
  )
}

function isHeard(sound: InspectedSound | undefined, language: string | undefined, call: (typeof calls)[number]) {
  if (sound === undefined) return false
  const played = (language === undefined ? undefined : sound.languages?.[language]) ?? sound.calls
  return !isUnheard(played[call].verdict)
}
