import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {runImport, startImport} from './program.ts'
import {chosenSeed, random} from './random.ts'
import type {Suite} from './suite.ts'
import {reset, truth} from './truth.ts'

const ROWS = 500
const WAITERS = 5

export const killsOfWaiting: Suite = {
  name: 'kill -9 while an import waits for its list leaves no row behind',
  runs: 50,
  least: 6,
  run: killWaiting,
}

/**
 * Kills imports with SIGKILL while they wait for their list: for another import that holds its lock, or for
 * somebody who holds its row. Nothing of theirs must come when the way is free.
 */
async function killWaiting(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const chance = random(chosenSeed)
  const file = writeLines(join(folder(), 'waiting.csv'), ROWS)
  const killed = async (xivo: TestXivo, count: number, others: number) => {
    const work = {file, flags: ['--wait', '60']}
    const waiters = await Promise.all(Array.from({length: count}, () => startImport({installation}, xivo, work)))
    await sessions(xivo, count + others)
    await sleep(chance.below(500))
    for (const {process: child} of waiters) child.kill('SIGKILL')
    for (const {signal, code} of await Promise.all(waiters.map(({ended}) => ended))) {
      if (signal === 'SIGKILL') findings.saw('killed while waiting')
      else findings.blame(`did not wait: exit ${code}`)
    }
  }
  return repeat(findings, Math.ceil(runs / WAITERS), lanes, async (xivo, run) => {
    await reset(xivo)
    const count = Math.min(WAITERS, runs - run * WAITERS)
    findings.runs += count - 1
    const [hold, others] = run % 2 === 0 ? ([holdLock, 1] as const) : ([holdRow, 0] as const)
    const theirs = await hold(installation, xivo, file, () => killed(xivo, count, others))
    const found = await truth(xivo)
    if (found.rows !== theirs || found.told !== theirs) findings.blame(`ghosts: ${JSON.stringify(found)}`)
    const next = await runImport({installation}, xivo, {file})
    const {rows} = await truth(xivo)
    if (next.code !== 0 || rows !== theirs + ROWS) findings.blame(`the next run: ${next.code} ${next.stderr} ${rows}`)
  })
}

/** Another import is at work: its input is still to come. It ends well when `work` is done. */
async function holdLock(
  installation: string,
  xivo: TestXivo,
  file: string,
  work: () => Promise<void>,
): Promise<number> {
  const {process: child, ended} = await startImport({installation}, xivo, {
    file: '-',
    stdin: readFileSync(file, 'utf8'),
  })
  await sessions(xivo, 1, `and state = 'idle in transaction'`)
  await work()
  child.stdin?.end()
  return (await ended).code === 0 ? ROWS : -1
}

/** Somebody is at work on the list's row: the server itself makes imports wait. */
async function holdRow(_: string, xivo: TestXivo, __: string, work: () => Promise<void>): Promise<number> {
  return xivo.client(async (client) => {
    await client.query('begin')
    await client.query('select from xivoctl.callback_list for update')
    await work()
    await client.query('rollback')
    return 0
  })
}

/** Waits until so many of the program's sessions are there. */
async function sessions(xivo: TestXivo, count: number, which = ''): Promise<void> {
  const end = Date.now() + 10_000
  const query = `select from pg_stat_activity
    where datname = current_database() and application_name like 'xivoctl%' ${which}`
  while ((await xivo.sql(query)).length < count && Date.now() < end) await sleep(20)
}
