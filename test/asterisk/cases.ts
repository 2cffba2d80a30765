import {chunk, riff, type WavOptions, wav} from '../support/wav.ts'
import {byFfmpeg, bySox} from './encode.ts'
import {encoders, rateOf, type SoundFormat} from './formats.ts'

/** A sound of the cases: one name, in one format or several. */
export interface SoundCase {
  name: string
  /** What distinguishes it, as the table has it. */
  what: string
  /** The files, by their name in the folder of sounds. */
  files: Record<string, Content>
  language?: string
  /** What it consists of, in hertz; anything else that is heard is noise. */
  tones?: readonly number[]
}

/** The bytes of a file; a file that only root can read; a symbolic link; or a folder. */
export type Content = Buffer | {closed: Buffer} | {link: string} | 'folder'

/** Heard in a file that stands alone, or first. */
const FIRST = 440
/** Heard in the other file of the same name. */
const OTHER = 800
const LAST = 1000

/** A tone, and half a second of another at the end, which tells whether the end is heard. */
const tone =
  (hz: number, rate: number, seconds = 3) =>
  (i: number) =>
    0.244 * Math.sin((2 * Math.PI * (i < (seconds - 0.5) * rate ? hz : LAST) * i) / rate)

const pcm = ({rate = 8000, hz = FIRST, ...options}: WavOptions & {hz?: number} = {}) =>
  wav({rate, seconds: 3, sample: tone(hz, rate), ...options})

const stereo = (rate: number) => pcm({rate, channels: 2, sample: (i) => tone(FIRST, rate)(Math.floor(i / 2))})

const plain = pcm()
const data = plain.subarray(44)
const head = plain.subarray(20, 36)

const as = (format: SoundFormat, hz = FIRST) => encoders[format](pcm({rate: rateOf(format), hz}))

/** A WAV of these chunks, between what `fmt` says and the sound. */
const withFormat = (fmt: Buffer, before: Buffer[] = []) => riff([chunk('fmt ', fmt), ...before, chunk('data', data)])

const software = chunk('ISFT', Buffer.from('Lavf59.27.100\0'))
const title = chunk('INAM', Buffer.from('Title of the sound, a long text. '.repeat(40)))
const list = (...chunks: Buffer[]) => chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...chunks]))

function extensible(): Buffer {
  const fmt = Buffer.concat([head, Buffer.from('16001000040000000100000000001000800000aa00389b71', 'hex')])
  fmt.writeUInt16LE(0xfffe, 0)
  return withFormat(fmt)
}

function bigEndian(header: 'swapped' | 'plain'): Buffer {
  const file = Buffer.from(plain)
  file.write('RIFX')
  file.subarray(44).swap16()
  if (header === 'plain') return file
  for (const at of [4, 16, 24, 28, 40]) file.subarray(at, at + 4).swap32()
  for (const at of [20, 22, 32, 34]) file.subarray(at, at + 2).swap16()
  return file
}

function rf64(): Buffer {
  const sizes = Buffer.alloc(28)
  sizes.writeUInt32LE(data.length + 80, 0)
  sizes.writeUInt32LE(data.length, 8)
  sizes.writeUInt32LE(data.length / 2, 16)
  const file = riff([chunk('ds64', sizes), chunk('fmt ', head), chunk('data', data, 0xffffffff)])
  file.write('RF64')
  file.writeUInt32LE(0xffffffff, 4)
  return file
}

function eightBit(): Buffer {
  const file = wav({bits: 8, seconds: 3})
  const sample = tone(FIRST, 8000)
  for (let i = 44; i < file.length; i++) file[i] = 128 + Math.round(127 * sample(i - 44))
  return file
}

const one = (name: string, extension: string, what: string, content: Content): SoundCase => ({
  name,
  what,
  files: {[`${name}.${extension}`]: content},
})

/** One name in several formats. */
const beside = (name: string, what: string, contents: Record<string, Content>): SoundCase => ({
  name,
  what,
  files: Object.fromEntries(Object.entries(contents).map(([extension, content]) => [`${name}.${extension}`, content])),
})

/** A good `.wav` beside another format, each with a tone of its own. */
const twin = (name: string, other: SoundFormat): SoundCase =>
  beside(name, `\`.wav\` beside \`.${other}\``, {wav: plain, [other]: as(other, OTHER)})

const headers = (): SoundCase[] => [
  one('a01', 'wav', '`.wav`, PCM, 16-bit, mono, 8 kHz', plain),
  one('a02', 'wav', '`.wav` at 16 kHz', pcm({rate: 16_000})),
  one('a03', 'wav16', '`.wav16` at 16 kHz', pcm({rate: 16_000})),
  one('a03b', 'wav16', '`.wav16` at 8 kHz', plain),
  one('a04', 'wav', '`.wav`, 8-bit', eightBit()),
  one('a05', 'wav', '`.wav`, stereo', stereo(8000)),
  one('a06', 'wav', '`.wav` at 44.1 kHz', pcm({rate: 44_100})),
  one('a07', 'wav', '`.wav`, A-law', bySox(plain, '-e', 'a-law', '-t', 'wav')),
  one('a08', 'wav', '`.wav`, GSM', as('WAV')),
  one('a09', 'WAV', '`.WAV`, PCM', plain),
  one('a10', 'WAV', '`.WAV`, GSM, by sox', as('WAV')),
  one('a10b', 'wav49', '`.wav49`', as('WAV')),
  one('a11', 'wav', '`.wav`, WAVE_FORMAT_EXTENSIBLE', extensible()),
  one('a12', 'wav', '`.wav`, chunks of 1.4 kB before the sound', withFormat(head, [list(software, title)])),
  one('a12s', 'wav', '`.wav`, a short chunk before the sound', withFormat(head, [list(software)])),
  one(
    'a12odd',
    'wav',
    '`.wav`, a padded chunk of odd length',
    withFormat(head, [chunk('odd ', Buffer.alloc(28, 'x'), 27)]),
  ),
  one(
    'a12big',
    'wav',
    '`.wav`, a chunk of 32 kB before the sound',
    withFormat(head, [chunk('junk', Buffer.alloc(32_000))]),
  ),
  one('a13', 'wav', '`.wav`, a chunk after the sound', pcm({after: [list(title)]})),
  one(
    'a13big',
    'wav',
    '`.wav`, a chunk of 32 kB after the sound',
    pcm({after: [list(chunk('INAM', Buffer.alloc(32_000, 7)))]}),
  ),
  one('a14', 'wav', '`.wav`, its length 0xFFFFFFFF, from a pipe', pcm({promised: 0xffffffff})),
  one('a14b', 'wav', '`.wav`, its length 0x7FFFF000', pcm({promised: 0x7ffff000})),
  one('a14c', 'wav', '`.wav`, its length 0x7FFFFFFF', pcm({promised: 0x7fffffff})),
  one('a15', 'wav', '`.wav`, its length 0', pcm({promised: 0})),
  one('a16', 'wav', '`.wav`, truncated after 1 s of 3', plain.subarray(0, 44 + 16_000)),
  one('a17', 'wav', '`.wav`, a format chunk of 18 bytes', withFormat(Buffer.concat([head, Buffer.alloc(2)]))),
  one(
    'a17fact',
    'wav',
    '`.wav`, with a chunk `fact`',
    withFormat(Buffer.concat([head, Buffer.alloc(2)]), [chunk('fact', Buffer.alloc(4))]),
  ),
  one('a18', 'wav', 'RIFX with a little-endian header', bigEndian('plain')),
  one('a18b', 'wav', 'RF64', rf64()),
  one('a18c', 'wav', 'RIFX', bigEndian('swapped')),
  one('a19', 'wav', '`.wav` of 0 bytes', Buffer.alloc(0)),
  one('a20', 'wav', '`.wav` without samples', pcm({seconds: 0})),
]

const twins = (): SoundCase[] => [
  twin('a21', 'gsm'),
  twin('a21W', 'WAV'),
  twin('a22', 'alaw'),
  twin('a22u', 'ulaw'),
  twin('a22s', 'sln'),
  twin('a22x', 'sln16'),
  twin('a22m', 'mp3'),
  twin('a22o', 'ogg'),
  twin('a22w16', 'wav16'),
  beside('a22bad', '`.wav` at 16 kHz beside a good `.gsm`', {wav: pcm({rate: 16_000}), gsm: as('gsm', OTHER)}),
  beside('a22bad2', '`.wav` at 16 kHz beside a good `.alaw`', {wav: pcm({rate: 16_000}), alaw: as('alaw', OTHER)}),
  beside('a22bad3', '`.wav` beside an empty `.alaw`', {wav: plain, alaw: Buffer.alloc(0)}),
  beside('a22bad4', '`.wav` beside an empty `.gsm`', {wav: plain, gsm: Buffer.alloc(0)}),
]

const disc = () => pcm({rate: 44_100})
const mp3 = (input: Buffer, ...argv: string[]) => byFfmpeg(input, ...argv, '-f', 'mp3')
const vorbis = (input: Buffer, ...argv: string[]) => byFfmpeg(input, ...argv, '-c:a', 'libvorbis', '-f', 'ogg')

const formats = (): SoundCase[] => [
  one('a23', 'mp3', '`.mp3` at 8 kHz', as('mp3')),
  one('a23c', 'mp3', '`.mp3` at 44.1 kHz', mp3(disc(), '-b:a', '128k')),
  one('a23s', 'mp3', '`.mp3` at 44.1 kHz, stereo', mp3(stereo(44_100), '-b:a', '128k')),
  one('a23w', 'mp3', '`.mp3` at 16 kHz', mp3(disc(), '-ar', '16000')),
  one('a24', 'ogg', '`.ogg`, Vorbis, 8 kHz, mono', as('ogg')),
  one('a24b', 'ogg', '`.ogg`, Vorbis, 44.1 kHz', vorbis(disc())),
  one('a24c', 'ogg', '`.ogg`, Vorbis, stereo', vorbis(plain, '-ac', '2')),
  one('a24d', 'ogg', '`.ogg`, Opus', byFfmpeg(disc(), '-c:a', 'libopus', '-f', 'ogg')),
  one('a24e', 'opus', '`.opus`', as('opus')),
  one('a25s', 'sln16', '`.sln16`', as('sln16')),
  one('a25g', 'g722', '`.g722`', as('g722')),
  one('a25n', 'sln', '`.sln`', as('sln')),
  one('a25slin', 'slin', '`.slin`', as('sln')),
  one('a25raw', 'raw', '`.raw`', as('sln')),
  one('a25a', 'alaw', '`.alaw`', as('alaw')),
  one('a25al', 'al', '`.al`', as('alaw')),
  one('a25u', 'ulaw', '`.ulaw`', as('ulaw')),
  one('a25pcm', 'pcm', '`.pcm`, µ-law', as('ulaw')),
  one('a25gsm', 'gsm', '`.gsm`', as('gsm')),
  one('a25au', 'au', '`.au`, µ-law', as('au')),
  one('a25au16', 'au', '`.au`, 16-bit', bySox(plain, '-e', 'signed', '-b', '16', '-t', 'au')),
  one('a25x', 'spx', '`.spx`', as('spx')),
  one('a25wavgsm', 'gsm', 'a WAV called `.gsm`', plain),
  one('a25wavsln', 'sln', 'a WAV called `.sln`', plain),
  one('a25wavalaw', 'alaw', 'a WAV called `.alaw`', plain),
  one('a25mp3wav', 'wav', 'an mp3 called `.wav`', as('mp3')),
  ...['gsm', 'sln', 'ulaw', 'alaw', 'mp3', 'ogg', 'au'].map((format) =>
    one(`b0${format}`, format, `\`.${format}\` of 0 bytes`, Buffer.alloc(0)),
  ),
]

/** Where Markdown would hide it. */
const shown: Record<string, string> = {' ': 'a blank', '|': '`\\|`'}

const places = (): SoundCase[] => [
  {name: 'a26', what: 'a file without extension', files: {a26: plain}},
  one('a27.x', 'wav', 'a dot in the name', plain),
  one('c28', 'Wav', '`.Wav`', plain),
  {
    name: 'a29',
    what: '`x.wav` and `fr_FR/x.wav`, on a call in fr_FR',
    files: {'a29.wav': plain, 'fr_FR/a29.wav': as('wav', OTHER)},
    language: 'fr_FR',
  },
  {
    name: 'a29b',
    what: '`x.wav` and `fr/x.wav`, on a call in fr_FR',
    files: {'a29b.wav': plain, 'fr/a29b.wav': as('wav', OTHER)},
    language: 'fr_FR',
  },
  {name: 'a29c', what: 'only `fr_FR/x.wav`, on a call in fr_FR', files: {'fr_FR/a29c.wav': plain}, language: 'fr_FR'},
  {name: 'a29d', what: 'only `fr_FR/x.wav`, on a call in en', files: {'fr_FR/a29d.wav': plain}, language: 'en'},
  ...[...'&,"\\ |%\'$;(#*@[:+é'].map((letter) =>
    one(`a30${letter}b`, 'wav', `${shown[letter] ?? `\`${letter}\``} in the name`, plain),
  ),
  one('a31', 'wav', '`.wav` that Asterisk may not read', {closed: plain}),
  beside('a31b', '`.wav` that Asterisk may not read beside a good `.gsm`', {wav: {closed: plain}, gsm: as('gsm')}),
  one('a34', 'wav', 'a link to nowhere', {link: 'nowhere.wav'}),
  one('a34b', 'wav', 'a link to a file', {link: 'a01.wav'}),
  one('a34d', 'wav', 'a folder called `.wav`', 'folder'),
  {name: 'a34e', what: '`.wav` beside a folder of the name', files: {a34e: 'folder', 'a34e.wav': plain}},
]

export const soundCases = (): SoundCase[] =>
  [...headers(), ...twins(), ...formats(), ...places()].map((each) => ({...each, tones: [FIRST, OTHER, LAST]}))
