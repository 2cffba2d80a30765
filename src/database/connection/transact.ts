import {setImmediate} from 'node:timers/promises'
import type {Transaction} from 'kysely'
import pg from 'pg'
import {AppError, outcomeUnknown} from '../../errors.ts'
import type {Statement} from '../fixed.ts'
import {executedMigrations, unknownAmong} from '../newer.ts'
import type {Tables} from '../tables.ts'
import {acquire} from './candidates.ts'
import {COMMIT, END_OF_READING, giveUp, isDoubtful, isSpent} from './client.ts'
import type {Database, Link} from './connect.ts'
import {isConnectionLost} from './errors.ts'
import {setLocal} from './limits.ts'
import {holdCountry} from './locks.ts'
import {refusalOf, type WriteFacts, writeFacts} from './standby.ts'
import {endWith, startOn, TransactionOver} from './transaction.ts'

export type Trx = Transaction<Tables>
export type Client = pg.PoolClient

/** A database, and whether writes are rolled back at the end. */
type Writable = Database & {dryRun?: boolean}

/** Statements that are sent together with COMMIT: nothing else is to be done once they are answered. */
export type Last = (query: Statement) => void

type Work<T> = (trx: Trx, client: Client, last: Last) => Promise<T>

/**
 * The one place where a write happens: everything in `work` is committed together or not at all; of a dry run, nothing is.
 * A database that is only a copy of another one is refused before.
 * When the connection dies while COMMIT is on its way, nobody can tell which: that is OutcomeUnknown, never "failed".
 */
export async function transact<T>(database: Writable, work: Work<T>): Promise<T> {
  const {schema, limits, link, committing, newer, phoneCountry, dryRun = false} = database
  const client = await acquire(database)
  const last: Statement[] = []
  let isOver = false
  let isRefused = false
  const answered = (facts: unknown) => {
    newer.looked = true
    const refusal = refusalOf(facts as WriteFacts, client, database)
    isRefused = refusal !== undefined
    if (refusal) throw refusal
  }
  const statements = [
    'start transaction isolation level read committed',
    ...(limits ? [setLocal(limits)] : []),
    ...(phoneCountry === undefined ? [] : [holdCountry]),
    writeFacts(schema),
  ]
  const {trx, begun, close} = startOn(client, {schema, statements, answered})
  try {
    const result = await work(trx, client, (query) => last.push(query))
    await begun
    close()
    isOver = true
    if (dryRun) await endWith(client, last, 'rollback')
    else await endWith(client, last, COMMIT, () => void committing.add(client))
    if (isDoubtful(client)) throw lostCommit(undefined, database)
    if (!dryRun) link.committed = true
    return result
  } catch (error) {
    close()
    if (committing.has(client) && isUnanswered(error, link)) throw lostCommit(error, database)
    if (isOver) throw error
    // What was asked already may wait for a lock.
    await (isRefused ? giveUp(client) : rollBack(client))
    await begun
    throw error
  } finally {
    committing.delete(client)
    // A connection whose transaction could not be ended is closed: the next user would be in it.
    client.release(isSpent(client) || client.getTransactionStatus() !== 'I')
  }
}

/** Was the connection lost, or given up for a reason of our own? */
const isUnanswered = (error: unknown, link: Link) => error instanceof AppError || isConnectionLost(error, link)

/** The error of the work is thrown even when this fails too, for example on a dropped connection. */
const rollBack = (client: Client) => client.query('rollback').catch(() => {})

function lostCommit(cause: unknown, {stop}: Database): AppError {
  const event = stop.aborted ? 'interrupted' : 'the connection was lost'
  return outcomeUnknown(`${event} while the change was being committed: it may or may not be in the database`, {
    cause,
    hints: [{run: 'history', when: 'before you repeat it'}],
  })
}

type Readable = Pick<Database, 'pool' | 'servers' | 'schema' | 'limits' | 'newer'>

interface Reading {
  /** The first statement of the work may be a COPY, which shares the connection with no other. */
  copies?: boolean
  /** The work asks for everything at once: the end of the transaction travels with it. */
  atOnce?: boolean
}

/** Runs several reads on one snapshot. Reads that are asked for together are on their way together. */
export async function snapshot<T>(
  {pool, servers, schema, limits, newer}: Readable,
  work: (trx: Trx, client: Client) => Promise<T>,
  {copies = false, atOnce = false}: Reading = {},
): Promise<T> {
  const client = await acquire({pool, servers})
  let hasEnded = false
  // Nobody needs the answer: nothing was written. Who uses the connection next is behind it.
  const end = () => {
    close()
    if (!hasEnded && !isSpent(client)) void client.query(END_OF_READING).catch(() => {})
    hasEnded = true
  }
  const isNew = !newer.looked
  const answered = (row: unknown) => {
    if (!isNew) return
    newer.looked = true
    newer.found(unknownAmong((row as WriteFacts | undefined)?.migrations))
  }
  const statements = [
    'start transaction isolation level repeatable read read only',
    ...(limits ? [setLocal(limits)] : []),
    ...(isNew ? [`select ${executedMigrations(schema)} as migrations`] : []),
  ]
  const {trx, begun, close} = startOn(client, {schema, statements, answered})
  try {
    if (copies) await begun
    const result = work(trx, client)
    if (atOnce) {
      result.catch(() => {})
      await setImmediate()
      end()
    }
    await result
    await begun
    return result
  } catch (error) {
    throw (await failureOf(begun, client)) ?? error
  } finally {
    end()
    client.release(isSpent(client))
  }
}

/**
 * The same for work that asks for all its reads at once: the server answers them together with the end, for which a command would
 * wait before it ends itself. What asks for more later, as some do for the words of an error, reads everything again.
 */
export async function readAtOnce<T>(database: Readable, work: (trx: Trx) => Promise<T>): Promise<T> {
  try {
    return await snapshot(database, work, {atOnce: true})
  } catch (error) {
    if (!(error instanceof TransactionOver)) throw error
    return snapshot(database, work)
  }
}

/** Why the transaction did not start. A client that was given up because the work failed has that as its reason. */
async function failureOf(begun: Promise<unknown>, client: Client): Promise<unknown> {
  try {
    await begun
    return undefined
  } catch (error) {
    const isOurs = isSpent(client) && (!(error instanceof pg.DatabaseError) || error.code === CANCELLED)
    return isOurs ? undefined : error
  }
}

/** query_canceled */
const CANCELLED = '57014'

/**
 * The same database for a transaction whose statements last as long as somebody feeds them, such as a COPY: locks keep their
 * limit, and a peer that falls silent is given up, but a large file is not cut for being large.
 */
export const atItsOwnPace = <D extends Pick<Database, 'limits'>>(database: D): D =>
  database.limits ? {...database, limits: {...database.limits, statementMs: 0}} : database
