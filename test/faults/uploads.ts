import {once} from 'node:events'
import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {send} from '../support/exchange.ts'
import {processToken, startServe} from '../support/serve-process.ts'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {chosenSeed, type Random, random} from './random.ts'
import type {Suite} from './suite.ts'
import {LIST, reset, truth} from './truth.ts'

const ROWS = 3_000

export const uploads: Suite = {
  name: 'an upload cut off at any byte imports nothing, even if the part that arrived is valid',
  runs: 200,
  least: 5,
  run: cutUploads,
}

const csv = `phoneNumber|lastName\n${Array.from({length: ROWS}, (_, i) => `02${String(i).padStart(8, '0')}|Nom ${i}\n`).join('')}`

/** How the body says where it ends, which is not where the connection does. */
const bodies = {
  'short of its Content-Length': (part: string) => [`Content-Length: ${csv.length + 1}`, part],
  'without its last chunk': (part: string) => [
    'Transfer-Encoding: chunked',
    part === '' ? '' : `${part.length.toString(16)}\r\n${part}\r\n`,
  ],
  'in the middle of a chunk': (part: string) => [
    'Transfer-Encoding: chunked',
    `${(csv.length + 1).toString(16)}\r\n${part}`,
  ],
} as const

const endings = {
  closed: (socket: Socket) => socket.end(),
  reset: (socket: Socket) => socket.resetAndDestroy(),
} as const

/** Cuts uploads into a running server at random bytes, half of them behind a line, and looks for what they left. */
async function cutUploads(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const chance = random(chosenSeed)
  const servers = await Promise.all(
    lanes.map(async (xivo) => {
      await reset(xivo, {list: false})
      return {xivo, serve: await startServe(xivo, {installation})}
    }),
  )
  await repeat(findings, runs, servers, async ({xivo, serve}) => {
    const how = chance.pick(keysOf(bodies))
    const leave = chance.pick(keysOf(endings))
    const [framing = '', body = ''] = bodies[how](csv.slice(0, cutAt(chance)))
    const socket = send(serve.port, `${headOf(await newList(xivo))}${framing}\r\n\r\n${body}`)
    const answer = listen(socket)
    if (chance.oneIn(2)) await sleep(chance.below(100))
    endings[leave](socket)
    if (/^HTTP\/1.1 2/.test(await answer)) findings.blame(`${leave} ${how}: ${await answer}`)
    findings.saw(`${leave} ${how}`)
  })
  for (const {xivo, serve} of servers) {
    const request = `${headOf(await newList(xivo))}Content-Length: ${csv.length}\r\nConnection: close\r\n\r\n${csv}`
    const whole = await listen(send(serve.port, request))
    if (!/^HTTP\/1.1 201/.test(whole)) findings.blame(`a whole upload: ${whole}`)
    serve.signal('SIGTERM')
    await serve.ended
    const found = await truth(xivo)
    if (found.rows !== ROWS || found.runs !== 1) findings.blame(`beside one whole upload: ${JSON.stringify(found)}`)
  }
  return findings
}

/** One for each upload: the list of the one before may still be held while that is rolled back. */
async function newList(xivo: TestXivo): Promise<string> {
  const uuid = crypto.randomUUID()
  await xivo.sql('insert into xivoctl.callback_list values ($1, $2, 5)', [uuid, LIST])
  return uuid
}

const keysOf = <T extends object>(object: T) => Object.keys(object) as [keyof T, ...(keyof T)[]]

function cutAt(chance: Random): number {
  const at = chance.below(csv.length + 1)
  return chance.oneIn(2) ? at : csv.lastIndexOf('\n', at) + 1
}

const headOf = (list: string) =>
  `POST /configmgt/api/1.0/callback_lists/${list}/callback_requests/csv HTTP/1.1\r\nHost: x\r\nX-Auth-Token: ${processToken}\r\nContent-Type: text/csv\r\n`

/** All that comes until the connection ends, however it does. */
async function listen(socket: Socket): Promise<string> {
  let said = ''
  socket
    .on('error', () => {})
    .on('data', (bytes) => {
      said += bytes
    })
  await once(socket, 'close')
  return said
}
