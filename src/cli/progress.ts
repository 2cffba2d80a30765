const EVERY_MS = 100

interface Progress {
  update: (progress: {lines: number; bytes: number}) => void
  /** Wipes the line. */
  end: () => void
}

/** A line on stderr that tells how far an import is: lines, megabytes, rate, time left. Only for a person at a terminal. */
export function showProgress(size: number | undefined, {quiet}: {quiet: boolean}): Progress {
  if (quiet || !process.stderr.isTTY) return {update: () => {}, end: () => {}}
  const start = performance.now()
  let last = start
  return {
    update: (progress) => {
      const now = performance.now()
      if (now - last < EVERY_MS) return
      last = now
      process.stderr.write(`\r\u001b[K${describe(progress, (now - start) / 1000, size)}`)
    },
    end: () => {
      process.stderr.write('\r\u001b[K')
    },
  }
}

/** A line on stderr that says what is going on. Only for a person at a terminal. */
export function showStatus(): {update: (sentence: string) => void; end: () => void} {
  const write = (text: string) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  }
  return {update: (sentence) => write(sentence.slice(0, (process.stderr.columns ?? 80) - 1)), end: () => write('')}
}

function describe({lines, bytes}: {lines: number; bytes: number}, seconds: number, size: number | undefined): string {
  const parts = [
    `${lines.toLocaleString('en')} lines`,
    megabytes(bytes),
    `${Math.round(lines / seconds).toLocaleString('en')} lines/s`,
  ]
  if (size && bytes > 0) {
    parts[1] = `${megabytes(bytes)} of ${megabytes(size)}`
    parts.unshift(bar(bytes / size))
    parts.push(`${Math.ceil(((size - bytes) / bytes) * seconds)} s left`)
  }
  return parts.join(' · ').slice(0, (process.stderr.columns ?? 80) - 1)
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`

function bar(done: number): string {
  const filled = Math.round(Math.min(1, done) * 20)
  return `${'█'.repeat(filled)}${'░'.repeat(20 - filled)}`
}
