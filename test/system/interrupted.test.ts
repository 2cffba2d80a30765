import {readFileSync} from 'node:fs'
import {readdir, rm} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {expect, onTestFinished, test} from 'vitest'
import {guardedFolder} from '../support/guard.ts'
import {openTerminal, type Terminal} from '../support/terminal.ts'
import {processesOf} from './processes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const PATIENCE = {timeout: 120_000, interval: 200}

/** Each with the terminal of a run and its main process. */
const ways: [string, (terminal: Terminal, pid: number) => void][] = [
  ['Ctrl-C', (terminal) => terminal.type('\u0003')],
  ['SIGTERM', (_, pid) => void process.kill(pid, 'SIGTERM')],
  ['SIGKILL', (_, pid) => void process.kill(pid, 'SIGKILL')],
  ['a closed terminal', (terminal) => terminal.close()],
]

test.each(ways)(
  'no PostgreSQL outlives tests that are ended by %s',
  async (_, end) => {
    const temporary = guardedFolder('xivoctl-interrupted-')
    onTestFinished(() => rm(temporary, {recursive: true, force: true}))
    const line = 'node_modules/.bin/vitest run --config test/system/endless/vitest.config.ts'
    const terminal = openTerminal(line, {cwd: root, env: {HOME: temporary, TMPDIR: temporary}})
    onTestFinished(terminal.close)
    const servers = () => processesOf('postgres', temporary)
    await terminal.shows(/a server of the run and one of a worker/, PATIENCE.timeout)
    expect(servers().length).toBeGreaterThan(1)
    const [pid] = processesOf('node', 'node_modules/.bin/vitest').filter((each) =>
      readFileSync(`/proc/${each}/environ`, 'utf8').includes(`TMPDIR=${temporary}\0`),
    )
    if (pid === undefined) throw new Error('the run has no main process')
    end(terminal, pid)
    await terminal.ended
    await expect.poll(servers, PATIENCE).toEqual([])
    const left = async () => (await readdir(temporary)).filter((name) => /^xivoctl-(test|embedded)-/.test(name))
    await expect.poll(left, PATIENCE).toEqual([])
  },
  300_000,
)
