import {readdirSync, readFileSync, readlinkSync} from 'node:fs'
import {readdir, rm} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {expect, onTestFinished, test} from 'vitest'
import {guardedFolder} from '../support/guard.ts'
import {openTerminal, type Terminal} from '../support/terminal.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const PATIENCE = {timeout: 120_000, interval: 200}

/** Processes of a program that have this in their command line, by number. */
function processesOf(program: string, text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return (
          readlinkSync(`/proc/${pid}/exe`).endsWith(`/${program}`) &&
          readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
        )
      } catch {
        return false
      }
    })
    .map(Number)
}

const ways: [string, (terminal: Terminal, vitest: () => number[]) => void][] = [
  ['Ctrl-C', (terminal) => terminal.type('\u0003')],
  ['SIGTERM', (_, vitest) => vitest().forEach((pid) => void process.kill(pid, 'SIGTERM'))],
  ['SIGKILL', (_, vitest) => vitest().forEach((pid) => void process.kill(pid, 'SIGKILL'))],
  ['a closed terminal', (terminal) => terminal.close()],
]

test.each(ways)(
  'no PostgreSQL outlives tests that are ended by %s',
  async (_, end) => {
    const temporary = guardedFolder('xivoctl-interrupted-')
    onTestFinished(() => rm(temporary, {recursive: true, force: true}))
    // This file starts servers of its own beside that of the run.
    const line = 'npx vitest run --config test/vitest.config.ts test/commands/demo.test.ts'
    const terminal = openTerminal(line, {cwd: root, env: {HOME: temporary, TMPDIR: temporary}})
    onTestFinished(terminal.close)
    const servers = () => processesOf('postgres', temporary)
    await expect.poll(() => servers().length, PATIENCE).toBeGreaterThan(1)
    end(terminal, () => vitestOn(temporary))
    await terminal.ended
    await expect.poll(servers, PATIENCE).toEqual([])
    await expect
      .poll(async () => (await readdir(temporary)).filter((name) => name.startsWith('xivoctl-')), PATIENCE)
      .toEqual([])
  },
  300_000,
)

/** The main process of the run that has this TMPDIR. */
function vitestOn(temporary: string): number[] {
  return processesOf('node', 'vitest.mjs')
    .concat(processesOf('node', '.bin/vitest'))
    .filter((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${temporary}`))
}
