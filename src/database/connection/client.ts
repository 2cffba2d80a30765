import type {Socket} from 'node:net'
import {Stream, Writable} from 'node:stream'
import pg from 'pg'
import {unavailable} from '../../errors.ts'
import {socketFor} from './ahead.ts'
import {patienceWith, workFor} from './alive.ts'
import {sendCancel} from './cancel.ts'
import {type Dialled, DiallingClient} from './dialling.ts'
import type {Server} from './server.ts'
import {isUnixSocket} from './socket-to.ts'
import type {Waiting} from './waiting.ts'

/** Time for the server to accept and complete a cancellation; then the connection is dropped anyway. */
const PATIENCE_MS = 1000

/** What ends a transaction that writes. */
export const COMMIT = 'commit'
/** The same to the server. A stop need not wait for it, and nobody does. */
export const END_OF_READING = 'end'

/** A pg.Client that tracks which replies the server owes. */
class Client extends DiallingClient {
  /** The key with which PostgreSQL accepts cancellations for this connection, beside its `processID`. */
  declare readonly secretKey: number
  /** Statements are sent without waiting for the answers to those before; types/pg has it read-only. */
  declare pipeline: boolean
  /** What the server has not answered, in the order in which it will. */
  private readonly owed: unknown[] = []
  private givenUp: Promise<void> | undefined
  /** Why the server ended the connection while it owed nothing. */
  private lastWords: pg.DatabaseError | undefined
  /** The connection is fine, but no longer needed. */
  dismissed = false
  /** A request to cancel is on its way, and may arrive when the server works on something else. */
  cancelled = false
  /** So may a COMMIT that waited for its standby: it is made here, and a failover may lose it. */
  doubtful = false

  constructor(config: pg.ClientConfig, socket: Socket, dialled: Dialled) {
    super(config, socket, dialled)
    this.pipeline = true
    this.connection.on('readyForQuery', () => this.owed.shift())
    this.on('notice', ({severity}) => {
      this.doubtful ||= this.cancelled && this.isCommitting && severity === 'WARNING'
    })
    this.on('error', (error) => {
      if (error instanceof pg.DatabaseError) this.lastWords ??= error
    })
    this.on('drain', () => {
      this.owed.length = 0
      this.pipeline = true
    })
  }

  /** A COPY shares the connection with no other statement: pg refuses it behind one. */
  override query(...what: unknown[]): never {
    if (this.lastWords) return refuse(what[0], this.lastWords, this.connection) as never
    const isCopy = what[0] instanceof Stream
    if (isCopy && this.owed.length === 0) this.pipeline = false
    if (!isCopy || !this.pipeline) this.owed.push(what[0])
    return (super.query as (...what: unknown[]) => never).apply(this, what)
  }

  /** Does not wait for the server to hang up, which would take as long as a statement. */
  override end(): Promise<void>
  override end(callback: (error: Error) => void): void
  override end(callback?: (error: Error) => void): Promise<void> {
    const stream = this.connection.stream as Socket
    const isSent = new Promise<void>((resolve) => {
      stream.once('finish', () => {
        stream.unref()
        resolve()
      })
    })
    const ended = Promise.race([super.end(), isSent])
    if (callback) ended.then(callback as () => void, callback)
    return ended
  }

  /** Does the server owe a reply? Not while we have unread data, nor while a COPY waits for our data. */
  get owesAnswer(): boolean {
    const {underway, connection} = this
    if (this.owed.length === 0 || connection.stream.readableLength > 0) return false
    const waitsForUs = underway instanceof Writable && !underway.writableEnded && !underway.destroyed
    return !waitsForUs || underway.writableLength > 0 || connection.stream.writableLength > 0
  }

  /** What the server is working on or waiting for. */
  private get underway(): unknown {
    return this.owed[0]
  }

  /** A COMMIT is not cancelled: it could be on its way to a standby. */
  get isCommitting(): boolean {
    return this.underway === COMMIT
  }

  /** Grows with each query, and with each byte of an answer. */
  get traffic(): number {
    const {bytesRead, bytesWritten} = this.connection.stream as Socket
    return bytesRead + bytesWritten
  }

  /** How long to wait for the answer, in multiples of `askedAfterMs`. The start of a transaction is quick, or waits for another one. */
  async patience(askedAfterMs: number): Promise<number> {
    if (typeof this.underway === 'string' && this.underway.startsWith('start transaction')) return 1
    const work = await workFor(this.processID, this.dialled.server, askedAfterMs)
    return patienceWith(work, this.getTransactionStatus() === 'T')
  }

  /** Asks the server to end what it does for this connection, until it has or patience ends. A pooler passes that on as long as ours is there. */
  cancelStatement(): Promise<void> {
    this.cancelled = true
    return new Promise((resolve) => {
      const messenger = sendCancel(this.dialled.server, this)
      const over = () => {
        clearTimeout(patience)
        this.off('drain', over).off('end', over)
        messenger.stream.destroy()
        resolve()
      }
      const patience = setTimeout(over, PATIENCE_MS)
      this.once('drain', over).once('end', over)
      messenger.on('error', over)
    })
  }

  private async cancelOwed(): Promise<void> {
    if (this.owesAnswer && !this.isCommitting) await this.cancelStatement()
  }

  giveUp(reason?: Error): Promise<void> {
    this.givenUp ??= this.cancelOwed().then(() => {
      this.connection.stream.destroy(reason)
    })
    return this.givenUp
  }
}

/**
 * Ends a connection in the middle of what it is doing, and what the server does for it: a server that sorts does not notice by
 * itself that nobody listens.
 */
export async function giveUp(client: pg.ClientBase): Promise<void> {
  if (!(client instanceof Client)) return
  client.dismissed = true
  await client.giveUp()
}

/** Did this connection break? False when we ended it ourselves. */
export const isDismissed = (client: pg.ClientBase) => client instanceof Client && client.dismissed

/** Must the connection be closed, although it works? */
export const isSpent = (client: pg.ClientBase) => client instanceof Client && (client.dismissed || client.cancelled)

/** Was a COMMIT answered that had perhaps been cancelled while it waited for its standby? */
export const isDoubtful = (client: pg.ClientBase) => client instanceof Client && client.doubtful

/** Cancels the running statement; the connection stays open. */
export async function cancelStatement(client: pg.ClientBase): Promise<void> {
  if (client instanceof Client) await client.cancelStatement()
}

/** What node-postgres sends by itself, as a COPY does; its types leave out how it is told a failure. */
interface Submitted {
  submit: () => void
  handleError: (error: Error, connection: pg.Connection) => void
}

const isSubmitted = (what: unknown): what is Submitted =>
  typeof what === 'object' && what !== null && 'submit' in what && typeof what.submit === 'function'

/** What pg would say of the statement is only that the connection is not usable. */
function refuse(what: unknown, error: Error, connection: pg.Connection): unknown {
  if (!isSubmitted(what)) return Promise.reject(error)
  process.nextTick(() => what.handleError(error, connection))
  return what
}

interface Watch {
  stop: AbortSignal
  /** Clients that a stop must not end. */
  committing: ReadonlySet<pg.ClientBase>
  /** How long a server that owes a reply may be silent before the connection is dropped; 0 means no limit. */
  silenceMs: number
  /** Should a silent server that is working on the answer get more time? */
  waitsForBusy: boolean
  waiting: Waiting | undefined
  /** The server that a new connection is made to. */
  dialled: () => Dialled
}

/** Clients that are given up on stop, open or being opened: the server rolls back. Not one whose COMMIT waits for its answer. */
export function watchedClients({stop, committing, silenceMs, waitsForBusy, waiting, dialled}: Watch) {
  const sockets = new Map<Watched, Socket>()
  const cut = () => {
    for (const client of sockets.keys()) if (!committing.has(client) || !client.isCommitting) void client.giveUp()
  }
  const abandon = () => {
    for (const socket of sockets.values()) socket.destroy()
  }
  class Watched extends Client {
    constructor(config: pg.ClientConfig = {}) {
      const to = dialled()
      const socket = socketFor(to.server)
      super(config, socket, to)
      sockets.set(this, socket)
      socket.once('close', () => sockets.delete(this))
      if (silenceMs > 0) this.watch(socket)
      waiting?.watch(this, socket, placeOf(to.server))
      if (to.withinMs !== undefined) this.limit(socket, to.withinMs)
      if (stop.aborted) setImmediate(cut)
    }

    /** Without a reason when COMMIT is on its way: something may be written. */
    private watch(socket: Socket): void {
      let silence = {traffic: -1, since: 0}
      socket.setTimeout(silenceMs).on('timeout', async () => {
        const {traffic} = this
        if (traffic !== silence.traffic) silence = {traffic, since: Date.now() - silenceMs}
        const silentMs = Date.now() - silence.since
        const patience = this.owesAnswer && waitsForBusy ? await this.patience(silenceMs) : 1
        const isOver = this.traffic === traffic && silentMs >= patience * silenceMs
        if (!this.owesAnswer || !isOver) socket.setTimeout(silenceMs)
        else void this.giveUp(waitsForBusy && !committing.has(this) ? silent(this.dialled.server, silentMs) : undefined)
      })
    }

    private limit(socket: Socket, ms: number): void {
      const clock = setTimeout(() => socket.destroy(new Error(`no answer within ${ms / 1000} s`)), ms)
      for (const event of ['end', 'error'] as const) this.once(event, () => clearTimeout(clock))
      this.connection.once('readyForQuery', () => clearTimeout(clock))
      socket.once('close', () => clearTimeout(clock))
    }
  }
  const peerOf = (client: pg.ClientBase) => (client instanceof Watched ? sockets.get(client)?.remoteAddress : undefined)
  stop.addEventListener('abort', cut)
  const release = () => {
    stop.removeEventListener('abort', cut)
    waiting?.end()
  }
  return {Client: Watched, abandon, peerOf, release}
}

const placeOf = ({host, port}: Server) => (isUnixSocket(host) ? host : `${host}:${port}`)

const silent = (server: Server, ms: number) =>
  unavailable(
    `the database at ${placeOf(server)}, or a pooler in front of it, has not answered for ${Math.round(ms / 100) / 10} s: nothing was written`,
  )
