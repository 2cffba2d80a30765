import type pg from 'pg'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {loadProduct, type Session} from './product.ts'
import {list, take} from './tables.ts'

/** One of a lane's runs; `run` is its number among those of all lanes. */
interface LaneRun {
  run: number
  session: Session
  client: pg.Client
}

/**
 * Shares the runs among the lanes. Each lane keeps a session of the installed program and a client, and begins with empty tables,
 * except for the one list where `hasList` is set.
 */
export async function inLanes(
  installation: string,
  lanes: readonly TestXivo[],
  {runs, hasList}: {runs: number; hasList: boolean},
  work: (findings: Findings, lane: LaneRun) => Promise<void>,
): Promise<Findings> {
  const findings = new Findings()
  const product = await loadProduct(installation)
  await Promise.all(
    lanes.map((xivo, lane) =>
      product.use(xivo, (session) =>
        xivo.client(async (client) => {
          await list(client, hasList)
          await take(client)
          await repeat(findings, Math.ceil(runs / lanes.length), [xivo], (_, turn) =>
            work(findings, {run: turn * lanes.length + lane, session, client}),
          )
        }),
      ),
    ),
  )
  return findings
}
