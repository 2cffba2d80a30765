import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {describe, expect, test} from 'vitest'
import {startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {type Ended, startBinary} from '../support/binary.ts'
import {guardedFolder} from '../support/guard.ts'
import {programsOf} from '../support/postgres-versions.ts'
import {runLine} from '../support/run.ts'
import {processToken, startServe} from '../support/serve-process.ts'
import {withClient} from '../support/server.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings} from './findings.ts'
import {tellResult} from './reliability.ts'
import {isFull} from './scale.ts'

const TIMEOUT_MS = 500
const BUSY = 7
const IMPORTS = 30

type Env = Record<string, string>

/** With what is locked by somebody else for longer than a transaction may take. */
const waiting: [line: string, lock: string][] = [
  ['callbacks lists', 'callback_list'],
  ['callbacks find', 'callback_request'],
  ['callbacks report', 'callback_request'],
  ['callbacks lists create Noel --queue sales', 'callback_list'],
  ['callbacks create Relances --phone 0230210092', 'callback_request'],
  ['callbacks close --list Relances --yes', 'callback_request'],
  ['callbacks periods create Soir --start 18:00 --end 20:00', 'preferred_callback_period'],
  ['rights set jbond --profile admin', 'user_profile'],
  ['callbacks import Relances FILE', 'callback_request'],
  ['history', 'journal'],
  ['db init', 'xivoctl_migration'],
]

const columns = 'callback_list, callback_request, callback_import, callback_ticket, journal, user_profile'
const counts = `select ${columns
  .split(', ')
  .map((table) => `(select count(*) from xivoctl.${table}) as ${table}`)
  .join(', ')}`

describe.runIf(isFull).each([17, 18] as const)('transaction_timeout of PostgreSQL %i', (major) => {
  const name = `transaction_timeout of PostgreSQL ${major} ends a command, an import whose input is slow or endless and a request to serve with exit code 7 or status 409 that says so; nothing was written`

  test(name, {timeout: 300_000}, async () => {
    const directory = guardedFolder(`xivoctl-timeout-${major}-`)
    const cluster = await startCluster({directory, binaries: {directory: programsOf(major)}})
    const url = cluster.url('postgres')
    const sql = (text: string) =>
      withClient(url, async (client) => {
        await client.query('set transaction_timeout = 0')
        return (await client.query(text)).rows
      })
    const findings = new Findings()
    const judge = (what: string, {code, stderr}: Pick<Ended, 'code' | 'stderr'>) => {
      findings.runs++
      findings.saw(`${what}: exit ${code}`)
      const isTold = stderr.includes('transaction timeout') && stderr.includes('nothing was written')
      if (code !== BUSY || !isTold || stderr.includes('bug')) findings.blame(`${what}: exit ${code} ${stderr}`)
    }
    try {
      await withClient(url, async (client) => {
        await client.query(xivoSchema('xivo'))
        await loadSampleData(client)
      })
      const env: Env = {XIVOCTL_DATABASE_URL: url, XDG_CONFIG_HOME: '/nonexistent'}
      for (const line of [
        'db init',
        'callbacks lists create Relances --queue sales',
        'callbacks create Relances --phone 1000',
      ])
        expect(await runLine(line.split(' '), env)).toMatchObject({code: 0})
      const file = join(directory, 'calls.csv')
      await writeFile(file, 'phoneNumber\n0230210092\n')
      await sql(`alter database postgres set transaction_timeout = ${TIMEOUT_MS}`)
      const before = await sql(counts)
      for (const [line, table] of waiting) {
        await whileLocked(url, table, async () =>
          judge(line, await runLine(line.replace('FILE', file).split(' '), env)),
        )
      }
      judge('an import whose input is slow', await slowImport(env))
      await serveWhileLocked(url, env, findings)
      // What they leave for VACUUM makes each later reading of the table slower than the limit.
      for (let run = 0; run < IMPORTS; run++) judge('an import whose input has no end', await endlessImport(env))
      expect(await sql(counts)).toEqual(before)
      await tellResult(name, findings, {env, sql} as unknown as TestXivo)
      expect(findings.wrong).toEqual([])
    } finally {
      await stopCluster(directory)
      await rm(directory, {recursive: true, force: true})
    }
  })
})

async function whileLocked(url: string, table: string, work: () => Promise<void>): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('set transaction_timeout = 0')
    await client.query('begin')
    await client.query(`lock table xivoctl.${table} in access exclusive mode`)
    await work()
    await client.query('rollback')
  })
}

/** The rest of the file arrives after the end of the transaction. */
async function slowImport(env: Env): Promise<Ended> {
  const {process, ended} = await startBinary(['callbacks', 'import', 'Relances', '-'], {
    env,
    stdin: 'phoneNumber\n0230210092\n',
    stdinStaysOpen: true,
  })
  await sleep(4 * TIMEOUT_MS)
  process.stdin?.end('0230210093\n')
  return ended
}

/** The input has no end: much is on its way when the server ends the transaction, and what it does not read resets the connection. */
async function endlessImport(env: Env): Promise<Ended> {
  const {process, ended} = await startBinary(['callbacks', 'import', 'Relances', '-'], {
    env,
    stdin: 'phoneNumber|description\n',
    stdinStaysOpen: true,
  })
  const rows = `0230210092|${'x'.repeat(100)}\n`.repeat(1000)
  const feed = () => {
    while (process.stdin?.writable && process.stdin.write(rows));
  }
  process.stdin?.on('drain', feed)
  feed()
  return ended
}

async function serveWhileLocked(url: string, env: Env, findings: Findings): Promise<void> {
  const serve = await startServe({env}, {flags: ['--log-level', 'silent']})
  const ask = async (method: string, path: string, body?: object) => {
    const {status} = await fetch(`http://127.0.0.1:${serve.port}/configmgt/api/1.0${path}`, {
      method,
      headers: {'X-Auth-Token': processToken, ...(body && {'Content-Type': 'application/json'})},
      ...(body && {body: JSON.stringify(body)}),
    })
    return status
  }
  const judge = (what: string, status: number, wanted: number) => {
    findings.runs++
    findings.saw(`${what}: ${status}`)
    if (status !== wanted) findings.blame(`${what}: ${status}`)
  }
  try {
    await whileLocked(url, 'callback_list', async () => {
      judge('GET while locked', await ask('GET', '/callback_lists'), 409)
      judge('POST while locked', await ask('POST', '/callback_lists', {name: 'Noel', queueId: 1}), 409)
    })
    judge('GET afterwards', await ask('GET', '/callback_lists'), 200)
  } finally {
    serve.signal('SIGTERM')
    await serve.ended
  }
}
