import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Ended, Running} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {runImport, startImport} from './program.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lists, reset, truth} from './truth.ts'

const ROWS = 3000
/** The server sees a deadlock within a second; without one, the import would wait for us, and we for it. */
const NO_DEADLOCK_MS = 10_000

/** Something that the server does to an import, and how the import must end. */
interface Fault {
  what: string
  code: number
  says: RegExp
  /** Starts the import by calling `start`, and does it the harm. */
  harm: (xivo: TestXivo, start: () => Promise<Running>) => Promise<Running>
  /** Is the list itself gone in the end? */
  gone?: boolean
}

const faults: readonly Fault[] = [
  {
    what: 'a deadlock',
    code: 7,
    says: /^error: (\S+: )?a deadlock with another change: nothing was written, try again$/m,
    harm: (xivo, start) =>
      xivo.client(async (client) => {
        await client.query(`begin; set local deadlock_timeout = '1h'`)
        await client.query('lock table xivoctl.callback_request in share mode')
        const running = await start()
        await session(xivo, `wait_event_type = 'Lock' and query ilike 'copy %'`)
        // The import holds the list until its transaction ends.
        await client.query('lock table xivoctl.callback_list in access exclusive mode')
        await Promise.race([running.ended, sleep(NO_DEADLOCK_MS)])
        await client.query('rollback')
        return running
      }),
  },
  {
    what: 'a trigger that refuses at COMMIT',
    code: 7,
    says: /^error: (\S+: )?a rule of this database refused the change \(not at night\): nothing was written$/m,
    harm: (xivo, start) => refusingCommit(xivo, 'P0001', start),
  },
  {
    what: 'a constraint that fails at COMMIT',
    code: 7,
    says: /^error: (\S+: )?the change violates .*: nothing was written$/m,
    harm: (xivo, start) => refusingCommit(xivo, '23514', start),
  },
  {
    what: 'a session that the administrator ends',
    code: 6,
    says: /^error: (\S+: )?(the connection to the database was lost|the database server ended the connection \(.*\)): nothing was written$/m,
    harm: async (xivo, start) => {
      const running = await start()
      await session(xivo, `query ilike 'copy %'`)
      await xivo.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'xivoctl%'`)
      running.process.stdin?.end()
      return running
    },
  },
  {
    what: 'a list that is deleted first',
    code: 4,
    says: /^error: (\S+: )?no callback list/m,
    gone: true,
    harm: (xivo, start) =>
      xivo.client(async (client) => {
        await client.query('begin; delete from xivoctl.callback_list')
        const running = await start()
        await session(xivo, `wait_event_type = 'Lock'`)
        await client.query('commit')
        return running
      }),
  },
]

export const serverFaults: Suite = {
  name: 'a deadlock, a refusal at COMMIT, an ended session or a deleted list leaves no half import, and the error says so in one sentence',
  runs: 50,
  least: 5,
  run: meetFaults,
}

/** Imports while the server does them harm. */
async function meetFaults(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'fault.csv'), ROWS)
  const stdin = readFileSync(file, 'utf8')
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const fault = faults[run % faults.length]
    if (!fault) return
    // A list that the import makes must not be left behind; a deadlock over one, or its deletion, needs it there.
    const made = /COMMIT|ends/.test(fault.what) && Math.floor(run / faults.length) % 2 === 0
    const listing: Listing = made ? 'made' : 'found'
    await reset(xivo, lists[listing])
    const work = /ends/.test(fault.what) ? {file: '-', stdin} : {file}
    const running = await fault.harm(xivo, () => startImport({installation}, xivo, {...work, listing}))
    await judgeFault(findings, fault, await running.ended, xivo, listing)
    if (fault.gone) await reset(xivo)
    const next = await runImport({installation}, xivo, {file, listing})
    if (next.code !== 0) findings.blame(`the import after ${fault.what}: ${next.code} ${next.stderr}`)
  })
}

async function judgeFault(
  findings: Findings,
  {what, code, says, gone = false}: Fault,
  ended: Ended,
  xivo: TestXivo,
  listing: Listing,
): Promise<void> {
  const found = await truth(xivo)
  findings.saw(`${what}: exit ${ended.code}`)
  const torn = half(gone ? {...found, lists: found.lists + 1} : found, ROWS, listing)
  if (torn || found.rows > 0) findings.blame(`${what}: ${torn ?? JSON.stringify(found)}`)
  if (ended.code !== code || !says.test(ended.stderr)) findings.blame(`${what}: exit ${ended.code}: ${ended.stderr}`)
}

/** A trigger that lets everything be written, and then refuses. */
async function refusingCommit(xivo: TestXivo, code: string, start: () => Promise<Running>): Promise<Running> {
  await xivo.sql(`
    create function public.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'not at night' using errcode = '${code}'; end $$;
    create constraint trigger refuse after insert on xivoctl.callback_request
      deferrable initially deferred for each row execute procedure public.refuse()`)
  const running = await start()
  await running.ended
  await xivo.sql('drop function public.refuse() cascade')
  return running
}

/** Waits until a session of the program is like this. */
async function session(xivo: TestXivo, like: string): Promise<void> {
  const end = Date.now() + 20_000
  const query = `select from pg_stat_activity
    where datname = current_database() and application_name like 'xivoctl%' and ${like}`
  while ((await xivo.sql(query)).length === 0 && Date.now() < end) await sleep(20)
}
