import {once} from 'node:events'
import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {curl, exchange, send} from '../support/exchange.ts'
import {processToken, type ServeProcess, startServe} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {isFull} from './scale.ts'
import type {Suite} from './suite.ts'
import {LIST, reset} from './truth.ts'

const base = '/configmgt/api/1.0'
const headers = {'X-Auth-Token': processToken, 'Content-Type': 'application/json'}
const seconds = (ms: number) => `${(Math.ceil(ms / 100) / 10).toFixed(1)} s`

/** Beside other tests, a machine is slower. */
const inTime = (ms: number) => (isFull ? ms : 4 * ms)

export const slowUploads: Suite = {
  name: 'during a slow upload, twelve deletions of its list are refused, and /users and /ready answer within 0.5 s',
  runs: 50,
  least: 2,
  run: (installation, lanes, runs) =>
    served(installation, lanes, async (findings, xivo, serve) => {
      let slowest = 0
      await repeat(findings, runs, [xivo], async () => {
        const [list, slow] = await startUpload(xivo, serve)
        const path = `${base}/callback_lists/${list}`
        const deleting = Array.from({length: 12}, () => exchange(serve.port, curl('DELETE', path, {headers})))
        for (const path of [`${base}/users`, '/ready']) {
          const start = performance.now()
          const {status} = await exchange(serve.port, curl('GET', path, {headers}))
          const ms = performance.now() - start
          slowest = Math.max(slowest, ms)
          if (status !== 200 || ms > inTime(500)) findings.blame(`${path}: ${status} after ${seconds(ms)}`)
        }
        for (const {status} of await Promise.all(deleting)) {
          if (status === 409) findings.saw('deletions refused')
          else findings.blame(`a deletion: ${status}`)
        }
        slow.destroy()
        while (await isImporting(xivo)) await sleep(10)
      })
      findings.measured(`slowest answer within ${seconds(slowest)}`)
    }),
}

/** What a client that is owed nothing has sent. */
const openings = {
  '200 silent connections': {count: 200, sent: ''},
  '50 incomplete request headers': {count: 50, sent: 'GET /health HTTP/1.1\r\nHost: half of a he'},
  'an unfinished upload': undefined,
} as const

export const stops: Suite = {
  name: 'SIGTERM ends serve within 1 s, even with open connections that wait for no answer',
  runs: 15,
  least: 3,
  run: async (installation, lanes, runs) => {
    const findings = new Findings()
    const slowest = new Map<string, number>()
    await repeat(findings, runs, lanes, async (xivo, run) => {
      const [what, opening] = Object.entries(openings)[run % 3] ?? ['', undefined]
      const serve = await startServe(xivo, {installation})
      if (opening) await open(serve, opening)
      else await startUpload(xivo, serve)
      const start = performance.now()
      serve.signal('SIGTERM')
      const {code} = await serve.ended
      const ms = performance.now() - start
      slowest.set(what, Math.max(slowest.get(what) ?? 0, ms))
      if (code !== 0 || ms > inTime(1000)) findings.blame(`${what}: exit ${code} after ${seconds(ms)}`)
    })
    for (const [what, ms] of slowest) findings.measured(`slowest end with ${what}: ${seconds(ms)}`)
    return findings
  },
}

/** Takes minutes; `test/http/streams.test.ts` shows the same with a shorter clock. */
export const slowReaders: Suite = {
  name: 'clients that read nothing or little of a streamed answer are disconnected within 2 min, and others are served within 1 min',
  runs: 2,
  least: 2,
  run: (installation, lanes, runs) =>
    served(installation, lanes, async (findings, xivo, serve) => {
      await reset(xivo)
      await xivo.sql(`insert into xivoctl.callback_request
        (uuid, list_uuid, phone_number, description, preferred_period_uuid, due_date)
        select md5(i::text)::uuid, list.uuid, '1', repeat('rappeler ', 200), period.uuid, current_date
        from generate_series(1, 20000) i, xivoctl.callback_list list, xivoctl.preferred_callback_period period
        where period."default"`)
      await repeat(findings, runs, [xivo], async (_, run) => {
        const [how, bytes] = run % 2 === 0 ? ['that read nothing', 0] : ['that read slowly', 50]
        const start = performance.now()
        const readers = Array.from({length: 5}, () => send(serve.port, find({})).on('error', () => {}))
        await Promise.all(readers.map((socket) => once(socket, 'readable')))
        const drip = setInterval(() => {
          for (const socket of readers) socket.read(bytes)
        }, 100)
        const before = await cutsOf(serve)
        const left = async () => readers.length + before - (await cutsOf(serve))
        let served: number | undefined
        while ((await left()) > 0 && performance.now() - start < 130_000) {
          const others = Array.from({length: 5}, () => exchange(serve.port, find({limit: 1})))
          const answers = await Promise.all(others)
          if (answers.some(({status}) => status === 200)) served ??= performance.now() - start
        }
        const ms = performance.now() - start
        clearInterval(drip)
        for (const socket of readers) socket.destroy()
        if (ms > 120_000) findings.blame(`clients ${how} are there after ${seconds(ms)}`)
        if (served === undefined || served > 60_000) findings.blame(`others beside clients ${how}: ${served}`)
        findings.measured(`clients ${how}: cut after ${seconds(ms)}, others served after ${seconds(served ?? 0)}`)
      })
    }),
}

const find = (query: object) => curl('POST', `${base}/callback_requests/find`, {headers, data: JSON.stringify(query)})

/** How many answers the server has broken off. Clients that do not read do not notice. */
async function cutsOf(serve: ServeProcess): Promise<number> {
  const {body} = await exchange(serve.port, curl('GET', '/metrics'))
  return Number(/find",method="POST",status="cut"\} (\d+)/.exec(body)?.[1] ?? 0)
}

async function served(
  installation: string,
  [xivo]: readonly TestXivo[],
  work: (findings: Findings, xivo: TestXivo, serve: ServeProcess) => Promise<void>,
): Promise<Findings> {
  const findings = new Findings()
  if (!xivo) return findings
  const serve = await startServe(xivo, {installation, flags: ['--log-level', 'error']})
  await work(findings, xivo, serve)
  serve.signal('SIGTERM')
  await serve.ended
  return findings
}

async function open(serve: ServeProcess, {count, sent}: {count: number; sent: string}): Promise<void> {
  const sockets = Array.from({length: count}, () => send(serve.port, sent).on('error', () => {}))
  await Promise.all(sockets.map((socket) => socket.connecting && once(socket, 'connect')))
  await exchange(serve.port, curl('GET', '/health'))
}

/** An upload whose end does not come, at work in the database. */
async function startUpload(xivo: TestXivo, serve: ServeProcess): Promise<[list: string, socket: Socket]> {
  const list = crypto.randomUUID()
  await xivo.sql('insert into xivoctl.callback_list values ($1, $2, 5)', [list, LIST])
  const path = `${base}/callback_lists/${list}/callback_requests/csv`
  const lines = {'X-Auth-Token': processToken, Host: 'x', 'Content-Type': 'text/csv', 'Transfer-Encoding': 'chunked'}
  const head = Object.entries(lines).map((each) => `${each.join(': ')}\r\n`)
  const socket = send(serve.port, `POST ${path} HTTP/1.1\r\n${head.join('')}\r\nf\r\nphoneNumber\n01\n\r\n`)
  socket.on('error', () => {})
  while (!(await isImporting(xivo))) await sleep(10)
  return [list, socket]
}

async function isImporting(xivo: TestXivo): Promise<boolean> {
  const working = await xivo.sql(`select from pg_stat_activity
    where datname = current_database() and query ilike 'copy %' and state = 'active'`)
  return working.length > 0
}
