import {escapeControls} from '../escapes.ts'
import {marks} from '../marks.ts'

const EVERY_MS = 100

interface Progress {
  update: (progress: {lines: number; bytes: number}) => void
  /** Clears the line. */
  end: () => void
}

/** A line on stderr with the progress of an import: lines, megabytes, rate, time left. Only on a terminal. */
export function showProgress(size: number | undefined, {quiet}: {quiet: boolean}): Progress {
  if (quiet || !process.stderr.isTTY) return {update: () => {}, end: () => {}}
  const start = performance.now()
  let last = start
  let shown = false
  return {
    update: (progress) => {
      const now = performance.now()
      if (now - last < EVERY_MS) return
      last = now
      shown = true
      process.stderr.write(`\r\u001b[K${describe(progress, (now - start) / 1000, size)}`)
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K')
      shown = false
    },
  }
}

/** A line on stderr with the present activity. Only on a terminal. */
export function showStatus(): {update: (sentence: string) => void; end: () => void} {
  const write = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  }
  return {
    update: (sentence) => write(escapeControls(sentence).slice(0, (process.stderr.columns ?? 80) - 1)),
    end: () => write(''),
  }
}

function describe({lines, bytes}: {lines: number; bytes: number}, seconds: number, size: number | undefined): string {
  const known = size && bytes > 0 ? {of: size, left: ((size - bytes) / bytes) * seconds} : undefined
  const bar = known && drawBar(bytes / known.of)
  const count = `${lines.toLocaleString('en')} lines`
  const volume = known ? `${megabytes(bytes)} of ${megabytes(known.of)}` : megabytes(bytes)
  const rate = `${Math.round(lines / seconds).toLocaleString('en')} lines/s`
  const left = known && `${Math.ceil(known.left)} s left`
  return firstThatFits([
    [bar, count, volume, rate, left],
    [count, volume, rate, left],
    [count, volume, left],
    [count, left],
    [left ?? count],
  ])
}

/** Omits whole parts instead of cutting the line off. */
function firstThatFits(choices: (string | undefined)[][]): string {
  const room = (process.stderr.columns ?? 80) - 1
  const lines = choices.map((parts) => parts.filter((part) => part !== undefined).join(marks().between))
  return lines.find((line) => line.length <= room) ?? ''
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

function drawBar(done: number): string {
  const filled = Math.round(Math.min(1, done) * 20)
  const {full, empty} = marks().bar
  return full.repeat(filled) + empty.repeat(20 - filled)
}
