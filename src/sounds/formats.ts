/** How a file's samples are coded, by Asterisk's name. Files of one coding stand in for each other. */
export type Codec =
  | `slin${'' | 12 | 16 | 24 | 32 | 44 | 48 | 96 | 192}`
  | `speex${'' | 16 | 32}`
  | 'alaw'
  | 'ulaw'
  | 'g722'
  | 'g719'
  | 'siren14'
  | 'siren7'
  | 'g726'
  | 'adpcm'
  | 'g729'
  | 'gsm'
  | 'ilbc'
  | 'g723'

/** How Asterisk finds the samples. `frames` have no header: whatever is there is played. */
type Reading = 'wav' | 'wav49' | 'au' | 'vorbis' | 'speex' | 'opus' | 'mp3' | 'frames'

/** What Asterisk does with an extension. */
export interface Format {
  extension: string
  codec: Codec
  content: Reading
  /** Samples per second, where Asterisk requires a rate. */
  rate: number
  /** The size of a frame in bytes, and how many of them make a second. */
  frame: number
  framesPerSecond: number
  /** The first Asterisk that knows the extension, where that is not every one. */
  since?: number
}

/** The releases that are told apart: what plays on the first and not on the last, or the other way round, is not on every Asterisk. */
export const releases = [16, 22] as const
export type Release = (typeof releases)[number]

/** The codings for which the stock build of Asterisk has no codec: it passes them on to a phone that has, and to no other. */
const withoutCodec: ReadonlySet<Codec> = new Set(['g719', 'g723', 'g729', 'ilbc', 'siren7', 'siren14'])

export const hasCodec = (codec: Codec) => !withoutCodec.has(codec)

const headed = (extension: string, codec: Codec, content: Reading, rate: number): Format => ({
  ...{extension, codec, content, rate},
  ...{frame: 2, framesPerSecond: rate},
})

const frames = (extension: string, codec: Codec, frame: number, framesPerSecond: number): Format => ({
  ...{extension, codec, content: 'frames', rate: 8000},
  ...{frame, framesPerSecond},
})

const linear = (extension: string, codec: Codec, rate: number): Format => ({
  ...frames(extension, codec, 2, rate),
  rate,
})

/** Those of one module and one coding are in the order in which Asterisk looks for them. */
const formats: readonly Format[] = [
  {...frames('WAV', 'gsm', 65, 25), content: 'wav49'},
  headed('wav16', 'slin16', 'wav', 16_000),
  headed('wav', 'slin', 'wav', 8000),
  frames('vox', 'adpcm', 1, 4000),
  linear('sln192', 'slin192', 192_000),
  linear('sln96', 'slin96', 96_000),
  linear('sln48', 'slin48', 48_000),
  linear('sln44', 'slin44', 44_100),
  linear('sln32', 'slin32', 32_000),
  linear('sln24', 'slin24', 24_000),
  linear('sln16', 'slin16', 16_000),
  linear('sln12', 'slin12', 12_000),
  linear('sln', 'slin', 8000),
  {...linear('slin', 'slin', 8000), since: 22},
  linear('raw', 'slin', 8000),
  frames('siren7', 'siren7', 80, 50),
  frames('siren14', 'siren14', 120, 50),
  frames('g722', 'g722', 1, 8000),
  ...['alaw', 'al', 'alw'].map((extension) => frames(extension, 'alaw', 1, 8000)),
  ...['pcm', 'ulaw', 'ul', 'mu', 'ulw'].map((extension) => frames(extension, 'ulaw', 1, 8000)),
  {...frames('au', 'ulaw', 1, 8000), content: 'au'},
  headed('ogg', 'slin', 'vorbis', 8000),
  {...headed('opus', 'slin48', 'opus', 48_000), since: 22},
  headed('spx', 'speex', 'speex', 8000),
  headed('spx16', 'speex16', 'speex', 16_000),
  headed('spx32', 'speex32', 'speex', 32_000),
  headed('mp3', 'slin', 'mp3', 8000),
  frames('ilbc', 'ilbc', 50, 100 / 3),
  frames('gsm', 'gsm', 33, 50),
  frames('g729', 'g729', 10, 100),
  ...['g726-16', 'g726-24', 'g726-32', 'g726-40'].map((extension) => frames(extension, 'g726', 80, 50)),
  ...['g723', 'g723sf'].map((extension) => frames(extension, 'g723', 24, 100 / 3)),
  frames('g719', 'g719', 160, 50),
]

const byExtension: ReadonlyMap<string, Format> = new Map(formats.map((format) => [format.extension, format]))

/** Case matters, as in Asterisk: `.WAV` is not `.wav`. */
export const formatOf = (extension: string) => byExtension.get(extension)

export const extensions: readonly string[] = formats.map(({extension}) => extension)

export const isPlayable = (extension: string) => byExtension.has(extension)

/** The module of Asterisk that reads it. Modules are loaded in whatever order a disk lists them, and are asked in the order of loading. */
export function moduleOf({content, codec}: Format): string {
  if (content === 'au' || ['alaw', 'ulaw', 'g722'].includes(codec)) return 'pcm'
  if (content !== 'frames') return content
  return codec.startsWith('slin') ? 'sln' : codec
}

/** The rank of a format among those of one module and coding. */
export const rankOf = (format: Format) => formats.indexOf(format)

/** XiVO's forms do not offer a sound without one of these extensions, and show it as an empty choice. */
const listedByXivo: ReadonlySet<string> = new Set([
  ...['wav', 'WAV', 'wav49', 'gsm', 'ogg', 'au', 'vox', 'sln', 'raw', 'mp3'],
  ...['ul', 'ulaw', 'um', 'pcm', 'al', 'alaw'],
])

export const isListedByXivo = (extension: string) => listedByXivo.has(extension)
