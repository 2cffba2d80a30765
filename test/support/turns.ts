import {once} from 'node:events'
import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {type Frame, framer} from '../faults/messages.ts'
import {type Between, listenBetween} from './between.ts'

/** Counts how often a client waits for the server. */
export interface TurnCounter extends Between {
  /** The waits so far. */
  waits: () => number
  /** Resolves when all that was sent is answered, also what nobody waits for. */
  settled: () => Promise<void>
  /** The waits since the last call, without those of connecting, when the client has hung up. */
  taken: () => Promise<number>
}

/** What the client has in mind is on its way by then, also on a busy machine: it writes it in the tick in which it gets an answer. */
const QUIET_MS = 20

/**
 * Keeps each answer until the server has answered everything that was sent, so that a client cannot go on with a part: its waits
 * are as many as on a slow line, however slow this machine is.
 */
export async function countTurns(serverUrl: string): Promise<TurnCounter> {
  const clients = new Set<Socket>()
  let turns = 0
  let waiting = 0
  const {url, close} = await listenBetween(serverUrl, (client, dial) => {
    clients.add(client)
    client.once('close', () => clients.delete(client))
    between(client, dial(), (isBegun) => {
      waiting += isBegun ? 1 : -1
      if (isBegun) turns++
    })
  })
  return {
    url: `${url}?sslmode=disable`,
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
    close,
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
