import type {Socket} from 'node:net'
import type {Server} from './server.ts'
import {socketTo} from './socket-to.ts'

/** A connection that was begun before the code that speaks over it was loaded: the server makes the session meanwhile. */
interface Ahead {
  server: Server
  /** What was sent. */
  greeting: Buffer
  socket: Socket
  /** In ms since 1970. */
  at: number
}

/** Servers and poolers wait for a password for so long at least; a person who is asked for a missing value may take longer. */
const FRESH_MS = 5000

let ahead: Ahead | undefined

/** Begins a connection to this server; `begunSocket` hands it over. Never fails: whoever connects later meets the same failure, and reports it. */
export async function beginConnection(server: Server): Promise<void> {
  const greeting = greetingFor(server)
  if (greeting === undefined) return
  const socket = socketTo(server).on('error', () => {})
  socket.connect(server.port, server.host).unref()
  socket.write(greeting)
  ahead = {server, greeting, socket, at: Date.now()}
  // Node connects in one turn of its loop, and writes in the next.
  await nextTurn()
  await nextTurn()
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** The socket of the connection that was begun to this server, once; else one that is not yet connected. */
export function begunSocket(server: Server): Socket {
  const begun = ahead
  ahead = undefined
  if (begun === undefined) return socketTo(server)
  if (isUsable(begun) && isFor(server, begun)) return withoutGreeting(begun)
  begun.socket.destroy()
  return socketTo(server)
}

const isUsable = ({socket, at}: Ahead) => !socket.destroyed && !socket.readableEnded && Date.now() - at < FRESH_MS

const isFor = ({host, port, ...rest}: Server, {server, greeting}: Ahead) =>
  host === server.host && port === server.port && greetingFor({host, port, ...rest})?.equals(greeting) === true

/** For node-postgres, which connects and greets the server itself: neither is done twice. */
function withoutGreeting({socket, greeting}: Ahead): Socket {
  const {write} = socket
  const connect = () => {
    if (!socket.connecting) process.nextTick(() => socket.emit('connect'))
    return socket
  }
  const greet = (message: Buffer) => {
    socket.write = write
    if (!greeting.equals(message))
      socket.destroy(new Error('the connection began with another greeting: this is a bug'))
    return true
  }
  return Object.assign(socket.ref(), {connect, write: greet})
}

/** The number of PostgreSQL's SSLRequest; `PROTOCOL` is that of its StartupMessage. */
const SSL_REQUEST = 80_877_103
const PROTOCOL = 3 << 16

/** The first message of node-postgres to this server; undefined where only it knows it. */
function greetingFor({config}: Server): Buffer | undefined {
  const {user, database = user, application_name = APPLICATION_NAME, options, ssl, sslnegotiation} = config
  if (ssl) return sslnegotiation === 'direct' ? undefined : message(SSL_REQUEST)
  if (user === undefined) return undefined
  const parameters = {user, database, application_name, ...(options && {options}), client_encoding: 'UTF8'}
  return message(PROTOCOL, ...Object.entries(parameters).flat(), '')
}

export const APPLICATION_NAME = 'xivoctl'

function message(code: number, ...texts: (string | undefined)[]): Buffer {
  const body = Buffer.from(texts.map((text) => `${text}\0`).join(''))
  const head = Buffer.alloc(8)
  head.writeInt32BE(head.length + body.length)
  head.writeInt32BE(code, 4)
  return Buffer.concat([head, body])
}
