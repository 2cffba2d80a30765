import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Bench} from './bench.ts'
import type {Contestant, Standing} from './contest.ts'
import type {Goal} from './figures.ts'
import {digest} from './json-digest.ts'
import {fill, LISTS} from './lists.ts'

const sizes = [50_000]

/** `callbacks lists --json` and `--ndjson` against `callbacks find --json` of the same requests. */
export const listsCommandBench: Bench = async function* (server, {rows = sizes, against}) {
  for (const size of rows) {
    await fill(server, size)
    const output = join(server.directory, 'requests')
    const contestant = (name: string, script: string, argv: string[]): Contestant => ({
      name,
      program: {
        command: process.execPath,
        argv: [script, 'callbacks', ...argv],
        env: {XIVOCTL_DATABASE_URL: server.url},
        output,
      },
      outcome: async () => requestsDigest(await readFile(output, 'utf8')),
    })
    const {script} = server.program
    yield {
      text: 'Whole processes, standard output to a file.',
      goals,
      contest: {
        title: `callbacks lists, ${LISTS} lists with ${(size / LISTS).toLocaleString('en')} requests each`,
        floor: contestant('callbacks find --json', script, ['find', '--filter', 'clotured = false', '--json']),
        others: [
          contestant('callbacks lists --json', script, ['lists', '--json']),
          contestant('callbacks lists --ndjson', script, ['lists', '--ndjson']),
          ...against.map((other) => contestant(`callbacks lists --json of ${other}`, other, ['lists', '--json'])),
        ],
      },
    }
  }
}

interface Request {
  uuid: string
  createdAt?: string
  listName?: string
  queueName?: string
}

type Document = {list: Request[]} | {callbacks: Request[]}[]

/** Of the requests in either document, whatever their order. Only find tells when they came, and the names of list and queue. */
function requestsDigest(text: string): string {
  const document = text.startsWith('{"uuid"')
    ? text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    : (JSON.parse(text) as Document)
  const requests: Request[] = Array.isArray(document) ? document.flatMap(({callbacks}) => callbacks) : document.list
  const shared = requests.map(({createdAt: _, listName: __, queueName: ___, ...request}) => request)
  return digest(shared.sort((a, b) => (a.uuid < b.uuid ? -1 : 1)))
}

const goals = (standings: Standing[]): Goal[] =>
  standings.slice(1, 3).flatMap(({name, ratio, peakMegabytes}) => [
    {what: `time of ${name} / time of find`, value: ratio.median, goal: 1.2},
    {what: `peak memory of ${name}, MB`, value: peakMegabytes, goal: 120},
  ])
