import {isIP, type Socket} from 'node:net'
import {type Server, type Servers, serversOf} from './server.ts'
import {isUnixSocket, socketTo} from './socket-to.ts'

/** A connection that was begun before the code that speaks over it was loaded: the server makes the session meanwhile. */
interface Begun {
  server: Server
  /** What was sent. */
  greeting: Buffer
  socket: Socket
  /** Ends it when nobody uses it. */
  clock: NodeJS.Timeout
}

/** Code is loaded in less; a person who is asked for a missing value takes longer, and the server may have ended the session. */
const FRESH_MS = 500

export const APPLICATION_NAME = 'xivoctl'

let read: {url: string; servers: Servers} | undefined
let begun: Begun | undefined

/** Begins a connection to the first server of a database URL. What fails here fails again for whoever connects, and is reported then. */
export async function beginConnection(url: string, env: NodeJS.ProcessEnv): Promise<void> {
  const servers = serversOf(url, env)
  read = {url, servers}
  const [server] = servers.all
  if (server === undefined || !isFoundAtOnce(server.host)) return
  const greeting = greetingFor(server, env)
  if (greeting === undefined) return
  const socket = socketTo(server).on('error', () => {})
  socket.connect(server.port, server.host)
  socket.write(greeting)
  begun = {server, greeting, socket, clock: setTimeout(dropBegun, FRESH_MS).unref()}
  // Node connects in one turn of its loop, and writes in the next.
  await nextTurn()
  await nextTurn()
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** A search for another name cannot be given up, and the program would wait for it at its end. */
const isFoundAtOnce = (host: string) => isUnixSocket(host) || host === 'localhost' || isIP(host) !== 0

/** The same servers once: which is first may be a matter of chance. */
export function serversRead(url: string, env: NodeJS.ProcessEnv): Servers {
  const known = read
  read = undefined
  return known?.url === url ? known.servers : serversOf(url, env)
}

/** The socket of the connection that was begun to this server, once; else one that is not yet connected. */
export function socketFor(server: Server): Socket {
  const own = begun
  if (own?.server !== server || own.socket.destroyed) {
    dropBegun()
    return socketTo(server)
  }
  clearTimeout(own.clock)
  begun = undefined
  return withoutGreeting(own)
}

/** Ends what was begun and nobody uses: the program would wait for it. */
export function dropBegun(): void {
  clearTimeout(begun?.clock)
  begun?.socket.destroy()
  begun = undefined
}

/** For node-postgres, which connects and greets the server itself: neither is done twice. */
function withoutGreeting({socket, greeting}: Begun): Socket {
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
  return Object.assign(socket, {connect, write: greet})
}

/** The number of PostgreSQL's SSLRequest; `PROTOCOL` is that of its StartupMessage. */
const SSL_REQUEST = 80_877_103
const PROTOCOL = 3 << 16

/** The first message of node-postgres to this server; undefined where it completes it from the environment. */
function greetingFor({config}: Server, env: NodeJS.ProcessEnv): Buffer | undefined {
  const {user = '', database = user, application_name = APPLICATION_NAME, options, ssl, sslnegotiation} = config
  if (ssl) return sslnegotiation === 'direct' ? undefined : message(SSL_REQUEST)
  if ([user, database, application_name, options].includes('') || env.PGREPLICATION !== undefined) return undefined
  const parameters = {user, database, application_name, ...(options && {options}), client_encoding: 'UTF8'}
  return message(PROTOCOL, ...Object.entries(parameters).flat(), '')
}

function message(code: number, ...texts: (string | undefined)[]): Buffer {
  const body = Buffer.from(texts.map((text) => `${text}\0`).join(''))
  const head = Buffer.alloc(8)
  head.writeInt32BE(head.length + body.length)
  head.writeInt32BE(code, 4)
  return Buffer.concat([head, body])
}
