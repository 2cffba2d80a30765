import {calls, filesOf, type JudgedFile, type PlayedByCall, playedByCall, type Verdict, worst} from './verdict.ts'

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
  const languages = [...new Set(parts.flatMap(({language, judged}) => (judged.found && language) || []))].sort()
  const byName = nameFault(name)
  const heard = (language?: string): PlayedByCall =>
    byName === undefined ? playedByCall(foldersFor(language, parts)) : silenced(byName.verdict)
  const general = heard()
  const inLanguages = languages.map((language): [string, PlayedByCall] => [language, heard(language)])
  const onlyThere = languages.length > 0 && general.other.file === undefined && byName === undefined
  const met = [...(onlyThere ? [] : [general]), ...inLanguages.map(([, all]) => all)]
  return {
    verdict: worst(met.flatMap((all) => calls.map((call) => all[call].verdict))),
    calls: general,
    ...(languages.length > 0 && {languages: Object.fromEntries(inLanguages)}),
    faults: [...(byName ? [byName.fault] : []), ...faultsOf(parts, met)],
    remarks: [...languageRemarks(languages, parts, onlyThere), ...(byName ? [] : orderRemarks(met))],
  }
}

/** Where Asterisk looks, on a call in this language: `fr_FR`, `fr`, the sound directory itself, `en`. */
function foldersFor(language: string | undefined, parts: readonly SoundPart[]) {
  const folders = [...withoutRegion(language), undefined, FALLBACK]
  return folders.flatMap((folder) => {
    const files = parts.filter((part) => part.language === folder && part.judged.found)
    return files.length === 0 ? [] : [new Map(files.map(({file, judged}) => [file, judged]))]
  })
}

function withoutRegion(language: string | undefined): string[] {
  if (language === undefined) return []
  const end = language.lastIndexOf('_')
  return end < 0 ? [language] : [language, ...withoutRegion(language.slice(0, end))]
}

const silenced = (verdict: Verdict): PlayedByCall => ({alaw: {verdict}, ulaw: {verdict}, other: {verdict}})

/** Playback splits its argument at some characters, and takes others for quotes. */
export function nameFault(name: string): {verdict: Verdict; fault: string} | undefined {
  const [unplayable] = /[&,"\\]/.exec(name) ?? []
  if (unplayable)
    return {
      verdict: 'does not play',
      fault: `its name contains ${unplayable}, which Asterisk treats as a separator`,
    }
  if (name.trim() === name) return undefined
  return {verdict: 'not on every Asterisk', fault: 'its name begins or ends with a blank, which Asterisk may leave out'}
}

/** The faults of the files that some call gets; of all of them, where no call gets any. */
function faultsOf(parts: readonly SoundPart[], met: readonly PlayedByCall[]): string[] {
  if (parts.length === 0) return ['there is no such file']
  const taken = new Set(met.flatMap((all) => calls.flatMap((call) => filesOf(all[call]))))
  const deciding = parts.filter(({file}) => taken.size === 0 || taken.has(file))
  const several = parts.length > 1
  return deciding.flatMap(({file, judged}) => judged.faults.map((fault) => (several ? `${file}: ${fault}` : fault)))
}

function languageRemarks(languages: readonly string[], parts: readonly SoundPart[], onlyThere: boolean): string[] {
  const folders = languages.map((language) => `${language}/`)
  if (onlyThere) return [`it is only in ${folders.join(' and ')}: calls in other languages hear nothing`]
  const own = parts.find(({language, judged}) => language === undefined && judged.found)
  if (folders.length === 0 || own === undefined) return []
  return [`calls in the language of ${folders.join(' or ')} hear the file there, not ${own.file}`]
}

/** Of files in one coding, the order in which Asterisk loaded its modules decides. */
function orderRemarks(met: readonly PlayedByCall[]): string[] {
  const choices = met.flatMap((all) => calls.map((call) => filesOf(all[call])))
  const several = new Set(choices.filter(({length}) => length > 1).map((files) => files.join(' or ')))
  return [...several].map(
    (files) => `the release of Asterisk and the order of its modules decide which is played: ${files}`,
  )
}
