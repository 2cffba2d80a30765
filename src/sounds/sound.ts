import {calls, type JudgedFile, type PlayedByCall, playedByCall, type Verdict, worst} from './verdict.ts'

/** A file of a sound; `language` is the folder that it is in. */
export interface SoundPart {
  file: string
  language?: string
  judged: JudgedFile
}

/** What callers hear of a sound: a name, with all its files. */
export interface JudgedSound {
  /** The worst that a caller meets. */
  verdict: Verdict
  /** On calls in a language that has no folder. */
  calls: PlayedByCall
  /** On calls in the language of a folder, which come first. */
  languages?: Record<string, PlayedByCall>
  /** Why it does not simply play; of several formats or languages, what decides between them. */
  faults: string[]
  remarks: string[]
}

/** Asterisk looks here where neither the call's language nor the sound directory itself has the sound. */
const FALLBACK = 'en'

/** The one judgement of a sound, from its files in the sound directory and in its language folders. */
export function judgeSound(name: string, parts: readonly SoundPart[]): JudgedSound {
  const found = parts.filter(({judged}) => judged.found)
  const languages = new Set(found.flatMap(({language}) => language ?? []))
  const own = found.filter(({language}) => language === undefined)
  const general = own.length > 0 ? own : found.filter(({language}) => language === FALLBACK)
  const byName = nameFaults(name)
  const heard = (of: readonly SoundPart[]) => (byName === undefined ? played(of) : silenced(byName.verdict))
  const inLanguages = [...languages].sort().map((language): [string, PlayedByCall] => {
    return [language, heard(found.filter((part) => part.language === language))]
  })
  const met = [
    ...(general.length > 0 || languages.size === 0 ? [heard(general)] : []),
    ...inLanguages.map(([, all]) => all),
  ]
  return {
    verdict: worst(met.flatMap((all) => calls.map((call) => all[call].verdict))),
    calls: heard(general),
    ...(languages.size > 0 && {languages: Object.fromEntries(inLanguages)}),
    faults: [...(byName ? [byName.fault] : []), ...faultsOf(parts, met)],
    remarks: languageRemarks(languages, own, general),
  }
}

const played = (parts: readonly SoundPart[]) => playedByCall(new Map(parts.map(({file, judged}) => [file, judged])))

const silenced = (verdict: Verdict): PlayedByCall => ({alaw: {verdict}, ulaw: {verdict}, other: {verdict}})

/** Playback splits its argument at some characters, and takes others for quotes. */
function nameFaults(name: string): {verdict: Verdict; fault: string} | undefined {
  const [unplayable] = /[&,"\\]/.exec(name) ?? []
  if (unplayable)
    return {
      verdict: 'does not play',
      fault: `its name has ${unplayable}, which Asterisk does not take for a part of it`,
    }
  if (name.trim() === name) return undefined
  return {verdict: 'not on every Asterisk', fault: 'its name begins or ends with a blank, which Asterisk may leave out'}
}

/** The faults of the files that some call gets; of all of them, where no call gets any. */
function faultsOf(parts: readonly SoundPart[], met: readonly PlayedByCall[]): string[] {
  const taken = new Set(met.flatMap((all) => calls.flatMap((call) => all[call].file ?? [])))
  const deciding = parts.filter(({file}) => taken.size === 0 || taken.has(file))
  const several = parts.length > 1
  const faults = deciding.flatMap(({file, judged}) =>
    judged.faults.map((fault) => (several ? `${file}: ${fault}` : fault)),
  )
  return parts.length === 0 ? ['there is no such file'] : faults
}

function languageRemarks(
  languages: ReadonlySet<string>,
  own: readonly SoundPart[],
  general: readonly SoundPart[],
): string[] {
  if (languages.size === 0) return []
  const folders = [...languages].sort().map((language) => `${language}/`)
  if (own.length > 0)
    return [`calls in the language of ${folders.join(' or ')} hear the file that is there, not this one`]
  if (general.length > 0) return []
  return [`it is only in ${folders.join(' and ')}: calls in other languages hear nothing`]
}
