import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {runImport} from './program.ts'
import {slowCommits} from './slow-commits.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lists, reset, truth} from './truth.ts'

const ROWS = 2000

interface Way {
  what: string
  flags: string[]
  /** How many of the two may import. */
  allowed: number[]
}

const ways: readonly [Way, ...Way[]] = [
  {what: 'with --once --wait', flags: ['--once', '--wait', '60'], allowed: [1]},
  {what: 'with --once', flags: ['--once'], allowed: [1]},
  {what: 'with --wait', flags: ['--wait', '60'], allowed: [2]},
  {what: 'without', flags: [], allowed: [1, 2]},
]

export const pairs: Suite = {
  name: 'the same import started twice at once runs one after the other, and with --once only one runs',
  runs: 200,
  least: 4,
  run: startPairs,
}

/** Starts the same import twice at the same moment: one list, every row whole, and with --once once. */
async function startPairs(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'pair.csv'), ROWS)
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const way = ways[run % ways.length] ?? ways[0]
    const listing: Listing = Math.floor(run / ways.length) % 2 === 0 ? 'found' : 'made'
    await reset(xivo, lists[listing])
    await slowCommits(xivo, Math.floor(run / ways.length / 2) % 2 === 0 ? 0.3 : 0)
    const one = () => runImport({installation}, xivo, {file, listing, flags: way.flags})
    const both = await together(xivo, () => Promise.all([one(), one()]))
    const found = await truth(xivo)
    const times = found.rows / ROWS
    const done = both.filter(({stdout}) => stdout.includes('imported 2000 ')).length
    const codes = both.map(({code}) => code).sort()
    const told = JSON.stringify({found, both})
    const torn = half(found, ROWS, listing)
    if (torn) findings.blame(`${way.what}: ${torn}`)
    else if (!way.allowed.includes(times)) findings.blame(`${way.what}: ${told}`)
    else if (times !== done) findings.blame(`${way.what}: ${done} said that they imported: ${told}`)
    else if (codes.some((code) => code !== 0 && code !== 7)) findings.blame(`${way.what}: ${told}`)
    else if (way.flags.includes('--wait') && codes.includes(7)) findings.blame(`${way.what}: ${told}`)
    findings.saw(`${way.what}: ${times === 1 ? 'once' : 'twice'}`)
  })
}

/** Holds the starting gate: opens it when both are at it, so that they run at the same moment however long each took to start. */
async function together<T>(xivo: TestXivo, start: () => Promise<T>): Promise<T> {
  return xivo.client(async (client) => {
    await client.query('begin; lock table xivoctl.callback_list in access exclusive mode')
    const ended = start()
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const end = Date.now() + 30_000
    while ((await xivo.sql(waiting)).length < 2 && Date.now() < end) await sleep(20)
    await client.query('rollback')
    return ended
  })
}
