import {type Codec, type Format, formatOf, moduleOf, type Release, rankOf, releases} from './formats.ts'

/** What a caller hears of a sound; the first is the best, the last the worst. */
export const verdicts = [
  'plays',
  'not on every Asterisk',
  'needs a codec',
  'not read',
  'noise',
  'plays nothing',
  'does not play',
] as const
export type Verdict = (typeof verdicts)[number]

/** The verdicts of a sound that no caller hears as it should be. `not read` and the like may be heard. */
export const isUnheard = (verdict: Verdict) => verdicts.indexOf(verdict) >= verdicts.indexOf('noise')

export const worst = (given: readonly Verdict[]): Verdict =>
  verdicts[Math.max(0, ...given.map((verdict) => verdicts.indexOf(verdict)))] ?? 'plays'

/** What the call between Asterisk and the caller is coded in; `other` calls are judged as uncompressed ones (slin). */
export const calls = ['alaw', 'ulaw', 'other'] as const
export type Call = (typeof calls)[number]

/** A file and what Asterisk does with it, by itself. */
export interface JudgedFile {
  verdict: Verdict
  /** Why it does not simply play. */
  faults: string[]
  /** What is heard of it, where that is known. */
  seconds?: number
  /** Asterisk finds it by its extension, even where it cannot play it. */
  found: boolean
  /** Asterisk opens it, and looks for no other file of the same coding, even where it then plays nothing. */
  opens: boolean
}

/** What is heard on calls of one kind: the file that Asterisk takes there, good or bad. */
interface Played {
  verdict: Verdict
  /** Omitted when there is none. */
  file?: string
  /** What another Asterisk may take in its place: which, depends on the release, and on the order in which its modules were loaded. */
  or?: string[]
  seconds?: number
}

/** The files that may be heard. */
export const filesOf = ({file, or = []}: Played): string[] => (file === undefined ? [] : [file, ...or])

export type PlayedByCall = Record<Call, Played>

type Folder = ReadonlyMap<string, JudgedFile>

/** What calls hear of the files of one name: those of the first of these folders in which Asterisk finds one. */
export function playedByCall(folders: readonly Folder[]): PlayedByCall {
  const candidates = folders.map((files) =>
    [...files].flatMap(([file, judged]) => candidate(file, judged)).sort(byRank),
  )
  const [only, another] = candidates[0] ?? []
  // Thousands of sounds have one file each.
  if (only !== undefined && another === undefined && only.format.since === undefined) return onAll(playedFile(only))
  const played = (call: Call) => asOne(releases.flatMap((release) => playedOn(release, call, candidates)))
  return {alaw: played('alaw'), ulaw: played('ulaw'), other: played('other')}
}

const onAll = (played: Played): PlayedByCall => ({alaw: played, ulaw: played, other: played})

/** Whatever may happen, as one verdict; the first is what happens where nothing is unusual. */
function asOne(possible: readonly Played[]): Played {
  const [first = {verdict: 'does not play'}] = possible.filter(({file}) => file !== undefined)
  const others = new Set(possible.flatMap(({file}) => (file === undefined || file === first.file ? [] : [file])))
  const agreed = possible.every(({verdict}) => verdict === first.verdict)
  return {
    ...first,
    verdict: agreed ? first.verdict : 'not on every Asterisk',
    ...(others.size > 0 && {or: [...others]}),
  }
}

interface Candidate {
  file: string
  format: Format
  judged: JudgedFile
}

/** Asterisk chooses the folder and the coding before it looks into a file; of that coding, it takes a file that it can open. */
function playedOn(release: Release, call: Call, folders: readonly (readonly Candidate[])[]): Played[] {
  const known = folders.map((candidates) => candidates.filter(({format}) => (format.since ?? 0) <= release))
  const candidates = known.find(({length}) => length > 0)
  if (candidates === undefined) return [{verdict: 'does not play'}]
  const codecs = chosen(new Set(candidates.map(({format}) => format.codec)), call)
  return codecs.flatMap((codec) => taken(candidates.filter(({format}) => format.codec === codec)))
}

/** One for each module: of several that read a coding, the one that was loaded first decides. */
function taken(candidates: readonly Candidate[]): Played[] {
  const opened = candidates.filter(({judged}) => judged.opens)
  const modules = new Map(opened.toReversed().map((each) => [moduleOf(each.format), each]))
  const possible = opened.filter((each) => modules.get(moduleOf(each.format)) === each)
  return (possible.length > 0 ? possible : candidates.slice(0, 1)).map(playedFile)
}

/** That a release does not know the format is no fault of the file where another one plays it. */
function playedFile({file, format, judged}: Candidate): Played {
  const verdict = format.since !== undefined && judged.verdict === 'not on every Asterisk' ? 'plays' : judged.verdict
  return judged.seconds === undefined ? {verdict, file} : {verdict, file, seconds: judged.seconds}
}

function candidate(file: string, judged: JudgedFile): Candidate[] {
  const format = formatOf(file.slice(file.lastIndexOf('.') + 1))
  return format !== undefined && judged.found ? [{file, format, judged}] : []
}

const byRank = (a: Candidate, b: Candidate) => rankOf(a.format) - rankOf(b.format)

const wide: readonly Codec[] = ['slin12', 'slin16', 'slin24', 'slin32', 'slin44', 'slin48', 'slin96', 'slin192']
const narrow: readonly Codec[] = ['gsm', 'adpcm', 'speex', 'g726']
const rest: readonly (readonly Codec[])[] = [['g722'], ['speex16'], ['speex32']]
const each = (codecs: readonly Codec[]) => codecs.map((codec) => [codec])

/** Asterisk's choice of a coding, from its costs of translation: those of one group cost the same. */
const choices: Record<Call, readonly (readonly Codec[])[]> = {
  alaw: [...each(['alaw', 'slin', 'ulaw', ...wide]), narrow, ...rest],
  ulaw: [...each(['ulaw', 'slin', 'alaw', ...wide]), narrow, ...rest],
  other: [...each(['slin', ...wide]), [...narrow, 'alaw', 'ulaw'], ...rest],
}

/** Between codings of the same cost, releases before 20 choose by what was loaded first: it may be any of them. */
function chosen(codecs: ReadonlySet<Codec>, call: Call): readonly Codec[] {
  return choices[call].find((equals) => equals.some((codec) => codecs.has(codec))) ?? [...codecs].slice(0, 1)
}
