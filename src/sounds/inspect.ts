import {constants, type Stats} from 'node:fs'
import {type FileHandle, open, stat} from 'node:fs/promises'
import {endianness} from 'node:os'
import {join} from 'node:path'
import {extensionOf, reasonOf, type SoundDirectory} from './directory.ts'
import {isPlayable, wavRates} from './extensions.ts'
import {type Level, LevelMeter} from './level.ts'
import {bitsOf, hasPlainSamples, readWav, secondsOf, unplayed, type Wav} from './wav.ts'

/** What is known about a file that Asterisk may have to play. */
export interface Inspection {
  /** Omitted when only the extension shows the format, or when the file cannot be read. */
  plays?: boolean
  /** Why Asterisk would not play it. */
  faults: string[]
  /** What callers notice, or may notice. */
  remarks: string[]
  /** Why it could not be read. */
  unreadable?: string
  /** In bytes. */
  size?: number
  seconds?: number
  /** Samples per second. */
  rate?: number
  channels?: number
  bits?: number
  level?: Level
}

interface Options {
  /** Called before each piece is measured. Without it, only the header is read. */
  measuring?: () => void
}

const PIECE = 64 * 1024

/** Inspects a file of the directory. O_NONBLOCK, because opening a pipe would wait for its writer. */
export async function inspectSound({path}: SoundDirectory, name: string, options: Options = {}): Promise<Inspection> {
  let file: FileHandle
  try {
    file = await open(join(path, name), constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return {faults: [], remarks: [], unreadable: `it cannot be read: ${reasonOf(error)}`}
  }
  try {
    const inspection = await inspectOpen(file, name, options)
    const closed = isClosedToOwnerOf(await stat(path), await file.stat())
    return closed ? {...inspection, remarks: [closedRemark, ...inspection.remarks]} : inspection
  } finally {
    await file.close()
  }
}

const closedRemark = 'the owner and the group of the directory may not read it, so neither may Asterisk'

/** On XiVO the directory belongs to the user that Asterisk runs as. */
function isClosedToOwnerOf(directory: Stats, {mode, uid, gid}: Stats): boolean {
  const {S_IROTH, S_IRGRP, S_IRUSR} = constants
  if (directory.uid === 0) return false
  if (uid === directory.uid) return (mode & S_IRUSR) === 0
  return (mode & (gid === directory.gid ? S_IRGRP : S_IROTH)) === 0
}

/** The same for an open file; `name` is its present or future name. */
export async function inspectOpen(file: FileHandle, name: string, {measuring}: Options = {}): Promise<Inspection> {
  const stats = await file.stat()
  const faults = faultsByName(name, stats)
  const rate = wavRates[extensionOf(name) ?? '']
  if (faults.length > 0 || rate === undefined) {
    return {...(faults.length > 0 && {plays: false}), faults, remarks: [], size: stats.size}
  }
  const wav = await readWav(file, stats.size, rate)
  const level = measuring && hasPlainSamples(wav) ? await measure(file, wav, measuring) : undefined
  return {
    plays: wav.faults.length === 0,
    faults: wav.faults,
    remarks: [...lengthRemarks(wav), ...(level ? levelRemarks(level) : [])],
    size: stats.size,
    ...described(wav),
    ...(level && {level}),
  }
}

function faultsByName(name: string, stats: Stats): string[] {
  const extension = extensionOf(name)
  if (!stats.isFile()) return ['it is not a file']
  if (extension === undefined) return ['its name has no extension: Asterisk does not find it']
  if (!isPlayable(extension)) return [`Asterisk knows no sounds that end in .${extension}`]
  return stats.size === 0 ? ['it is empty'] : []
}

function described(wav: Wav): Partial<Inspection> {
  const {format, data} = wav
  if (format === undefined) return {}
  const seconds = secondsOf(wav, data?.present ?? 0)
  return {
    ...(seconds !== undefined && {seconds: Math.round(seconds * 100) / 100}),
    rate: format.rate,
    channels: format.channels,
    bits: bitsOf(format),
  }
}

function lengthRemarks(wav: Wav): string[] {
  const {data} = wav
  if (data === undefined) return []
  const lost = secondsOf(wav, unplayed(data)) ?? 0
  return [
    ...(data.present < data.promised
      ? [`its header promises ${data.promised} bytes of sound, but it has ${data.present}: it may be truncated`]
      : []),
    ...(lost >= 0.1 && wav.faults.length === 0
      ? [`Asterisk does not play its last ${lost.toFixed(1)} s, because its header has further chunks`]
      : []),
  ]
}

/** Callers would hang up, or complain that they hear nothing. */
function levelRemarks({peak, rms, clipped, silence}: Level): string[] {
  if (peak < -60) return ['it contains only silence']
  return [
    ...(rms < -45 ? [`it is very quiet: ${rms} dBFS`] : []),
    ...(clipped > 0 ? [`it is clipped: ${clipped} samples at the limit`] : []),
    ...(silence.start > 2 ? [`it begins with ${silence.start} s of silence`] : []),
    ...(silence.end > 5 ? [`it ends with ${silence.end} s of silence`] : []),
  ]
}

async function measure(file: FileHandle, {format, data}: Wav, beforeEach: () => void): Promise<Level | undefined> {
  const present = evenly(data?.present ?? 0)
  if (format === undefined || data === undefined || present === 0) return undefined
  const meter = new LevelMeter(present / 2, format.rate * format.channels)
  const piece = Buffer.from(new ArrayBuffer(PIECE))
  const end = data.offset + present
  for (let at = data.offset; at < end; ) {
    beforeEach()
    const {bytesRead} = await file.read(piece, 0, Math.min(PIECE, end - at), at)
    const whole = evenly(bytesRead)
    if (whole === 0) break
    meter.add(samplesOf(piece.subarray(0, whole)))
    at += whole
  }
  return meter.level()
}

/** The file is little-endian. */
function samplesOf(bytes: Buffer): Int16Array {
  if (endianness() === 'BE') bytes.swap16()
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
}

const evenly = (bytes: number) => bytes - (bytes % 2)
