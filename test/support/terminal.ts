import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {build} from './binary.ts'

/** The real program on a terminal of its own, with somebody who reads and types. */
export interface Terminal {
  /** Waits until this is on the screen, after what was waited for before; then types. */
  answer: (shown: RegExp, typed: string) => Promise<void>
  /** With all that was on the screen, when the program has ended by itself. */
  ended: Promise<{code: number | null; screen: string}>
}

const PATIENCE_MS = 10_000

/** util-linux's `script` makes the terminal: it is on every Debian. */
export async function startTerminal(argv: readonly string[], env: Record<string, string>): Promise<Terminal> {
  const line = [process.execPath, join(await build(), 'bin', 'run.js'), ...argv].map(quoted).join(' ')
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: {PATH: process.env.PATH, TERM: 'xterm', NO_COLOR: '1', SHELL: '/bin/sh', ...env},
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let screen = ''
  let read = 0
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text
  })
  const ended = new Promise<{code: number | null; screen: string}>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({code, screen}))
  })
  const answer = async (shown: RegExp, typed: string) => {
    const end = Date.now() + PATIENCE_MS
    for (;;) {
      const found = shown.exec(screen.slice(read))
      if (found) {
        read += found.index + found[0].length
        child.stdin.write(typed)
        return
      }
      if (Date.now() > end || child.exitCode !== null) throw new Error(`${shown} is not on the screen:\n${screen}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return {answer, ended}
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
