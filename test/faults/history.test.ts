import {randomUUID} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {begin, type Context} from '../../src/context.ts'
import {AppError} from '../../src/errors.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {createList, deleteList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {setQueue} from '../../src/services/dissuasion/dissuasion.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {undoChanges} from '../../src/services/undo/undo.ts'
import {commandRun} from '../../src/settings/origin.ts'
import {build, startBinary} from '../support/binary.ts'
import {useXivo} from '../support/xivo.ts'
import {Findings} from './findings.ts'
import {chosenSeed, type Random, random} from './random.ts'
import {tellResult} from './reliability.ts'
import {isFull} from './scale.ts'

const xivo = useXivo()
const SECONDS = isFull ? 180 : 5
const WORKERS = 5
const BULK = 7
/** Of requests that are made one by one: each has an entry of its own. */
const CREATED = '0230210093'
const name =
  'while connections are cut and programs killed, each acknowledged change is in the history once, no failed change is, and a change without an answer is there completely or not at all'

/** What a worker did under an actor of its own; of what it did not get an answer to, all is there or nothing. */
interface Deed {
  actor: string
  outcome: 'acknowledged' | 'failed' | 'unknown'
  /** How many entries it makes, as far as it came. */
  changes: number
}

type Work = (context: Context) => Promise<Changed<unknown>>
const queues = ['support', 'ventes', 'switchboard'] as const
const logins = ['jbond', 'acaron', 'bweiss'] as const

async function* lines(n: number) {
  yield Buffer.from(`phoneNumber\n${'0230210092\n'.repeat(n)}`)
}

/** A change, and how many entries it makes when that is known before. */
function choose(chance: Random, own: string, earlier: readonly string[], ongoing: readonly string[]): Work {
  const works: [Work, ...Work[]] = [
    (context) => setRights(context, chance.pick(logins), {type: chance.pick(['admin', 'teacher'])}),
    (context) => setQueue(context, chance.pick(['sales', 'facturation']), chance.pick(queues)),
    (context) => createCallback(context, own, {phoneNumber: CREATED}),
    (context) => importCallbacks(context, own, {bytes: lines(BULK)}),
    (context) => closeCallbacks(context, ongoing.slice(0, BULK)),
    (context) => undoChanges(context, {run: earlier[chance.below(Math.max(1, earlier.length))] ?? randomUUID()}),
    (context) => createList(context, `${own} ${chance.below(3)}`, 'ventes'),
    (context) => deleteList(context, `${own} ${chance.below(3)}`),
  ]
  return chance.pick(works)
}

const nameOf = (seed: number) => `worker ${seed}`

async function worker(seed: number, until: number, deeds: Deed[], findings: Findings): Promise<void> {
  const chance = random(seed)
  const own = nameOf(seed)
  const earlier: string[] = []
  while (Date.now() < until) {
    const ongoing = await xivo
      .sql(
        `select r.uuid from xivoctl.callback_request r join xivoctl.callback_list l on l.uuid = list_uuid
        where name = $1 and not clotured limit 10`,
        [own],
      )
      .then(
        (rows) => rows.map(({uuid}) => uuid as string),
        () => [],
      )
    const work = choose(chance, own, earlier, ongoing)
    const run = commandRun(own)
    const deed: Deed = {actor: `${run.uuid}@faults`, outcome: 'failed', changes: 0}
    try {
      await xivo.use(async (context) => {
        const {changes} = await work(begin(context, {actor: deed.actor, run}))
        deed.changes = changes.length
      })
      deed.outcome = 'acknowledged'
      earlier.push(run.uuid)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.kind === 'outcome-unknown') Object.assign(deed, {outcome: 'unknown', changes: run.changes})
    }
    deeds.push(deed)
    findings.saw(deed.outcome)
    findings.runs++
  }
}

/** Ends sessions at any time, as a failing network or server does. */
async function saboteur(chance: Random, until: number): Promise<void> {
  while (Date.now() < until) {
    await sleep(chance.below(60))
    await xivo.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'xivoctl%'
      order by random() limit 1`)
  }
}

/** Closes requests with the program, which is killed meanwhile: all are closed, and in the journal, or none. */
async function killer(chance: Random, until: number, list: string, findings: Findings): Promise<void> {
  const installation = await build()
  while (Date.now() < until) {
    const rows = await xivo.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date, phone_number)
       select md5(random()::text)::uuid, $1, (select uuid from xivoctl.preferred_callback_period limit 1), current_date, '1000'
       from generate_series(1, ${BULK}) returning uuid`,
      [list],
    )
    const uuids = rows.map(({uuid}) => uuid as string)
    const {process: child, ended} = await startBinary(['callbacks', 'close', ...uuids], {installation, env: xivo.env})
    const timer = setTimeout(() => child.kill('SIGKILL'), 50 + chance.below(isFull ? 400 : 900))
    const {signal, code} = await ended
    clearTimeout(timer)
    // The server goes on with what it has received.
    await sleep(200)
    const [{closed} = {}] = await xivo.sql(
      'select count(*)::int as closed from xivoctl.callback_request where clotured and uuid = any($1)',
      [uuids],
    )
    const [{told} = {}] = await xivo.sql(
      `select count(*)::int as told from xivoctl.journal where object_id = any($1::text[]) and (after ->> 'clotured')::boolean`,
      [uuids],
    )
    const whole = closed === told && (closed === 0 || closed === BULK) && (code !== 0 || closed === BULK)
    if (!whole) findings.blame(`${closed} closed, ${told} in the journal, exit code ${code}`)
    findings.saw(signal === null ? 'program ended' : closed === 0 ? 'killed, nothing done' : 'killed, all done')
    findings.runs++
  }
}

async function blameLies(deeds: readonly Deed[], findings: Findings): Promise<void> {
  const rows = await xivo.sql(`select actor, count(*)::int as entries from xivoctl.journal group by actor`)
  const entries = new Map(rows.map((row) => [row.actor as string, row.entries as number]))
  for (const {actor, outcome, changes} of deeds) {
    const there = entries.get(actor) ?? 0
    if (outcome === 'acknowledged' && there !== changes) findings.blame(`${there} of ${changes} acknowledged changes`)
    if (outcome === 'unknown' && there !== 0 && there !== changes)
      findings.blame(`${there} of ${changes} changes whose outcome is unknown`)
    if (outcome === 'failed' && there > 0) findings.blame(`${there} entries of what failed`)
  }
  const known = new Set(deeds.map(({actor}) => actor))
  const strange = [...entries.keys()].filter((actor) => actor.endsWith('@faults') && !known.has(actor))
  if (strange.length > 0) findings.blame(`${strange.length} actors that nobody was`)
  const untold = await xivo.sql(
    `select from xivoctl.callback_request where phone_number = $1
      and not exists (select from xivoctl.journal where object_id = uuid::text)`,
    [CREATED],
  )
  if (untold.length > 0) findings.blame(`${untold.length} requests that the history does not know`)
}

test(name, {timeout: 600_000}, async () => {
  console.log(`seed ${chosenSeed}: ${name}`)
  const findings = new Findings()
  await build()
  const {uuid: killed} = await xivo.made((context) => createList(context, 'Killed', 'ventes'))
  const seeds = Array.from({length: WORKERS}, (_, i) => chosenSeed + i)
  for (const seed of seeds) await xivo.made((context) => createList(context, nameOf(seed), 'ventes'))
  const until = Date.now() + SECONDS * 1000
  const deeds: Deed[] = []
  await Promise.all([
    ...seeds.map((seed) => worker(seed, until, deeds, findings)),
    saboteur(random(chosenSeed + WORKERS), until),
    killer(random(chosenSeed + WORKERS + 1), until, killed, findings),
  ])
  await blameLies(deeds, findings)
  console.log(`${name}: ${findings}`)
  if (isFull) await tellResult(name, findings, xivo)
  expect(findings.wrong).toEqual([])
  expect(deeds.some(({outcome}) => outcome === 'acknowledged')).toBe(true)
})
