import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {build} from './binary.ts'

/** A program on a terminal of its own, with somebody who reads and may type. */
export interface Terminal {
  /** Waits until this is on the screen, after what was waited for before. */
  shows: (wanted: RegExp, patienceMs?: number) => Promise<void>
  /** Waits likewise; then types. */
  answer: (shown: RegExp, typed: string) => Promise<void>
  type: (typed: string) => void
  /** Closes the terminal: whoever runs on it gets SIGHUP. */
  close: () => void
  /** With all that was on the screen, when the program has ended by itself. */
  ended: Promise<{code: number | null; screen: string; longestSilenceMs: number}>
}

interface Surroundings {
  env?: Record<string, string>
  cwd?: string
}

const PATIENCE_MS = 10_000

/** The real program on a terminal. */
export async function startTerminal(argv: readonly string[], env: Record<string, string>): Promise<Terminal> {
  const line = [process.execPath, join(await build(), 'bin', 'run.js'), ...argv].map(quoted).join(' ')
  return openTerminal(line, {env})
}

/** A line of shell on a terminal. util-linux's `script` makes it: it is on every Debian. */
export function openTerminal(line: string, {env, cwd}: Surroundings = {}): Terminal {
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: {PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh', ...env},
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  let read = 0
  let lastSaid = Date.now()
  let longestSilenceMs = 0
  const heard = () => {
    longestSilenceMs = Math.max(longestSilenceMs, Date.now() - lastSaid)
    lastSaid = Date.now()
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard()
    screen += text
  })
  const ended: Terminal['ended'] = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      heard()
      resolve({code, screen, longestSilenceMs})
    })
  })
  const shows = async (wanted: RegExp, patienceMs = PATIENCE_MS) => {
    const end = Date.now() + patienceMs
    for (;;) {
      const found = wanted.exec(screen.slice(read))
      if (found) {
        read += found.index + found[0].length
        return
      }
      if (Date.now() > end || child.exitCode !== null) throw new Error(`${wanted} is not on the screen:\n${screen}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const type = (typed: string) => void child.stdin.write(typed)
  const answer = async (shown: RegExp, typed: string) => {
    await shows(shown)
    type(typed)
  }
  return {shows, answer, type, close: () => void child.kill('SIGKILL'), ended}
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
