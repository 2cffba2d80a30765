import type {Random} from '../faults/random.ts'
import {chunk, wav} from '../support/wav.ts'
import type {SoundCase} from './cases.ts'
import {byFfmpeg} from './encode.ts'
import {encoders, rateOf, type SoundFormat} from './formats.ts'

const TONES = [440, 800] as const

const simple = Object.keys(encoders) as [SoundFormat, ...SoundFormat[]]

/** Sounds by chance: formats, chunks, lengths, names, languages, and several files of one name. */
export function randomCases(random: Random, count: number): SoundCase[] {
  return Array.from({length: count}, (_, i) => randomCase(random, i))
}

function randomCase(random: Random, number: number): SoundCase {
  const name = `r${number}${random.pick(['', '', '', '.x', ' y', 'é', '&z', ',z', '%41', '{z}', "'", '_Z'])}`
  const language = random.pick(['en', 'fr_FR'])
  const parts = Array.from({length: random.pick([1, 1, 1, 2, 2, 3])}, () => randomFile(random))
  const folders = parts.map(() => (random.oneIn(6) ? random.pick(['fr_FR/', 'fr/', 'en/']) : ''))
  return {
    name,
    what: parts.map(({what}, i) => `${folders[i]}${what}`).join(' beside '),
    files: Object.fromEntries(parts.map(({extension, bytes}, i) => [`${folders[i]}${name}.${extension}`, bytes])),
    language,
    tones: TONES,
  }
}

interface RandomFile {
  extension: string
  bytes: Buffer
  what: string
}

function randomFile(random: Random): RandomFile {
  const format = random.pick(simple)
  const plain = randomWav(random, {rate: rateOf(format)})
  if (random.oneIn(12)) return {extension: format, bytes: Buffer.alloc(0), what: `.${format} of 0 bytes`}
  if (random.oneIn(12)) return {extension: format, bytes: plain, what: `a WAV called .${format}`}
  if (random.oneIn(3)) {
    const extension = random.pick(['wav', 'wav', 'wav16', 'WAV'])
    const {bytes, what} = oddWav(random)
    return {extension, bytes, what: `.${extension}, ${what}`}
  }
  if (random.oneIn(12)) {
    const rate = random.pick([11_025, 16_000, 44_100])
    return {extension: 'mp3', bytes: byFfmpeg(plain, '-ar', String(rate), '-f', 'mp3'), what: `.mp3 at ${rate} Hz`}
  }
  return {extension: format, bytes: encoders[format](plain), what: `.${format}`}
}

function randomWav(random: Random, options: Parameters<typeof wav>[0] = {}): Buffer {
  const {rate = 8000, channels = 1} = options
  const hz = random.pick(TONES)
  const seconds = random.pick([0.3, 0.5, 1, 1.7])
  return wav({
    seconds,
    sample: (i) => 0.244 * Math.sin((2 * Math.PI * hz * Math.floor(i / channels)) / rate),
    ...options,
  })
}

/** A WAV as some program may write it, or as something cut it off. */
function oddWav(random: Random): {bytes: Buffer; what: string} {
  const before = Array.from({length: random.pick([0, 0, 1, 1, 2, 5])}, () => randomChunk(random))
  const after = random.oneIn(3) ? [randomChunk(random)] : []
  const [rate, channels, code] = [
    random.pick([8000, 8000, 8000, 16_000, 44_100]),
    random.pick([1, 1, 1, 2]),
    random.pick([1, 1, 1, 3]),
  ]
  const promised = random.oneIn(4) ? random.pick([0, 0xffffffff, 0x7ffff000, 0x7fffffff, 1000, 100_000]) : undefined
  const whole = randomWav(random, {rate, channels, code, before, after, ...(promised !== undefined && {promised})})
  const bytes = random.oneIn(8) ? whole.subarray(0, random.below(whole.length)) : whole
  const chunks = before.map(({length}) => length - 8).join('+')
  return {
    bytes,
    what: `${rate} Hz, ${channels} channels, format ${code}, chunks of ${chunks || 0}, length ${promised ?? 'true'}, ${bytes.length} of ${whole.length} bytes`,
  }
}

function randomChunk(random: Random): Buffer {
  const length = random.pick([4, 17, 26, 31, 300, 4000])
  const padding = random.oneIn(2) ? length % 2 : 0
  return chunk(random.pick(['LIST', 'junk', 'fact', 'bext']), Buffer.alloc(length + padding, 7), length)
}
