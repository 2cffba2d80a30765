import {type Codec, type Format, formatOf, hasCodec, qualityOf, type Release, rankOf, releases} from './formats.ts'

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
  seconds?: number
}

export type PlayedByCall = Record<Call, Played>

/** What calls hear of the files of one name in one folder. */
export function playedByCall(files: ReadonlyMap<string, JudgedFile>): PlayedByCall {
  const candidates = [...files].flatMap(([file, judged]) => candidate(file, judged)).sort(byRank)
  const [only, another] = candidates
  // Thousands of sounds have one file each.
  if (only !== undefined && another === undefined && only.format.since === undefined) return onAll(playedFile(only))
  const played = (call: Call) => asOne(releases.map((release) => playedOn(release, call, candidates)))
  return {alaw: played('alaw'), ulaw: played('ulaw'), other: played('other')}
}

const onAll = (played: Played): PlayedByCall => ({alaw: played, ulaw: played, other: played})

const playedFile = ({file, judged: {verdict, seconds}}: Candidate): Played =>
  seconds === undefined ? {verdict, file} : {verdict, file, seconds}

/** What two releases do, as one verdict. */
function asOne([old, recent]: Played[]): Played {
  if (old === undefined || recent === undefined || old.verdict === recent.verdict) return recent ?? {verdict: 'plays'}
  return {...(recent.file === undefined ? old : recent), verdict: 'not on every Asterisk'}
}

interface Candidate {
  file: string
  format: Format
  judged: JudgedFile
}

/** Asterisk chooses the coding before it looks into a file; of that coding, it takes the first file that it can open. */
function playedOn(release: Release, call: Call, candidates: readonly Candidate[]): Played {
  const known = candidates.filter(({format}) => (format.since ?? 0) <= release)
  const codec = chosen(
    known.map(({format}) => format.codec),
    call,
    release,
  )
  const [first, ...others] = known.filter(({format}) => format.codec === codec)
  if (first === undefined) return {verdict: 'does not play'}
  return playedFile([first, ...others].find(({judged: {opens}}) => opens) ?? first)
}

function candidate(file: string, judged: JudgedFile): Candidate[] {
  const format = formatOf(file.slice(file.lastIndexOf('.') + 1))
  return format !== undefined && judged.found ? [{file, format, judged}] : []
}

const byRank = (a: Candidate, b: Candidate) => rankOf(a.format) - rankOf(b.format)

const wide: readonly Codec[] = ['slin12', 'slin16', 'slin24', 'slin32', 'slin44', 'slin48', 'slin96', 'slin192']
const narrow: readonly Codec[] = ['gsm', 'adpcm', 'speex', 'g726']
const rest: readonly (readonly Codec[])[] = [['g722'], ['opus'], ['speex16'], ['speex32']]
const each = (codecs: readonly Codec[]) => codecs.map((codec) => [codec])

/** Asterisk's choice of a coding, from its costs of translation: those of one group cost the same. */
const choices: Record<Call, readonly (readonly Codec[])[]> = {
  alaw: [...each(['alaw', 'slin', 'ulaw', ...wide]), narrow, ...rest],
  ulaw: [...each(['ulaw', 'slin', 'alaw', ...wide]), narrow, ...rest],
  other: [...each(['slin', ...wide]), [...narrow, 'alaw', 'ulaw'], ...rest],
}

/** `codecs` are in the order in which Asterisk finds them, which decides between equals before release 22. */
function chosen(codecs: readonly Codec[], call: Call, release: Release): Codec | undefined {
  const group = choices[call].find((equals) => equals.some((codec) => codecs.includes(codec)))
  if (group === undefined) return codecs.find((codec) => !hasCodec(codec))
  const equals = codecs.filter((codec) => group.includes(codec))
  return release < 22 ? equals[0] : equals.reduce((a, b) => (qualityOf(b) > qualityOf(a) ? b : a))
}
