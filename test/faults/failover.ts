import {writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {runBinary, startBinary} from '../support/binary.ts'
import {curl, exchange} from '../support/exchange.ts'
import {processToken, startServe} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import type {Pair} from './pair.ts'
import type {Suite} from './suite.ts'

const base = '/configmgt/api/1.0'
const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}

const pairOf = (lanes: readonly TestXivo[]) => lanes.find((xivo): xivo is TestXivo & {pair: Pair} => 'pair' in xivo)

const ends = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const
const stopped = {SIGINT: 'SIGINT (fast)', SIGQUIT: 'SIGQUIT (immediate)', SIGKILL: 'killed'}
const ROWS = 20_000
const EVERY_MS = 50
/** Beyond which a caller gives up. */
const RECOVERY_MS = 15_000

/** What `serve` answered to writes, by the name of what they make. */
class Writes {
  readonly acknowledged: string[] = []
  readonly refused: string[] = []
  readonly unknown: string[] = []
  private readonly over = new AbortController()
  private readonly sent: Promise<void>[] = []
  private readonly loop: Promise<void>

  constructor(port: number, label: string, findings: Findings) {
    this.loop = (async () => {
      for (let i = 0; !this.over.signal.aborted; i++) {
        this.sent.push(this.send(port, `${label} ${i}`, findings))
        await sleep(EVERY_MS)
      }
    })()
  }

  private async send(port: number, name: string, findings: Findings): Promise<void> {
    const data = JSON.stringify({name, queueId: 1})
    const {status, body} = await exchange(port, curl('POST', `${base}/callback_lists`, {headers, data}))
    if (status === 201) this.acknowledged.push(name)
    else if (status === 503) this.refused.push(name)
    else if (status === 500 && JSON.parse(body).error === 'OutcomeUnknown') this.unknown.push(name)
    else findings.blame(`${name}: ${status} ${body}`)
  }

  async recovered(): Promise<number> {
    const before = this.acknowledged.length
    const start = Date.now()
    while (this.acknowledged.length < before + 5 && Date.now() - start < RECOVERY_MS) await sleep(20)
    return Date.now() - start
  }

  async end(): Promise<void> {
    this.over.abort()
    await this.loop
    await Promise.all(this.sent)
  }
}

export const failovers: Suite = {
  name: 'behind HAProxy, when the primary is stopped or killed during an import and 20 writes a second: with a synchronous standby no acknowledged write is lost, none is stored twice, and the import is stored whole or not at all, as its exit code says',
  runs: 12,
  least: 6,
  run: async (installation, lanes, runs) => {
    const findings = new Findings()
    const xivo = pairOf(lanes)
    if (!xivo) return findings
    const {pair} = xivo
    const file = join(tmpdir(), `xivoctl-failover-${process.pid}.csv`)
    await writeFile(
      file,
      ['phoneNumber', ...Array.from({length: ROWS}, (_, i) => `0230${String(i).padStart(6, '0')}`), ''].join('\n'),
    )
    const serve = await startServe(xivo, {installation, flags: ['--log-level', 'error', '--connections', '6']})
    await repeat(findings, runs, [xivo], async (_, run) => {
      const how = ends[run % ends.length] ?? ends[0]
      const isSynchronous = Math.floor(run / ends.length) % 2 === 0
      const kind = `${isSynchronous ? 'synchronous' : 'asynchronous'}, ${stopped[how]}`
      await pair.synchronous(isSynchronous)
      const list = `import ${run}`
      const made = await runBinary(['callbacks', 'lists', 'create', list, '--queue', 'sales'], {
        env: xivo.env,
        installation,
      })
      if (made.code !== 0) findings.blame(`before: ${made.stderr}`)
      const writes = new Writes(serve.port, `write ${run}`, findings)
      await sleep(500)
      const {ended} = await startBinary(['callbacks', 'import', list, file], {env: xivo.env, installation})
      await sleep(300 + Math.floor(run / 2) * 150)
      await pair.failOver(how)
      const ms = await writes.recovered()
      if (ms > RECOVERY_MS) findings.blame(`${kind}: no write after ${ms} ms`)
      await writes.end()
      const {code, stderr} = await ended
      await judge(findings, pair, {kind, isSynchronous, writes, run})
      const [{count} = {count: -1}] = await pair.sql(`select count(*)::int from xivoctl.callback_request r
        join xivoctl.callback_list l on l.uuid = r.list_uuid where l.name = '${list}'`)
      const right = code === 0 ? [ROWS] : code === 8 ? [0, ROWS] : [0]
      if (!right.includes(Number(count))) findings.blame(`${kind}: import exit ${code}, ${count} rows: ${stderr}`)
      findings.saw(`${kind}: import exit ${code}`)
      await pair.rejoin()
    })
    serve.signal('SIGTERM')
    const {code} = await serve.ended
    if (code !== 0) findings.blame(`serve: exit ${code}`)
    return findings
  },
}

async function judge(
  findings: Findings,
  pair: Pair,
  {kind, isSynchronous, writes, run}: {kind: string; isSynchronous: boolean; writes: Writes; run: number},
): Promise<void> {
  const rows = await pair.sql(`select name from xivoctl.callback_list where name like 'write ${run} %'`)
  const names = rows.map(({name}) => String(name))
  const there = new Set(names)
  if (there.size < names.length) findings.blame(`${kind}: ${names.length - there.size} writes are there twice`)
  const lost = writes.acknowledged.filter((name) => !there.has(name))
  const made = writes.refused.filter((name) => there.has(name))
  if (made.length > 0) findings.blame(`${kind}: ${made.length} refused writes are there`)
  if (lost.length > 0 && isSynchronous) findings.blame(`${kind}: ${lost.length} acknowledged writes are lost`)
  for (const _ of writes.acknowledged) findings.saw('writes acknowledged')
  for (const _ of lost) findings.saw('acknowledged writes lost with an asynchronous primary')
  for (const _ of writes.refused) findings.saw('writes refused (503)')
  for (const _ of writes.unknown) findings.saw('writes unknown (500)')
}

export const absentStandby: Suite = {
  name: 'a COMMIT that waits for an absent standby: the first SIGINT prints that the change is being committed, the second ends the wait with exit code 8; /ready of a standby says that it takes no writes',
  runs: 2,
  least: 2,
  run: async (installation, lanes, runs) => {
    const findings = new Findings()
    const xivo = pairOf(lanes)
    if (!xivo) return findings
    const {pair} = xivo
    await repeat(findings, runs, [xivo], async (_, run) => {
      await pair.sql(`alter system set synchronous_standby_names = 'absent'`)
      await pair.sql('select pg_reload_conf()')
      await sleep(300)
      const {process: child, ended} = await startBinary(
        ['callbacks', 'lists', 'create', `absent ${run}`, '--queue', 'sales'],
        {env: xivo.env, installation},
      )
      await untilItWaits(pair)
      child.kill('SIGINT')
      await sleep(500)
      if (child.exitCode !== null) findings.blame(`ended at the first signal: ${child.exitCode}`)
      if (run % 2 === 0) {
        child.kill('SIGINT')
        const {code, stderr} = await ended
        findings.saw(`two signals: exit ${code}`)
        if (code !== 8 || !stderr.includes('is being committed')) findings.blame(`two signals: exit ${code} ${stderr}`)
        await synchronousAgain(pair)
      } else {
        await synchronousAgain(pair)
        const {code, stderr} = await ended
        findings.saw(`one signal, then the standby returns: exit ${code}`)
        if (code !== 0 && code !== 130) findings.blame(`one signal: exit ${code} ${stderr}`)
      }
      const made = await pair.sql(`select from xivoctl.callback_list where name = 'absent ${run}'`)
      if (made.length !== 1) findings.blame(`${made.length} lists`)
    })
    await readyOfStandby(findings, xivo, installation)
    return findings
  },
}

/** Until a COMMIT waits for the standby. */
async function untilItWaits(pair: Pair): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await pair.sql(`select from pg_stat_activity where wait_event = 'SyncRep'`)).length > 0) return
    await sleep(100)
  }
}

async function synchronousAgain(pair: Pair): Promise<void> {
  await pair.sql(`alter system set synchronous_standby_names = ''`)
  await pair.sql('select pg_reload_conf()')
  await sleep(300)
}

async function readyOfStandby(findings: Findings, xivo: TestXivo & {pair: Pair}, installation: string): Promise<void> {
  const url = `postgres://postgres@127.0.0.1:${xivo.pair.standby.port}/${new URL(xivo.url).pathname.slice(1)}`
  const serve = await startServe({env: {...xivo.env, XIVOCTL_DATABASE_URL: url}}, {installation})
  const {status, body} = await exchange(serve.port, curl('GET', '/ready', {headers}))
  const write = await exchange(
    serve.port,
    curl('POST', `${base}/callback_lists`, {headers, data: '{"name":"x","queueId":1}'}),
  )
  const {writes} = JSON.parse(body)
  findings.runs++
  if (status !== 200 || writes !== false || write.status !== 503)
    findings.blame(`standby: ${status} ${body}, ${write.status}`)
  else findings.saw('/ready of a streaming standby: 200, writes false')
  serve.signal('SIGTERM')
  await serve.ended
}
