import {execFile} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {afterAll} from 'vitest'
import {tmux} from './programs.ts'

const run = promisify(execFile)
const PATIENCE_MS = 45_000

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

type OpenScreen = (command: string[], surroundings: Surroundings) => Promise<Screen>

interface Surroundings {
  env: Record<string, string>
  width?: number
  height?: number
}

/** Opens terminals for the calling test file; those that are still open when it ends are closed then. */
export function useScreens(): OpenScreen {
  const left = new Set<() => Promise<void>>()
  afterAll(() => Promise.all([...left].map((close) => close())))
  return async (command, surroundings) => {
    const directory = await mkdtemp(join(tmpdir(), 'xivoctl-tmux-'))
    const screen = await open(command, surroundings, directory)
    const close = async () => {
      left.delete(close)
      await screen.close()
      await rm(directory, {recursive: true, force: true})
    }
    left.add(close)
    return {...screen, close}
  }
}

async function open(
  command: string[],
  {env, width = 120, height = 40}: Surroundings,
  directory: string,
): Promise<Screen> {
  const of = async (...argv: string[]) => {
    const surroundings = {...env, TERM: 'xterm', TMUX_TMPDIR: directory}
    return (await run(tmux, ['-f', '/dev/null', ...argv], {env: surroundings})).stdout
  }
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
