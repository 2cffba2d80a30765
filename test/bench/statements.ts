import {once} from 'node:events'
import type {Frame} from '../faults/messages.ts'
import {framer} from '../faults/messages.ts'
import {listenBetween} from '../support/between.ts'

/** What a client sent to the server: SQL with its parameters in place, and what it copied. */
export interface Sent {
  statements: string[]
  copied: Buffer
}

/** Records what `work` sends to the server when it connects to the URL that it is given. */
export async function recordStatements(serverUrl: string, work: (url: string) => Promise<unknown>): Promise<Sent> {
  const sent: Sent = {statements: [], copied: Buffer.alloc(0)}
  const closed: Promise<unknown>[] = []
  const {url, close} = await listenBetween(serverUrl, (client, dial) => {
    const server = dial()
    const frames = framer('client')
    const record = recorder(sent)
    client.on('data', (chunk: Buffer) => {
      frames(chunk).forEach(record)
      server.write(chunk)
    })
    server.on('data', (chunk) => client.write(chunk))
    client.once('close', () => server.end())
    closed.push(once(client, 'close'))
  })
  try {
    await work(`${url}?sslmode=disable`)
    await Promise.all(closed)
  } finally {
    await close()
  }
  return sent
}

function recorder(sent: Sent): (frame: Frame) => void {
  let parsed = ''
  return ({type, bytes}) => {
    if (type === 'Q') sent.statements.push(bytes.toString('utf8', 5, bytes.length - 1))
    if (type === 'P') parsed = bytes.toString('utf8', 5).split('\0')[1] ?? ''
    if (type === 'B') sent.statements.push(inPlace(parsed, parametersOf(bytes)))
    if (type === 'd') sent.copied = Buffer.concat([sent.copied, bytes.subarray(5)])
  }
}

/** Of a Bind message with names of no length, all parameters of which are text. */
function parametersOf(bytes: Buffer): (string | undefined)[] {
  const parameters: (string | undefined)[] = []
  const start = 1 + 4 + 2
  let at = start + 2 + 2 * bytes.readUInt16BE(start)
  const count = bytes.readUInt16BE(at)
  at += 2
  while (parameters.length < count) {
    const length = bytes.readInt32BE(at)
    at += 4
    parameters.push(length < 0 ? undefined : bytes.toString('utf8', at, at + length))
    at += Math.max(length, 0)
  }
  return parameters
}

const inPlace = (sql: string, parameters: readonly (string | undefined)[]) =>
  sql.replace(/\$(\d+)/g, (_, number: string) => literal(parameters[Number(number) - 1]))

const literal = (text: string | undefined) => (text === undefined ? 'null' : `'${text.replaceAll("'", "''")}'`)
