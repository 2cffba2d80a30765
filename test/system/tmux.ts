import {execFile} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {tmux} from './programs.ts'

const run = promisify(execFile)
const PATIENCE_MS = 15_000

/** A terminal with a program in it, as a person has it. */
export interface Screen {
  type: (text: string) => Promise<void>
  /** A key by its name in tmux: Tab, Enter, C-c. */
  press: (...keys: string[]) => Promise<void>
  /** What is on the screen, without the blanks at the ends of lines. */
  text: () => Promise<string>
  /** The screen, as soon as it shows this. */
  shows: (wanted: RegExp) => Promise<string>
  close: () => Promise<void>
}

export async function openScreen(
  command: string[],
  {env, width = 120, height = 40}: {env: Record<string, string>; width?: number; height?: number},
): Promise<Screen> {
  const socket = `xivoctl-test-${randomBytes(4).toString('hex')}`
  const of = async (...argv: string[]) =>
    (await run(tmux, ['-L', socket, '-f', '/dev/null', ...argv], {env: {...env, TERM: 'xterm'}})).stdout
  await of('new-session', '-d', '-x', String(width), '-y', String(height), ...command)
  const text = async () => (await of('capture-pane', '-p')).replace(/[ \n]+$/gm, '')
  const shows = async (wanted: RegExp) => {
    const end = Date.now() + PATIENCE_MS
    for (;;) {
      const shown = await text()
      if (wanted.test(shown)) return shown
      if (Date.now() > end) throw new Error(`${wanted} is not on the screen:\n${shown}`)
      await sleep(30)
    }
  }
  return {
    type: async (typed) => void (await of('send-keys', '-l', '--', typed)),
    press: async (...keys) => void (await of('send-keys', ...keys)),
    text,
    shows,
    close: async () => void (await of('kill-server')),
  }
}
