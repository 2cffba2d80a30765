import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, openSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import {busySeconds, peakMegabytes, processSeconds, waitForIdle} from './machine.ts'

const MEMORY_EVERY_MS = 20
const LONGEST_MS = 300_000

/** A program that is measured as a whole process. */
export interface Program {
  command: string
  argv: string[]
  env?: Record<string, string>
  /** Where its standard output goes. */
  output?: string
}

/** One run of one program. */
export interface Cell {
  milliseconds: number
  /** CPU seconds of the program, of the PostgreSQL behind it, and of everybody else meanwhile. */
  client: number
  server: number
  others: number
  peakMegabytes: number
  /** Was the machine idle before it? */
  idle: boolean
}

/** Runs a program once it is quiet, and throws unless it ends with exit status 0. */
export async function runCell(program: Program, postmaster: number, patienceMs: number): Promise<Cell> {
  const {enough} = await waitForIdle(patienceMs)
  const before = clocks(postmaster)
  const {milliseconds, peak} = await runProcess(program)
  // The server's process ends a moment after its client.
  await sleep(100)
  const after = clocks(postmaster)
  const client = after.children - before.children
  const server = after.server - before.server
  const others = Math.max(0, after.busy - before.busy - (after.own - before.own) - client - server)
  return {milliseconds, client, server, others, peakMegabytes: peak, idle: enough}
}

function clocks(postmaster: number) {
  const {own, children} = processSeconds('self')
  return {own, children, server: processSeconds(postmaster).children, busy: busySeconds()}
}

async function runProcess({command, argv, env, output}: Program): Promise<{milliseconds: number; peak: number}> {
  const stdout = output === undefined ? 'ignore' : openSync(output, 'w')
  try {
    const start = performance.now()
    const child = spawn(command, argv, {
      env: {PATH: process.env.PATH, HOME: '/nonexistent', ...env},
      stdio: ['ignore', stdout, 'pipe'],
      timeout: LONGEST_MS,
    })
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, peakMegabytes(child.pid ?? 0))
    }, MEMORY_EVERY_MS)
    const closed = once(child, 'close')
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    try {
      const [code, signal] = await once(child, 'exit')
      const milliseconds = performance.now() - start
      await closed
      if (code !== 0) throw new Error(`${command} ${argv.join(' ')} ended with ${code ?? signal}: ${said}`)
      return {milliseconds, peak}
    } finally {
      clearInterval(watch)
    }
  } finally {
    if (stdout !== 'ignore') closeSync(stdout)
  }
}
