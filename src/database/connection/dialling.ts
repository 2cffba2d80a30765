import type {Socket} from 'node:net'
import pg from 'pg'
import type {Tls} from './tls.ts'
import {mayGoOnInClear, whyUnreachable} from './unreachable.ts'

/** The server of a connection, and its TLS mode. */
export interface Dialled {
  host: string
  tls: Tls
}

/** The server has no TLS and `sslmode=prefer` does without. */
export class InClear extends Error {}

/** The answer of a server that does not support TLS. */
const NO = 'N'.charCodeAt(0)

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void)

/** A connection that records why it failed. */
export class DiallingClient extends pg.Client {
  private readonly socket: Socket
  private readonly dialled: Dialled
  private refusedTls = false

  constructor(config: pg.ClientConfig, socket: Socket, dialled: Dialled) {
    super(withPassword(config, {stream: () => socket}))
    this.socket = socket
    this.dialled = dialled
    if (config.ssl) socket.once('connect', () => socket.prependOnceListener('data', this.hear))
  }

  private readonly hear = (first: Buffer) => {
    this.refusedTls = first[0] === NO
  }

  override connect(): Promise<this>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<this> | undefined {
    if (callback === undefined) return super.connect() as Promise<this>
    const told = callback as (error: unknown) => void
    super.connect((error: unknown) => {
      // Without a password, node-postgres leaves the connection open, and the program would wait for the server.
      if (error) this.socket.destroy()
      told(error && this.explain(error))
    })
    return undefined
  }

  private explain(error: unknown): unknown {
    const attempt = {...this.dialled, refusedTls: this.refusedTls}
    return this.ssl && mayGoOnInClear(error, attempt) ? new InClear() : whyUnreachable(error, attempt)
  }
}

/** The pool hides the password from whatever lists the options, and so from a spread. */
const withPassword = ({password, ...config}: pg.ClientConfig, changes: pg.ClientConfig): pg.ClientConfig => ({
  ...config,
  ...(password !== undefined && {password}),
  ...changes,
})
