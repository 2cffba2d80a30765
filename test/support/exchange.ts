import {connect, type Socket} from 'node:net'

/** An answer as received. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Sends these bytes over a new connection and reads until the server ends it. */
export async function exchange(port: number, request: string | Buffer): Promise<Answer> {
  return answerOn(send(port, request))
}

/** Sends these bytes over a new connection, and reads nothing yet. */
export function send(port: number, request: string | Buffer): Socket {
  const socket = connect({host: '127.0.0.1', port})
  socket.write(request)
  return socket
}

/** Reads the rest of the answer; throws when it is incomplete. */
export async function answerOn(socket: Socket): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return parseAnswer(Buffer.concat(chunks))
}

/** The bytes that curl sends for this request, except for Host. */
export function curl(
  method: string,
  path: string,
  {headers = {}, data}: {headers?: Record<string, string>; data?: string} = {},
): Buffer {
  const all = {
    Host: 'localhost:9100',
    'User-Agent': 'curl/7.88.1',
    ...headers,
    ...(data !== undefined && {'Content-Length': String(Buffer.byteLength(data))}),
    Connection: 'close',
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n${data ?? ''}`)
}

function parseAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const rest = bytes.subarray(end + 4)
  const body = headers['transfer-encoding'] === 'chunked' ? unchunked(rest) : rest
  return {status: Number(first.split(' ')[1]), headers, body: body.toString('utf8')}
}

/** Throws when the last chunk is missing. */
function unchunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const line = bytes.indexOf('\r\n', at)
    const size = line === -1 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (Number.isNaN(size) || bytes.length < line + 2 + size + 2) throw new Error('the answer was cut off')
    if (size === 0) return Buffer.concat(chunks)
    chunks.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
