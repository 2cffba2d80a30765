import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {retry, runImport, startImport} from './program.ts'
import {chosenSeed, random} from './random.ts'
import type {Server} from './server.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lie, lists, reset, truth} from './truth.ts'

const ROWS = 20_000

/** How a server goes: in order, at once, or by the death of one of its processes. */
const ends = ['SIGINT', 'SIGQUIT', 'a killed backend'] as const

const isServer = (xivo: TestXivo): xivo is Server => 'start' in xivo

export const restarts: Suite = {
  name: 'a server that restarts during an import leaves no half import, and the program reports the true outcome',
  runs: 30,
  least: 3,
  run: restartMeanwhile,
}

/** Restarts the server while an import is on its way: each of its last moments has its turn. */
async function restartMeanwhile(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const chance = random(chosenSeed)
  const file = writeLines(join(folder(), 'restart.csv'), ROWS)
  const stdin = readFileSync(file, 'utf8')
  return repeat(findings, runs, lanes.filter(isServer), async (server, run) => {
    const end = ends[run % ends.length] ?? ends[0]
    const listing: Listing = Math.floor(run / ends.length) % 2 === 0 ? 'made' : 'found'
    await reset(server, lists[listing])
    const {process: child, ended} = await startImport({installation}, server, {file: '-', listing, stdin})
    const pid = await backend(server)
    // Half of the imports have all of their input by then, and are about to commit.
    if (chance.oneIn(2)) child.stdin?.end()
    await sleep(chance.below(60))
    await bring(server, end, pid)
    child.stdin?.end()
    const end0 = await ended
    await server.start()
    const found = await truth(server)
    const wrong = half(found, ROWS, listing) ?? lie(end0, found, ROWS)
    if (wrong) findings.blame(`${end}: ${wrong}`)
    findings.saw(`${end}: exit ${end0.code}`)
    const next = await runImport({installation}, server, {file, listing, flags: retry})
    const after = await truth(server)
    if (next.code !== 0 || after.rows !== ROWS) findings.blame(`the next run: ${next.code} ${next.stderr}`)
  })
}

/** The server's process that works for the program, once it takes rows. */
async function backend(server: Server): Promise<number> {
  const end = Date.now() + 20_000
  while (Date.now() < end) {
    const [found] = await server.sql(`select pid from pg_stat_activity
      where datname = current_database() and application_name like 'xivoctl%' and query ilike 'copy %'`)
    if (found) return found.pid
    await sleep(10)
  }
  throw new Error('no import is at work')
}

async function bring(server: Server, end: (typeof ends)[number], backend: number): Promise<void> {
  if (end === 'a killed backend') {
    try {
      process.kill(backend, 'SIGKILL')
    } catch {}
    return
  }
  process.kill(server.pid, end)
  await server.stop()
}
