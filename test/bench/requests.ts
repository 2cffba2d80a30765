import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {type Listener, startListener, token} from './listener.ts'
import {fill} from './lists.ts'
import {peakMegabytes, residentMegabytes} from './machine.ts'
import type {BenchServer} from './server.ts'

const CONNECTIONS = 8
const sizes = [10_000]
const MIXED_REQUESTS = 100_000
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** `GET /queue/:id/dissuasion` of `serve`, token and log on, against the least that node:http and pg can do. */
export const requestsBench: Bench = async function* (server, {rows = sizes}) {
  const log = (name: string) => join(server.directory, `${name}.log`)
  const bare = await startListener([script('bare-server.js'), server.url], server.url, log('bare'))
  try {
    const serve = await startListener([server.program.script, 'serve', '--port', '0'], server.url, log('serve'))
    try {
      for (const size of rows) {
        yield {
          text: `${CONNECTIONS} connections, each sending its next request as soon as it has an answer; the time is that of all requests. The floor is a bare node:http server with pg, the same statement and the same limits.`,
          goals,
          contest: {
            title: `GET /queue/:id/dissuasion, ${size.toLocaleString('en')} requests`,
            floor: load('node:http and pg', bare, server, size, dissuasions),
            others: [load('xivoctl serve', serve, server, size, dissuasions)],
          },
        }
      }
    } finally {
      await serve.stop()
    }
  } finally {
    await bare.stop()
  }
}

/** What a switchboard and its agents ask in a day, in one process: twice as many requests as a round. */
export const mixedBench: Bench = async function* (server, {rows: [size = MIXED_REQUESTS] = []}) {
  await fill(server, 1_000)
  const serve = await startListener(
    [server.program.script, 'serve', '--port', '0'],
    server.url,
    join(server.directory, 'serve.log'),
  )
  const after: number[] = []
  try {
    const contestant = load('xivoctl serve', serve, server, size, mixed)
    yield {
      text: `${CONNECTIONS} connections; find, users, agents and dissuasions. The same process answers the warm-up, which is as long.`,
      rounds: 1,
      goals: () => [
        {what: "peak memory of the server's process, MB", value: peakMegabytes(serve.pid), goal: 130},
        {what: 'memory after the second half / after the first', value: (after[1] ?? 0) / (after[0] ?? 0), goal: 1.05},
      ],
      contest: {
        title: `serve, ${(2 * size).toLocaleString('en')} mixed requests`,
        floor: {
          ...contestant,
          outcome: () => {
            after.push(residentMegabytes(serve.pid))
            return contestant.outcome()
          },
        },
        others: [],
      },
    }
  } finally {
    await serve.stop()
  }
}

const base = '/configmgt/api/1.0'
const dissuasions = [1, 2, 3, 4, 5, 6, 7].map((id) => `${base}/queue/${id}/dissuasion`)
const mixed = [
  ...dissuasions,
  `${base}/users`,
  `${base}/agent_config`,
  `${base}/agent_config/1`,
  ...['Élodie', 'Alice'].map(
    (name) =>
      `POST ${base}/callback_requests/find ${JSON.stringify({filters: [{field: 'firstName', operator: '=', value: name}], limit: 10})}`,
  ),
]

function load(
  name: string,
  {url}: Listener,
  {directory}: BenchServer,
  requests: number,
  asked: readonly string[],
): Contestant {
  const output = join(directory, 'load')
  const argv = [script('load.js'), url, token, String(CONNECTIONS), String(requests), ...asked]
  return {name, program: {command: process.execPath, argv, output}, outcome: () => readFile(output, 'utf8')}
}

function goals([, subject]: Standing[]): Goal[] {
  if (!subject) return []
  return [{what: 'time / floor (0.95 of its requests a second)', value: subject.ratio.median, goal: 1 / 0.95}]
}
