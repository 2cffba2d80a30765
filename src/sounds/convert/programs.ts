import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {endianness} from 'node:os'
import type {Readable} from 'node:stream'
import {invalid} from '../../errors.ts'
import {containerOf} from '../container.ts'
import {extensionOf} from '../directory.ts'
import type {Decoded, EncodedFile} from './decode.ts'
import {isMp3, soxOptions} from './head.ts'

/**
 * A program that writes the samples of a file on its standard output, as 32-bit integers. It reads with half the volume: resampling may
 * exceed full scale.
 */
interface Decoder {
  name: 'ffmpeg' | 'sox'
  argv: (path: string, head: Buffer, headerless: Headerless | undefined) => string[]
  /** What it says on its standard error about the input. */
  formatOf: (said: string) => string
}

/** A file that begins with its samples: only its name tells how they are coded. */
interface Headerless {
  coding: 'alaw' | 'mulaw' | 's16le'
  rate: number
}

const headerless: ReadonlyMap<string, Headerless> = new Map<string, Headerless>([
  ...['alaw', 'al', 'alw'].map((extension) => [extension, {coding: 'alaw', rate: 8000}] as [string, Headerless]),
  ...['ulaw', 'ul', 'mu', 'ulw', 'pcm'].map(
    (extension) => [extension, {coding: 'mulaw', rate: 8000}] as [string, Headerless],
  ),
  ...['sln', 'slin', 'raw'].map((extension) => [extension, {coding: 's16le', rate: 8000}] as [string, Headerless]),
  ['sln16', {coding: 's16le', rate: 16_000}],
])

/** What ffmpeg may take a file for: no playlist, and nothing else that names other files. */
const ffmpegFormats = [
  ...['aac', 'ac3', 'aiff', 'alaw', 'amr', 'amrnb', 'amrwb', 'ape', 'asf', 'au', 'avi', 'caf', 'dts', 'eac3', 'flac'],
  ...['flv', 'g722', 'g729', 'gsm', 'iff', 'ircam', 'matroska', 'mov', 'mp3', 'mpc', 'mpc8', 'mpeg', 'mpegts', 'mulaw'],
  ...['nist', 'ogg', 's16le', 'sox', 'tta', 'voc', 'w64', 'wav', 'webm', 'wv', 'xwma'],
].join(',')

const soxCodings = {alaw: ['a-law', '8'], mulaw: ['mu-law', '8'], s16le: ['signed-integer', '16']} as const

/** Why a program did not read a file. */
export interface Failure {
  program: string
  reason: string
}

const RATE = 8000
/** In seconds. */
const LONGEST = 3600
const MOST_BYTES = LONGEST * RATE * 4
/** In milliseconds. */
const PATIENCE = 120_000

/**
 * ffmpeg's own low-pass filter lets through what is just above half the rate.
 * With integers it mixes channels without amplifying them.
 */
export const ffmpeg: Decoder = {
  name: 'ffmpeg',
  argv: (path, _, raw) => [
    ...['-nostdin', '-hide_banner', '-nostats', '-protocol_whitelist', 'file'],
    ...['-format_whitelist', ffmpegFormats],
    ...(raw ? ['-f', raw.coding, '-ar', String(raw.rate), '-ac', '1'] : []),
    ...['-i', `file:${path}`],
    ...[
      '-map',
      '0:a:0',
      '-t',
      String(LONGEST + 1),
      '-ac',
      '1',
      '-af',
      `volume=0.5,aresample=${RATE}:filter_size=128:cutoff=0.95`,
    ],
    ...['-f', 's32le', 'pipe:1'],
  ],
  formatOf: (said) => {
    const [, description = ''] = /Stream #0.*: Audio: (.*)/.exec(said) ?? []
    return description
      .replace(/ \([^)]*\)/g, '')
      .split(', ')
      .slice(0, 3)
      .join(', ')
  },
}

export const sox: Decoder = {
  name: 'sox',
  argv: (path, head, raw) => [
    ...['-V3', '-R', '-v', '0.5', ...soxOptions(head)],
    ...(raw
      ? [
          '-t',
          'raw',
          '-r',
          String(raw.rate),
          '-c',
          '1',
          '-e',
          soxCodings[raw.coding][0],
          '-b',
          soxCodings[raw.coding][1],
        ]
      : []),
    ...[path, '-t', 'raw', '-e', 'signed-integer', '-b', '32', '-L', '-'],
    ...['trim', '0', String(LONGEST + 1), 'remix', '-', 'rate', '-v', '-L', String(RATE)],
  ],
  formatOf: (said) => {
    const field = (name: string) => new RegExp(`^${name} *: (.*)`, 'm').exec(said)?.[1]
    const [encoding, rate, channels] = [field('Sample Encoding'), field('Sample Rate'), field('Channels')]
    return `${encoding}, ${rate} Hz, ${channels === '1' ? 'mono' : `${channels} channels`}`
  },
}

/** Runs it without a shell, without our environment, and not for ever. */
export async function runDecoder(
  decoder: Decoder,
  {path, name, head}: EncodedFile,
  stop: AbortSignal,
): Promise<Decoded | Failure | 'not installed'> {
  const isHeaderless = containerOf(head) === undefined && !isMp3(head)
  const raw = isHeaderless ? headerless.get(extensionOf(name) ?? '') : undefined
  const child = spawn(decoder.name, decoder.argv(path, head, raw), {
    env: {PATH: process.env.PATH, LC_ALL: 'C'},
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    signal: stop,
  })
  // The `timeout` of spawn goes on when there is no such program.
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
  try {
    const [[code, signal], output, said] = await Promise.all([
      once(child, 'close'),
      read(child.stdout),
      hear(child.stderr),
    ])
    const failed = (reason: string): Failure => ({program: decoder.name, reason})
    if (output.length > MOST_BYTES) throw invalid(`'${name}' is longer than ${LONGEST} s: nothing was converted`)
    if (signal !== null)
      return failed(child.killed ? `it was killed after ${PATIENCE / 1000} s` : `it was killed by ${signal}`)
    if (code !== 0 || output.length === 0) return failed(lastWords(said, path, name))
    return {samples: samplesOf(output), format: decoder.formatOf(said), by: decoder.name}
  } catch (error) {
    child.kill('SIGKILL')
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EACCES'].includes(String(error.code)))
      return 'not installed'
    throw error
  } finally {
    clearTimeout(patience)
  }
}

async function read(output: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of output) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The start describes the input, the end says what is wrong. */
const HEARD = 16 * 1024

async function hear(output: Readable): Promise<string> {
  let [start, end] = ['', '']
  for await (const piece of output.setEncoding('utf8')) {
    const room = HEARD - start.length
    start += piece.slice(0, room)
    end = (end + piece.slice(room)).slice(-HEARD)
  }
  return start + end
}

/** Without the addresses that ffmpeg prints, and with the name that the file had. */
function lastWords(said: string, path: string, name: string): string {
  const lines = said
    .replaceAll(`file:${path}`, name)
    .replaceAll(path, name)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' && !/SoX v|^sox INFO/.test(line))
  const last = lines.slice(-LAST_LINES).map((line) => line.replace(/^\[.* @ 0x\w+\] */, '').trim())
  return last.join(' ').replace(/\p{Cc}/gu, ' ') || 'it gave no reason'
}

const LAST_LINES = 2

function samplesOf(bytes: Buffer): Float32Array {
  const aligned = Buffer.from(new ArrayBuffer(bytes.length - (bytes.length % 4)))
  bytes.copy(aligned)
  if (endianness() === 'BE') aligned.swap32()
  return Float32Array.from(new Int32Array(aligned.buffer), (sample) => sample / 2 ** 30)
}
