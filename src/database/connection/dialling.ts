import type {Socket} from 'node:net'
import pg from 'pg'
import type {Target} from '../../formats/connection-parameters.ts'
import {watchAuthentication} from './authentication.ts'
import {readsBeforeFailing} from './last-words.ts'
import type {Server} from './server.ts'
import {mayGoOnInClear, whyUnreachable} from './unreachable.ts'

/** A server, and what it must be. */
export interface Dialled {
  server: Server
  wanted: Target
  /** How long connecting to it may take, beside the limit of the pool. */
  withinMs?: number
}

/** The server has no TLS and `sslmode=prefer` does without. */
export class InClear extends Error {}

/** The answer of a server that does not support TLS. */
const NO = 'N'.charCodeAt(0)

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void)

/** A connection that records why it failed. */
export class DiallingClient extends pg.Client {
  declare readonly connection: pg.Connection
  declare readonly processID: number
  protected readonly dialled: Dialled
  private readonly socket: Socket
  private refusedTls = false
  /** The database's encoding is SQL_ASCII. */
  private storesAnything = false
  /** Why this client does not log in. */
  private refusal: Error | undefined

  constructor(config: pg.ClientConfig, socket: Socket, dialled: Dialled) {
    const {server} = dialled
    super({...config, ...server.config, stream: () => socket} as pg.ClientConfig)
    this.socket = socket
    this.dialled = dialled
    readsBeforeFailing(socket)
    this.connection.on('sslconnect', () => readsBeforeFailing(this.connection.stream as Socket))
    if (this.ssl) socket.once('connect', () => socket.prependOnceListener('data', this.hear))
    this.connection.on('parameterStatus', ({parameterName, parameterValue}) => {
      if (parameterName === 'server_encoding') this.storesAnything = parameterValue === 'SQL_ASCII'
    })
    watchAuthentication(this.connection, server, (error) => {
      this.refusal = error
      this.connection.stream.destroy()
    })
  }

  private readonly hear = (first: Buffer) => {
    this.refusedTls = first[0] === NO
  }

  override connect(): Promise<this>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<this> | undefined {
    if (callback === undefined) return super.connect() as Promise<this>
    const done = callback as (error: unknown) => void
    const failed = (error: unknown) => {
      // Without a password, node-postgres leaves the connection open, and the program would wait for the server.
      this.socket.destroy()
      this.on('error', () => {})
      done(this.explain(error))
    }
    const connected = (error: unknown) => {
      // The server may say at once that it is ready.
      const failure = this.refusal ?? error
      if (failure) failed(failure)
      else if (this.dialled.wanted === 'any' && !this.storesAnything) done(null)
      else this.settle(done, failed)
    }
    // The pool counts a client whose connect throws for ever.
    try {
      super.connect(connected)
    } catch (error) {
      setImmediate(failed, error)
    }
    return undefined
  }

  /** The pool listens for errors once it is told, not a moment later: an error without a listener would end the process. */
  private settle(done: (error: null) => void, failed: (error: unknown) => void): void {
    let lost: Error | undefined
    this.on('error', (error) => {
      lost = error
    })
    this.ask().then(() => (lost ? failed(lost) : done(null)), failed)
  }

  private async ask(): Promise<void> {
    await this.checkTarget()
    // The server would refuse to send bytes that are not UTF-8; as it is, they become U+FFFD.
    if (this.storesAnything) await this.query("set client_encoding = 'SQL_ASCII'")
  }

  private async checkTarget(): Promise<void> {
    const {server, wanted} = this.dialled
    if (wanted === 'any') return
    const {rows} = await this.query<ServerState>(
      `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as "readOnly"`,
    )
    const [state] = rows
    const {meets, otherwise} = meanings[wanted]
    if (state && !meets(state)) throw new OtherServer(server, otherwise(state), wanted)
  }

  private explain(error: unknown): unknown {
    if (error instanceof OtherServer) return error
    const {host, tls} = this.dialled.server
    const attempt = {host, tls, refusedTls: this.refusedTls}
    return this.ssl && mayGoOnInClear(error, attempt) ? new InClear() : whyUnreachable(error, attempt)
  }
}

interface ServerState {
  standby: boolean
  readOnly: boolean
}

interface Meaning {
  meets: (state: ServerState) => boolean
  /** What a server is that does not meet it. */
  otherwise: (state: ServerState) => string
}

const standby: Meaning = {meets: (state) => state.standby, otherwise: () => 'not a standby'}

/** libpq's meanings of `target_session_attrs`. */
const meanings: Record<Exclude<Target, 'any'>, Meaning> = {
  'read-write': {
    meets: (state) => !state.standby && !state.readOnly,
    otherwise: (state) => (state.standby ? 'a standby' : 'read-only'),
  },
  'read-only': {meets: (state) => state.standby || state.readOnly, otherwise: () => 'not read-only'},
  primary: {meets: (state) => !state.standby, otherwise: () => 'a standby'},
  standby,
  'prefer-standby': standby,
}

/** The server answers, but is not what is wanted. */
export class OtherServer extends Error {
  readonly wanted: Target

  constructor({host, port}: Server, what: string, wanted: Target) {
    super(`${host}:${port} is ${what}`)
    this.wanted = wanted
  }
}
