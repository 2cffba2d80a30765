import {setTimeout as sleep} from 'node:timers/promises'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {chosenSeed, random} from './random.ts'
import type {Server} from './server.ts'
import {Load} from './serving.ts'
import type {Suite} from './suite.ts'

export const endedSessions: Suite = {
  name: 'serve under load survives the end of its database sessions: same process, no wrong answer, right answers again within 5 s',
  runs: 100,
  least: 5,
  run: async (installation, lanes, runs) => {
    const findings = new Findings()
    const chance = random(chosenSeed)
    const [xivo] = lanes
    if (!xivo) return findings
    const load = await Load.start(xivo, installation, findings)
    await repeat(findings, runs, [xivo], async () => {
      await sleep(chance.below(60))
      const ended = await endSessions(xivo, chance.oneIn(2) ? 100 : 1)
      findings.saw(ended === 1 ? 'one session ended' : 'all sessions ended')
      await load.recovered()
    })
    await load.end(xivo)
    return findings
  },
}

/** Ends at least one and at most so many sessions of the server's. */
async function endSessions(xivo: TestXivo, most: number): Promise<number> {
  for (;;) {
    const rows = await xivo.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'xivoctl%' limit $1`,
      [most],
    )
    if (rows.length > 0) return rows.length
    await sleep(10)
  }
}

/** How a database goes: in order, at once, or by the death of one of its processes. */
const ends = ['SIGINT', 'SIGQUIT', 'a killed backend'] as const

const isServer = (xivo: TestXivo): xivo is Server => 'start' in xivo

export const databaseRestarts: Suite = {
  name: 'serve under load survives restarts of its database: same process, no wrong answer, right answers again within 5 s',
  runs: 20,
  least: 3,
  run: async (installation, lanes, runs) => {
    const findings = new Findings()
    const chance = random(chosenSeed)
    const server = lanes.find(isServer)
    if (!server) return findings
    const load = await Load.start(server, installation, findings)
    await repeat(findings, runs, [server], async (_, run) => {
      const end = ends[run % ends.length] ?? ends[0]
      await sleep(100 + chance.below(100))
      await bring(server, end)
      await sleep(chance.below(500))
      await server.start()
      findings.saw(`restart after ${end}`)
      await load.recovered()
    })
    await load.end(server)
    return findings
  },
}

async function bring(server: Server, end: (typeof ends)[number]): Promise<void> {
  if (end !== 'a killed backend') {
    process.kill(server.pid, end)
    await server.stop()
    return
  }
  const [session] = await server.sql(`select pid from pg_stat_activity
    where datname = current_database() and application_name like 'xivoctl%'`)
  if (session) process.kill(session.pid, 'SIGKILL')
}
