import './navigator.ts'
import {Socket} from 'node:net'
import {Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient} from 'kysely'
import pg from 'pg'
import {unavailable} from '../errors.ts'
import type {Settings} from '../settings.ts'
import type {Tables} from './tables.ts'

/** A connection or a transaction: every query takes one as its first argument. Our tables get their schema here, XiVO's are named with theirs. */
export type Db = Kysely<Tables>

/** What one piece of work, a command or a request, has met. */
export interface Link {
  /** A connection broke: until then an error without SQLSTATE is a bug, from then on it is the network. */
  readonly broken: boolean
  /** Something was written for good: from then on nobody may say "nothing was written". */
  committed: boolean
}

/** One XiVO's database. */
export interface Database {
  db: Db
  pool: pg.Pool
  /** The schema of our own tables. */
  schema: string
  /** Aborted with the signal's name when the program is asked to stop. */
  stop: AbortSignal
  link: Link
  /** A link for another piece of work on the same pool. */
  newLink: () => Link
  /** Clients that sent COMMIT and wait for the answer: an orderly stop does not cut these. */
  committing: Set<pg.PoolClient>
  close: () => Promise<void>
}

const CONNECTION_TIMEOUT_MS = 10_000
const DATE_OID = 1082

/** Connects lazily: a command that fails before its first query never talks to the server. */
export function connect(settings: Settings, stop: AbortSignal, {connections = 4} = {}): Database {
  const committing = new Set<pg.PoolClient>()
  const sockets = stoppableSockets(stop, committing)
  const pool = new pg.Pool({
    connectionString: asLibpqReadsIt(settings.databaseUrl),
    stream: sockets.open,
    application_name: 'xivoctl',
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    max: connections,
    keepAlive: true,
    types: datesAsText(),
  })
  let breaks = 0
  const onBroken = () => {
    breaks++
  }
  const newLink = (): Link => {
    const before = breaks
    return {
      committed: false,
      get broken() {
        return breaks > before
      },
    }
  }
  // Without listeners, a client whose server goes away would end the process, idle or at work.
  pool.on('error', onBroken)
  pool.on('connect', (client) => client.on('error', onBroken))
  const dialect = new PostgresDialect({pool: {connect: () => acquire(pool), end: async () => {}}})
  return {
    db: new Kysely<Tables>({dialect}).withSchema(settings.databaseSchema),
    link: newLink(),
    newLink,
    pool,
    schema: settings.databaseSchema,
    stop,
    committing,
    close: async () => {
      await pool.end()
      sockets.release()
    },
  }
}

/** node-postgres gives `sslmode` a meaning of its own, and warns on stderr that it will change; ours is that of psql and every other client. */
function asLibpqReadsIt(url: string): string {
  const rest = url.replace(/(?<=[?&])uselibpqcompat=[^&]*/g, '')
  return /[?&]sslmode=/.test(rest) ? `${rest}&uselibpqcompat=true` : rest
}

/** A client of the pool; not getting one means that the database cannot be reached. */
export async function acquire(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    if (error instanceof pg.DatabaseError) throw error
    throw unavailable(`the database cannot be reached: ${reasonOf(error)}`, {
      cause: error,
      hints: ["check with 'xivoctl doctor'"],
    })
  }
}

function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}

/** The same query builder, speaking on one client. */
export function onClient(client: pg.PoolClient, schema: string): Db {
  return new Kysely<Tables>({dialect: new PostgresDialect({pool: singleClientPool(client)})}).withSchema(schema)
}

/** A pool for kysely that always lends the one client, and never gives it back: its owner does. */
export function singleClientPool(client: pg.PoolClient): PostgresPool {
  const lent: PostgresPoolClient = {
    query: client.query.bind(client) as PostgresPoolClient['query'],
    release() {},
  }
  return {connect: async () => lent, end: async () => {}}
}

/** A `date` stays the text it is: as a JavaScript Date it would be a day off east of Greenwich. */
function datesAsText(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(DATE_OID, (text) => text)
  return types
}

/** On stop, cuts every connection, open or being opened: the server rolls back. Not while a COMMIT waits for its answer. */
function stoppableSockets(stop: AbortSignal, committing: ReadonlySet<pg.PoolClient>) {
  const sockets = new Set<Socket>()
  const cut = () => {
    if (committing.size === 0) for (const socket of sockets) socket.destroy()
  }
  const open = () => {
    const socket = new Socket()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    if (stop.aborted) setImmediate(cut)
    return socket
  }
  stop.addEventListener('abort', cut)
  return {open, release: () => stop.removeEventListener('abort', cut)}
}
