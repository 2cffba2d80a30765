import {closeSync, constants, fstatSync, openSync, type Stats, statSync} from 'node:fs'
import {endianness} from 'node:os'
import {join} from 'node:path'
import {isReadByAsterisk} from './access.ts'
import {Bytes} from './bytes.ts'
import type {Content, Samples} from './content.ts'
import {extensionOf, reasonOf, type SoundDirectory} from './directory.ts'
import {type Format, formatOf} from './formats.ts'
import {linearOf} from './g711.ts'
import {judgeContent} from './judge.ts'
import {type Level, LevelMeter} from './level.ts'
import {levelRemarks} from './remarks.ts'
import type {JudgedFile} from './verdict.ts'

/** What is known about a file that Asterisk may have to play. */
export interface Inspection extends JudgedFile {
  /** What callers notice, or may notice. */
  remarks: string[]
  /** In bytes. */
  size?: number
  /** Samples per second. */
  rate?: number
  channels?: number
  bits?: number
  level?: Level
}

export interface InspectOptions {
  /** Called before each piece is measured. Without it, only the header is read. */
  measuring?: () => void
  /** Of the sound directory, for whoever inspects many files. */
  folder?: Stats
}

/** Inspects a file of the directory. Synchronously, because that takes a fifth of the time for a short file. */
export function inspectSound({path}: SoundDirectory, name: string, options: InspectOptions = {}): Inspection {
  const full = join(path, name)
  let file: number
  try {
    // O_NONBLOCK, because opening a pipe would wait for its writer.
    file = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return unopened(full, options.folder ?? statSync(path), error)
  }
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) return silent('it is not a file')
    if (!isReadByAsterisk(options.folder ?? statSync(path), stats)) return {...silent(closed), size: stats.size}
    return inspectOpen(file, name, options, stats.size)
  } finally {
    closeSync(file)
  }
}

/** Asterisk finds it, if its name leads to something, and may even be allowed to read it. */
function unopened(path: string, folder: Stats, error: unknown): Inspection {
  try {
    const stats = statSync(path)
    if (!stats.isFile()) return silent('it is not a file')
    if (!isReadByAsterisk(folder, stats)) return {...silent(closed), size: stats.size}
    const faults = [`it cannot be read: ${reasonOf(error)}`]
    return {verdict: 'not read', faults, remarks: [], found: true, opens: true, size: stats.size}
  } catch {
    const why = isMissing(error) ? 'there is no such file' : `it cannot be found: ${reasonOf(error)}`
    return silent(why, {found: false})
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const closed = 'Asterisk cannot read it: its permissions exclude the owner and the group of the directory'

/** Is it Asterisk that may not read it? */
export const isClosed = ({faults}: Inspection) => faults.includes(closed)

const silent = (fault: string, {found = true} = {}): Inspection => ({
  ...{verdict: 'does not play', faults: [fault], remarks: [], found, opens: false},
})

/** The same for an open file; `name` is its present or future name. */
export function inspectOpen(file: number, name: string, {measuring}: InspectOptions = {}, size?: number): Inspection {
  const bytes = new Bytes(file, size)
  const extension = extensionOf(name)
  const format = extension === undefined ? undefined : formatOf(extension)
  if (format === undefined) return {...silent(unknown(extension), {found: false}), size: bytes.size}
  const {verdict, faults, remarks, opens, seconds, rate, channels, bits, samples} = sinceRelease(
    format,
    judgeContent(bytes, format),
  )
  const level = measuring && samples && measure(bytes, samples, measuring)
  // Not spread: thousands of objects with the same fields in the same order take a third of the memory.
  const inspection: Inspection = {verdict, faults, remarks, found: true, opens, size: bytes.size}
  if (seconds !== undefined) inspection.seconds = Math.round(seconds * 100) / 100
  if (rate !== undefined) inspection.rate = rate
  if (channels !== undefined) inspection.channels = channels
  if (bits !== undefined) inspection.bits = bits
  if (level === undefined) return inspection
  remarks.push(...levelRemarks(level))
  inspection.level = level
  return inspection
}

function sinceRelease({extension, since}: Format, content: Content): Content {
  if (since === undefined || content.verdict !== 'plays') return content
  const fault = `Asterisk finds no .${extension} before release ${since}`
  return {...content, verdict: 'not on every Asterisk', faults: [fault]}
}

function unknown(extension: string | undefined): string {
  if (extension === undefined) return 'its name has no extension: Asterisk does not find it'
  if (extension === 'wav49') return 'Asterisk looks for .WAV in its place, and finds no .wav49'
  const other = [extension.toLowerCase(), extension.toUpperCase()].find((each) => formatOf(each) !== undefined)
  return `Asterisk knows no sounds that end in .${extension}${other ? `, only in .${other}` : ''}`
}

function measure(bytes: Bytes, {law, at: start, until, perSecond}: Samples, beforeEach: () => void): Level | undefined {
  const length = law === undefined ? until - start - ((until - start) % 2) : until - start
  if (length === 0) return undefined
  const meter = new LevelMeter(law === undefined ? length / 2 : length, perSecond)
  for (let at = start; at < start + length; ) {
    beforeEach()
    const piece = law === undefined ? bytes.samplesFrom(at, start + length) : bytes.from(at, start + length)
    if (piece.length === 0) break
    meter.add(law === undefined ? samplesOf(piece) : linearOf(law, piece))
    at += piece.length
  }
  return meter.level()
}

/** The file is little-endian. */
function samplesOf(bytes: Buffer): Int16Array {
  if (endianness() === 'BE') bytes.swap16()
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
}
