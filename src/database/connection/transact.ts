import type {Transaction, TransactionBuilder} from 'kysely'
import type pg from 'pg'
import {type AppError, outcomeUnknown} from '../../errors.ts'
import {executedMigrations, unknownAmong} from '../newer.ts'
import type {Tables} from '../tables.ts'
import {acquire} from './candidates.ts'
import {type Database, onClient} from './connect.ts'
import {isConnectionLost} from './errors.ts'
import {holdCountry} from './locks.ts'
import {refusalOf, type WriteFacts, writeFacts} from './standby.ts'

export type Trx = Transaction<Tables>
export type Client = pg.PoolClient

/** A database, and whether writes are rolled back at the end. */
type Writable = Database & {dryRun?: boolean}

/**
 * The one place where a write happens: everything in `work` is committed together or not at all; of a dry run, nothing is.
 * A database that is only a copy of another one is refused before.
 * When the connection dies while COMMIT is on its way, nobody can tell which: that is OutcomeUnknown, never "failed".
 */
export function transact<T>(database: Writable, work: (trx: Trx, client: Client) => Promise<T>): Promise<T> {
  return database.dryRun ? rehearse(database, work) : commit(database, work)
}

async function commit<T>(database: Database, work: (trx: Trx, client: Client) => Promise<T>): Promise<T> {
  const {schema, limits, link, committing, newer, phoneCountry} = database
  const client = await acquire(database)
  try {
    let facts: WriteFacts | undefined
    const answered = (row: unknown) => {
      facts = row as WriteFacts
      newer.looked = true
    }
    const asked = [...(phoneCountry === undefined ? [] : [holdCountry]), writeFacts(schema)].join('; ')
    const writing = onClient(client, schema, {limits, question: {sql: asked, client, answered}})
      .transaction()
      .setIsolationLevel('read committed')
    const result = await execute(writing, async (trx) => {
      const refusal = refusalOf(facts, client, database)
      if (refusal) throw refusal
      const result = await work(trx, client)
      committing.add(client)
      return result
    })
    link.committed = true
    return result
  } catch (error) {
    if (committing.has(client) && isConnectionLost(error, link)) throw lostCommit(error, database)
    throw error
  } finally {
    committing.delete(client)
    release(client)
  }
}

function lostCommit(cause: unknown, {stop}: Database): AppError {
  const event = stop.aborted ? 'interrupted' : 'the connection was lost'
  return outcomeUnknown(`${event} while the change was being committed: it may or may not be in the database`, {
    cause,
    hints: [{run: 'history', when: 'before you repeat it'}],
  })
}

async function rehearse<T>(database: Database, work: (trx: Trx, client: Client) => Promise<T>): Promise<T> {
  const rehearsed = new Rehearsed<T>()
  try {
    return await commit(database, async (trx, client) => {
      rehearsed.result = {value: await work(trx, client)}
      throw rehearsed
    })
  } catch (error) {
    if (error === rehearsed && rehearsed.result) return rehearsed.result.value
    throw error
  }
}

class Rehearsed<T> extends Error {
  result?: {value: T}
}

type Readable = Pick<Database, 'pool' | 'servers' | 'schema' | 'limits' | 'newer'>

/** Runs several reads on one snapshot. */
export async function snapshot<T>(
  {pool, servers, schema, limits, newer}: Readable,
  work: (trx: Trx, client: Client) => Promise<T>,
): Promise<T> {
  const client = await acquire({pool, servers})
  try {
    const answered = (row: unknown) => {
      newer.looked = true
      newer.found(unknownAmong((row as WriteFacts | undefined)?.migrations))
    }
    const sql = `select ${executedMigrations(schema)} as migrations`
    const reading = onClient(client, schema, {
      limits,
      question: newer.looked ? undefined : {sql, client, answered},
    })
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
    return await execute(reading, (trx) => work(trx, client))
  } finally {
    release(client)
  }
}

/** A connection whose transaction could not be ended is closed: the next user would be in it. */
const release = (client: Client) => client.release(client.getTransactionStatus() !== 'I')

/** The error of `work` is thrown even when the rollback fails too, for example on a dropped connection. */
async function execute<T>(transaction: TransactionBuilder<Tables>, work: (trx: Trx) => Promise<T>): Promise<T> {
  let failure: {reason: unknown} | undefined
  try {
    return await transaction.execute(async (trx) => {
      try {
        return await work(trx)
      } catch (reason) {
        failure = {reason}
        throw reason
      }
    })
  } catch (error) {
    throw failure ? failure.reason : error
  }
}

/**
 * The same database for a transaction whose statements last as long as somebody feeds them, such as a COPY: locks keep their
 * limit, and a peer that falls silent is given up, but a large file is not cut for being large.
 */
export const atItsOwnPace = <D extends Pick<Database, 'limits'>>(database: D): D =>
  database.limits ? {...database, limits: {...database.limits, statementMs: 0}} : database
