import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import type {StartedDemo} from '../../src/embedded/demo.ts'
import {tour} from '../../src/embedded/tour.ts'
import {remove} from '../embedded/temporary.ts'
import {isFull} from '../faults/scale.ts'
import {runBinary, startBinary} from '../support/binary.ts'
import {guardedFolder} from '../support/guard.ts'
import {withClient} from '../support/server.ts'
import {startTerminal} from '../support/terminal.ts'

const PATIENCE_MS = 120_000
let env: {XIVOCTL_STATE_DIR: string}
let demo: StartedDemo

beforeAll(async () => {
  env = {XIVOCTL_STATE_DIR: guardedFolder('xivoctl-embedded-')}
  demo = JSON.parse((await runBinary(['demo', 'start', '--json'], {env})).stdout)
}, PATIENCE_MS)
afterAll(async () => {
  await runBinary(['demo', 'stop', '--delete', '--yes'], {env})
  await remove(env.XIVOCTL_STATE_DIR)
})

/** The databases of the tours that run or were killed; each has a folder. */
async function copies(): Promise<string[]> {
  const sql = "select datname from pg_database where datname like 'xivo\\_tour\\_%' order by 1"
  const {rows} = await withClient(demo.databaseUrl, (client) => client.query(sql))
  const folders = await readdir(join(demo.directory, 'tours')).catch(() => [])
  expect(folders).toHaveLength(rows.length)
  return rows.map(({datname}) => datname)
}

/** What a tour shows when it comes to this step. */
const shown = (step: number) => tour[step]?.says ?? ''

/** Starts a tour as a process of its own, and returns it as soon as it shows this step. */
async function tourAt(step: number) {
  const {process, ended} = await startBinary(['demo', 'tour'], {env})
  await new Promise<void>((resolve) => {
    let screen = ''
    process.stdout?.on('data', (text: string) => {
      screen += text
      if (screen.includes(shown(step))) resolve()
    })
    process.once('close', () => resolve())
  })
  return {process, ended}
}

async function killAt(step: number): Promise<void> {
  const {process, ended} = await tourAt(step)
  process.kill('SIGKILL')
  expect(await ended).toMatchObject({signal: 'SIGKILL'})
}

/** A tour on a terminal that shows this step. */
async function terminalAt(step: number) {
  const terminal = await startTerminal(['demo', 'tour'], env)
  await terminal.shows(new RegExp(shown(step).replace(/\W/g, '\\$&')), PATIENCE_MS)
  return terminal
}

async function interruptAt(step: number): Promise<void> {
  const terminal = await terminalAt(step)
  terminal.type('\u0003')
  expect(await terminal.ended).toMatchObject({code: 130})
}

async function closeAt(step: number): Promise<void> {
  const terminal = await terminalAt(step)
  terminal.close()
  await terminal.ended
}

async function runWhole(): Promise<void> {
  const {code, stderr} = await runBinary(['demo', 'tour'], {env})
  expect(code, stderr).toBe(0)
}

/** All of them in full; else some whose copy is new, is being filled by a command, or is as the last command finds it. */
const steps = isFull ? [...tour.keys()] : [0, 4, 8, tour.length - 1]

test('a tour removes what others left that ended at any of its steps, by Ctrl-C, a closed terminal or a kill, and spares one that runs', async () => {
  const running = await tourAt(1)
  running.process.kill('SIGSTOP')
  const [spared] = await copies()
  await killAt(2)
  expect(await copies()).toHaveLength(2)
  const ways = [killAt, interruptAt, closeAt]
  for (const [i, step] of steps.entries()) {
    const some = isFull ? ways : ways.filter((_, way) => way === i % ways.length)
    await Promise.all(some.map((endAt) => endAt(step)))
  }
  await runWhole()
  expect(await copies()).toEqual([spared])
  running.process.kill('SIGCONT')
  expect(await running.ended).toMatchObject({code: 0})
  expect(await copies()).toEqual([])
}, 1_800_000)

test(
  'a tour that is interrupted leaves nothing behind',
  async () => {
    await interruptAt(3)
    expect(await copies()).toEqual([])
  },
  PATIENCE_MS,
)
