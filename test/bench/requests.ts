import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {type Listener, startListener, token} from './listener.ts'
import type {BenchServer} from './server.ts'

const CONNECTIONS = 8
const sizes = [10_000]
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
          text: `${CONNECTIONS} connections, each sending its next request as soon as it has an answer; the time is that of all requests. The floor is a bare node:http server with pg and the same statement.`,
          goals,
          contest: {
            title: `GET /queue/:id/dissuasion, ${size.toLocaleString('en')} requests`,
            floor: load('node:http and pg', bare, server, size),
            others: [load('xivoctl serve', serve, server, size)],
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

function load(name: string, {url}: Listener, {directory}: BenchServer, requests: number): Contestant {
  const output = join(directory, 'load')
  const paths = [1, 2, 3, 4, 5, 6, 7].map((id) => `/configmgt/api/1.0/queue/${id}/dissuasion`)
  const argv = [script('load.js'), url, token, String(CONNECTIONS), String(requests), ...paths]
  return {name, program: {command: process.execPath, argv, output}, outcome: () => readFile(output, 'utf8')}
}

function goals([, subject]: Standing[]): Goal[] {
  if (!subject) return []
  return [{what: 'time / floor (0.90 of its requests a second)', value: subject.ratio.median, goal: 1 / 0.9}]
}
