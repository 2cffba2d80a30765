import {join} from 'node:path'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {retry, runImport, startImport} from './program.ts'
import {chosenSeed, random} from './random.ts'
import {isFull} from './scale.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lists, reset, truth} from './truth.ts'

/** The largest is many COPYs. In `npm test` it is two. */
const SIZES = [10, 2000, isFull ? 50_000 : 12_000] as const

export const kills: Suite = {
  name: 'kill -9 at a random time leaves all of an import or nothing of it, and the next run needs no clean-up',
  runs: 300,
  least: 3,
  run: killAtRandom,
}

/** Kills imports with SIGKILL at random times, looks, and runs them again: no cleaning in between. */
async function killAtRandom(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const chance = random(chosenSeed)
  const directory = folder()
  const files = new Map(SIZES.map((rows) => [rows, writeLines(join(directory, `${rows}.csv`), rows)]))
  const usual = await durations(installation, lanes, files)
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const rows = SIZES[run % SIZES.length] ?? SIZES[0]
    const listing: Listing = Math.floor(run / SIZES.length) % 2 === 0 ? 'found' : 'made'
    const work = {file: files.get(rows) ?? '', listing}
    await reset(xivo, lists[listing])
    const {process: child, ended} = await startImport({installation}, xivo, work)
    const delay = (0.3 + 0.9 * (chance.below(1000) / 1000)) * (usual.get(rows) ?? 0)
    const timer = setTimeout(() => child.kill('SIGKILL'), delay)
    const {signal} = await ended
    clearTimeout(timer)
    const found = await truth(xivo)
    const torn = half(found, rows, listing)
    if (torn) findings.blame(`${rows} rows, killed after ${delay.toFixed()} ms: ${torn}`)
    findings.saw(signal === null ? 'ended before the kill' : found.rows > 0 ? 'committed' : 'left nothing')
    const again = await runImport({installation}, xivo, {...work, flags: retry})
    const after = await truth(xivo)
    const stillTorn = after.rows === rows ? half(after, rows, listing) : JSON.stringify(after)
    if (again.code !== 0 || stillTorn) findings.blame(`the next run: ${again.code} ${again.stderr} ${stillTorn}`)
  })
}

/** How long an import takes here and now: each lane works at the same time, as they will. */
async function durations(installation: string, lanes: readonly TestXivo[], files: Map<number, string>) {
  const usual = new Map<number, number>()
  for (const [rows, file] of files) {
    const start = performance.now()
    await Promise.all(
      lanes.map(async (xivo) => {
        await reset(xivo)
        await runImport({installation}, xivo, {file})
      }),
    )
    usual.set(rows, performance.now() - start)
  }
  return usual
}
