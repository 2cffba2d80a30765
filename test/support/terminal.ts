import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {build} from './binary.ts'

/** A program on its own terminal, whose screen a test reads and where it can type. */
export interface Terminal {
  /** Waits until this is on the screen, after the match of the previous wait. */
  shows: (wanted: RegExp, patienceMs?: number) => Promise<void>
  /** The same, then types. */
  answer: (shown: RegExp, typed: string | Buffer) => Promise<void>
  type: (typed: string | Buffer) => void
  /** Closes the terminal, which sends SIGHUP to the program. */
  close: () => void
  /** Settles when the program has ended, with everything that was on the screen. */
  ended: Promise<{code: number | null; screen: string; longestSilenceMs: number}>
}

interface Surroundings {
  env?: Record<string, string>
  cwd?: string
}

const PATIENCE_MS = 10_000

/** Starts the program on a terminal. */
export async function startTerminal(argv: readonly string[], env: Record<string, string>): Promise<Terminal> {
  const line = [process.execPath, join(await build(), 'bin', 'run.js'), ...argv].map(quoted).join(' ')
  return openTerminal(line, {env})
}

/** Runs a line of shell on a terminal of util-linux's `script`, which every Debian has. */
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
  const type = (typed: string | Buffer) => void child.stdin.write(typed)
  const answer = async (shown: RegExp, typed: string | Buffer) => {
    await shows(shown)
    type(typed)
  }
  return {shows, answer, type, close: () => void child.kill('SIGKILL'), ended}
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
