import {type IncomingMessage, type Server, ServerResponse, STATUS_CODES} from 'node:http'
import type {Socket} from 'node:net'
import {AppError, errorDocument, invalid, usage} from '../errors.ts'
import {limits} from './limits.ts'
import {wordHint} from './remedies.ts'

/** Errors of Node's HTTP parser, as status and AppError. */
function meaning(code: string | undefined): [status: number, error: AppError] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, usage('the request did not arrive in time')]
  if (code === 'HPE_HEADER_OVERFLOW') return [431, usage(`the header is longer than ${limits.headerBytes} bytes`)]
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return [413, invalid('the chunk extensions are too long')]
  return [400, usage('the request is not HTTP')]
}

/** Gives the client time to read the answer before the connection is closed. */
const LINGER_MS = 500

/** Requests that were followed by bytes that are not HTTP. */
const outrun = new WeakSet<IncomingMessage>()

/** Is the body longer than its Content-Length? */
export const hasSurplus = (request: IncomingMessage) => outrun.has(request)

/** Answers a connection that sent something other than HTTP, and closes it. */
export function answerClientError(error: Error & {code?: string}, socket: Socket): void {
  const response = underwayOn(socket)
  if (error.code === 'ECONNRESET' || !socket.writable || response?.headersSent) {
    socket.destroy()
    return
  }
  // That request is complete and running: its own answer reports the outcome.
  if (response?.req.complete) {
    outrun.add(response.req)
    response.setHeader('connection', 'close')
    return
  }
  answerDirectly(socket, ...meaning(error.code))
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}

/** Node would close the connection of a CONNECT without an answer. */
export function refuseTunnels(server: Server): void {
  server.on('connect', (_request, socket: Socket) => {
    socket.on('error', () => {}).once('finish', () => socket.destroy())
    answerDirectly(socket, 405, new AppError('usage', 'MethodNotAllowed', 'no CONNECT: this server is not a proxy'))
  })
}

/** Answers a connection without a request that Node could answer, and sends nothing more on it. */
export function answerDirectly(socket: Socket, status: number, error: AppError): void {
  const body = JSON.stringify(errorDocument(error, wordHint))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** The answer to an earlier request on this connection, if Node still waits for it. */
function underwayOn(socket: Socket): ServerResponse | undefined {
  const message = '_httpMessage' in socket ? socket._httpMessage : undefined
  return message instanceof ServerResponse ? message : undefined
}
