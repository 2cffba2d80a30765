import './navigator.ts'
import {Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient} from 'kysely'
import pg from 'pg'
import type {PhoneCountry} from '../../formats/phone-country.ts'
import type {Settings} from '../../settings/load.ts'
import {madeWhenUsed} from '../fixed.ts'
import {type NewerProgram, newerProgram} from '../newer.ts'
import type {Tables} from '../tables.ts'
import {APPLICATION_NAME, serversRead} from './ahead.ts'
import {acquire, Candidates} from './candidates.ts'
import {isDismissed, watchedClients} from './client.ts'
import {type Limits, limitEach} from './limits.ts'
import {Slots} from './slots.ts'
import {type TellWaiting, Waiting} from './waiting.ts'

/** A connection or transaction: the first argument of every query. It adds the schema to our tables; XiVO's are qualified. */
export type Db = Kysely<Tables>

/** What happened so far during one command or request. */
export interface Link {
  /** A connection broke: until then an error without SQLSTATE is a bug, from then on it is the network. */
  readonly broken: boolean
  /** Something was committed: from then on "nothing was written" would be wrong. */
  committed: boolean
}

class LinkOf implements Link {
  committed = false
  private readonly breaks: {count: number}
  private readonly before: number

  constructor(breaks: {count: number}) {
    this.breaks = breaks
    this.before = breaks.count
  }

  get broken(): boolean {
    return this.breaks.count > this.before
  }
}

/** One XiVO's database. */
export interface Database {
  /** For reads of one statement, each its own transaction with these limits. For several on one snapshot: `snapshot`. */
  db: Db
  pool: pg.Pool
  /** The same through one more connection, which no other work holds. */
  apart: () => Pick<Database, 'pool' | 'db'>
  servers: Candidates
  /** The schema of our own tables. */
  schema: string
  /** Aborted with the signal's name when the program is asked to stop. */
  stop: AbortSignal
  /** Whose numbers are national; undefined for what writes under whatever country. */
  phoneCountry: PhoneCountry | undefined
  link: Link
  /** A link for another piece of work on the same pool. */
  newLink: () => Link
  /** Clients that sent COMMIT and wait for the answer: an orderly stop does not cut these. */
  committing: Set<pg.ClientBase>
  /** The address at the other end of a connection; undefined for a Unix socket. */
  peerOf: (client: pg.PoolClient) => string | undefined
  /** Where XiVO keeps whether this machine is a slave. */
  highAvailabilityFile?: string
  newer: NewerProgram
  /** The limits of each transaction; none on the command line, where a person can interrupt. */
  limits?: Limits
  /** Work at a client's pace, and writes, which may wait for locks, hold a connection for long: their shares are limited. */
  lanes: {streams: Slots; uploads: Slots; writes: Slots}
  /** Cuts every connection, even one that waits for the answer to its COMMIT. */
  abandon: () => void
  close: () => Promise<void>
}

export interface ConnectOptions {
  /** The maximum number of connections, without the one apart. */
  connections?: number
  /** How long to wait for a connection. */
  patienceMs?: number
  limits?: Limits
  /** How long a server that owes a reply may be silent before the connection is dropped. */
  silenceMs?: number
  /** The same, but a server that works on the answer is waited for 120 times as long: see `patienceWith`. */
  answerMs?: number
  onWaiting?: TellWaiting
  /** Called once when the database has migrations that this program does not know. */
  onNewer?: (migrations: readonly string[]) => void
}

const PATIENCE_MS = 10_000
const ANSWER_MS = 30_000
/** All servers together, unless `connect_timeout` gives so many seconds to each. */
const PATIENCE_WITH_ALL_MS = 30_000
/** After that a connection is made anew: to the server that takes writes, when another has taken over. */
const LIFETIME_OF_SEVERAL = 60
const DATE_OID = 1082

/** Connects lazily: a command that fails before its first query never talks to the server. */
export function connect(
  settings: Settings,
  stop: AbortSignal,
  {
    connections = 4,
    patienceMs = PATIENCE_MS,
    limits,
    silenceMs,
    answerMs = limits ? 0 : ANSWER_MS,
    onWaiting,
    onNewer,
  }: ConnectOptions = {},
): Database {
  const committing = new Set<pg.ClientBase>()
  const {connectTimeoutMs, ...named} = serversRead(settings.databaseUrl, process.env)
  // The pool has one limit for connecting and for waiting for a connection that others use.
  const waitMs = limits ? patienceMs : (connectTimeoutMs ?? patienceMs)
  const withinMs = limits ? patienceMs : connectTimeoutMs === undefined ? PATIENCE_WITH_ALL_MS : undefined
  const servers = new Candidates(named, withinMs)
  const clients = watchedClients({
    stop,
    committing,
    silenceMs: silenceMs ?? answerMs,
    waitsForBusy: silenceMs === undefined,
    waiting: onWaiting && new Waiting(onWaiting),
    dialled: () => servers.current,
  })
  const breaks = {count: 0}
  const onBroken = () => {
    breaks.count++
  }
  const newLink = () => new LinkOf(breaks)
  const lend = limits ? limitEach(limits) : (client: pg.PoolClient) => client
  const open = (max: number): Pick<Database, 'pool' | 'db'> => {
    const pool = new pg.Pool({
      application_name: APPLICATION_NAME,
      Client: clients.Client,
      connectionTimeoutMillis: waitMs,
      max,
      ...(named.all.length > 1 && {maxLifetimeSeconds: LIFETIME_OF_SEVERAL}),
      types: datesAsText(),
    })
    // Without error listeners, a client whose server disconnects would end the process.
    pool.on('error', onBroken)
    pool.on('connect', (client) => {
      client.on('error', () => {
        if (!isDismissed(client)) onBroken()
      })
    })
    const schema = settings.databaseSchema
    const connectOne = async () => lend(await acquire({pool, servers}))
    const make = () => {
      const dialect = new PostgresDialect({pool: {connect: connectOne, end: async () => {}}})
      return new Kysely<Tables>({dialect}).withSchema(schema)
    }
    return {pool, db: madeWhenUsed(make, {schema, send: (sql, values) => sendAlone(connectOne, sql, values)})}
  }
  const shared = open(connections)
  // A connection is left for reads of one object.
  const lasting = new Slots('large answers, uploads and writes', Math.max(1, connections - 1), patienceMs)
  let apart: typeof shared | undefined
  return {
    ...shared,
    apart: () => {
      apart ??= open(1)
      return apart
    },
    link: newLink(),
    newLink,
    servers,
    schema: settings.databaseSchema,
    phoneCountry: settings.phoneCountry,
    stop,
    committing,
    peerOf: clients.peerOf,
    newer: newerProgram(onNewer),
    ...(settings.highAvailabilityFile && {highAvailabilityFile: settings.highAvailabilityFile}),
    ...(limits && {limits}),
    lanes: {
      streams: new Slots('large answers', share(connections, 2), patienceMs, lasting),
      uploads: new Slots('uploads', share(connections, 3), patienceMs, lasting),
      writes: new Slots('writes', share(connections, 2), patienceMs, lasting),
    },
    abandon: clients.abandon,
    close: async () => {
      await Promise.all([shared.pool.end(), apart?.pool.end()])
      clients.release()
    },
  }
}

async function sendAlone(lend: () => Promise<pg.PoolClient | PostgresPoolClient>, sql: string, values: unknown[]) {
  const client: Pick<PostgresPoolClient, 'query' | 'release'> = await lend()
  try {
    return await client.query(sql, values)
  } finally {
    client.release()
  }
}

const share = (connections: number, part: number) => Math.max(1, Math.floor(connections / part))

/** A pool for kysely that always lends the same client, and never releases it: its owner does. */
export function singleClientPool(client: Pick<PostgresPoolClient, 'query'>): PostgresPool {
  const lent: PostgresPoolClient = {query: client.query.bind(client), release() {}}
  return {connect: async () => lent, end: async () => {}}
}

/** A `date` stays a text: as a JavaScript Date it would be a day off east of Greenwich. */
function datesAsText(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(DATE_OID, (text) => text)
  return types
}
