import pg from 'pg'
import {AppError, unavailable} from '../../errors.ts'
import type {Target} from '../../formats/connection-parameters.ts'
import {type Dialled, InClear, OtherServer} from './dialling.ts'
import {PasswordWanted, type Server, type Servers} from './server.ts'
import {unreachable} from './unreachable.ts'

/** The servers of one XiVO's database, in the order in which a connection tries them. */
export class Candidates {
  private readonly all: readonly Server[]
  private readonly phases: readonly [first: Target, second?: Target]
  /** How long connecting to all of them may take. */
  private readonly withinMs: number | undefined
  /** The one that a new connection is made to. */
  current: Dialled

  constructor({all, target}: Pick<Servers, 'all' | 'target'>, withinMs?: number) {
    this.all = all
    this.withinMs = all.length === 1 ? undefined : withinMs
    this.phases = phasesOf(all, target)
    this.current = {server: all[0] as Server, wanted: this.phases[0]}
  }

  /** Begins with the server that the last connection was made to. A second round has only those that `answered`. */
  *attempts(answered: ReadonlySet<Server>): Generator<Dialled> {
    const start = Math.max(0, this.all.indexOf(this.current.server))
    const all = [...this.all.slice(start), ...this.all.slice(0, start)]
    const [first, second] = this.phases
    const end = Date.now() + (this.withinMs ?? 0)
    for (const [i, server] of all.entries()) yield {server, wanted: first, ...this.share(end, all.length - i)}
    if (second) for (const server of all) if (answered.has(server)) yield {server, wanted: second}
  }

  /** A server that does not answer leaves time for the others. */
  private share(end: number, left: number): Pick<Dialled, 'withinMs'> {
    return this.withinMs === undefined ? {} : {withinMs: Math.max(1, Math.round((end - Date.now()) / left))}
  }
}

/** Of several servers without `target_session_attrs`, the first that takes writes, or else the first that answers. */
function phasesOf(all: readonly Server[], target: Target | undefined): readonly [first: Target, second?: Target] {
  if (target === 'prefer-standby') return [target, 'any']
  if (target !== undefined) return [target]
  return all.length === 1 ? ['any'] : ['read-write', 'any']
}

interface Pooled {
  pool: pg.Pool
  servers: Candidates
}

/** A client of the pool; not getting one means that the database cannot be reached. */
export async function acquire({pool, servers}: Pooled): Promise<pg.PoolClient> {
  const failures: Failure[] = []
  const answered = new Set<Server>()
  for (const attempt of servers.attempts(answered)) {
    try {
      servers.current = attempt
      return await connectTo(pool, attempt)
    } catch (error) {
      if (!isAboutServer(error)) throw asUnavailable(error)
      failures.push({server: attempt.server, error})
      if (error instanceof OtherServer) answered.add(attempt.server)
    }
  }
  const [first, ...others] = failures
  throw first && others.length === 0 ? asUnavailable(first.error) : noneWillDo(failures)
}

interface Failure {
  server: Server
  error: unknown
}

async function connectTo(pool: pg.Pool, {server}: Dialled): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    if (!(error instanceof InClear)) throw error
    server.config.ssl = false
    return await pool.connect()
  }
}

/** May another server do? Not when this one answered, and when the pool has no connection to give. */
function isAboutServer(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '57P03'
  if (error instanceof AppError) return !(error.cause instanceof PasswordWanted) && error.kind === 'unavailable'
  return !isPoolFull(error)
}

/** In the words of pg-pool. */
const isPoolFull = (error: unknown) =>
  error instanceof Error && error.message === 'timeout exceeded when trying to connect'

function asUnavailable(error: unknown): unknown {
  if (isPoolFull(error))
    return unavailable('all connections of xivoctl to the database are in use: nothing was written, try again', {
      cause: error,
    })
  if (error instanceof OtherServer) {
    return unavailable(
      `the database server ${error.message}, which target_session_attrs=${error.wanted} excludes: nothing was written`,
      {cause: error},
    )
  }
  return error instanceof pg.DatabaseError || error instanceof AppError ? error : unreachable(error)
}

const noneWillDo = (failures: readonly Failure[]) =>
  unavailable(`none of the database servers can be used: ${[...new Set(failures.map(reasonOf))].join('; ')}`, {
    cause: failures[0]?.error,
    hints: [{run: 'doctor'}],
  })

function reasonOf({server: {host, port}, error}: Failure): string {
  if (error instanceof OtherServer) return error.message
  return `${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
}
