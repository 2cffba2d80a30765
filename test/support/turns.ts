import {once} from 'node:events'
import {createConnection, createServer, type Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {parse} from 'pg-connection-string'
import {type Frame, framer} from '../faults/messages.ts'

/** Between a client and the server: counts how often the client waits for the server. */
export interface TurnCounter {
  /** What a client takes for the server's. */
  url: string
  /** The waits so far. */
  waits: () => number
  /** Resolves when all that was sent is answered, also what nobody waits for. */
  settled: () => Promise<void>
  /** The waits since the last call, without those of connecting, when the client has hung up. */
  taken: () => Promise<number>
  close: () => Promise<void>
}

/** What the client has in mind is on its way by then: it writes it in the tick in which it gets an answer. */
const QUIET_MS = 5

/**
 * Keeps each answer until the server has answered everything that was sent, so that a client cannot go on with a part: its waits
 * are as many as on a slow line, however slow this machine is.
 */
export async function countTurns(serverUrl: string): Promise<TurnCounter> {
  const {host, port, user, password, database} = parse(serverUrl)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    return socket
  }
  const clients = new Set<Socket>()
  let turns = 0
  let waiting = 0
  const listener = createServer((socket) => {
    const client = keep(socket)
    clients.add(client)
    client.once('close', () => clients.delete(client))
    const address = {port: Number(port || 5432), host: host || 'localhost'}
    const path = `${address.host}/.s.PGSQL.${address.port}`
    const server = keep(address.host.startsWith('/') ? createConnection(path) : createConnection(address))
    between(client, server, (isBegun) => {
      waiting += isBegun ? 1 : -1
      if (isBegun) turns++
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const name = [user, password].filter(Boolean).map((each) => encodeURIComponent(each ?? ''))
  return {
    url: `postgres://${name.join(':')}@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/${database}?sslmode=disable`,
    waits: () => turns,
    settled: async () => {
      do await sleep(4 * QUIET_MS)
      while (waiting > 0)
    },
    taken: async () => {
      await Promise.all([...clients].map((client) => once(client, 'close')))
      const taken = turns
      turns = 0
      return taken
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** A simple query, and the end of an extended one: each is answered by `ReadyForQuery`. */
const isAsked = ({type}: Frame) => type === 'Q' || type === 'S'
const isReady = ({type}: Frame) => type === 'Z'
/** COPY goes on only when the server has agreed to it. */
const isAgreed = ({type}: Frame) => type === 'G'
const isFarewell = ({type}: Frame) => type === 'X'

function between(client: Socket, server: Socket, onTurn: (isBegun: boolean) => void): void {
  const [asking, answering] = [framer('client'), framer('server')]
  let isLoggedIn = false
  let isWaiting = false
  let unanswered = 0
  let held: Buffer[] = []
  let quiet: NodeJS.Timeout | undefined
  const deliver = () => {
    for (const bytes of held) client.write(bytes)
    held = []
    if (isWaiting) onTurn(false)
    isWaiting = false
  }
  const deliverSoon = () => {
    clearTimeout(quiet)
    quiet = setTimeout(deliver, QUIET_MS)
  }
  client.on('data', (chunk: Buffer) => {
    server.write(chunk)
    const frames = asking(chunk)
    unanswered += frames.filter(isAsked).length
    clearTimeout(quiet)
    if (!isLoggedIn || isWaiting || frames.every(isFarewell)) return
    isWaiting = true
    onTurn(true)
  })
  server.on('data', (chunk: Buffer) => {
    if (!isLoggedIn) {
      client.write(chunk)
      isLoggedIn = answering(chunk).some(isReady)
      return
    }
    held.push(chunk)
    const frames = answering(chunk)
    unanswered -= frames.filter(isReady).length
    if (unanswered === 0 || frames.some(isAgreed)) deliverSoon()
  })
  client.once('close', () => server.end())
  server.once('close', () => {
    deliver()
    client.end()
  })
}
