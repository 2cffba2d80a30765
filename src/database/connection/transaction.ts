import {setImmediate} from 'node:timers/promises'
import {Kysely, PostgresDialect, type PostgresPoolClient} from 'kysely'
import pg from 'pg'
import {madeWhenUsed, type Statement} from '../fixed.ts'
import type {Tables} from '../tables.ts'
import {singleClientPool} from './connect.ts'
import type {Trx} from './transact.ts'

/** What is asked when the end of the transaction has been sent. */
export class TransactionOver extends Error {}

interface Start {
  schema: string
  /** The first statements; they travel in one message. */
  statements: readonly string[]
  /** Called with the first row of the last of them; throws when the transaction must not go on. */
  answered: (row: unknown) => void
}

/**
 * Starts a transaction without waiting for the answer: what it reads next is on its way at once, in the order in which it is asked.
 * No answer arrives before that of the start, whose failure every statement has; later ones have that of the first that failed.
 * From `close` on, nothing more is sent: of several that are asked together, one may still be at work when another has failed.
 */
export function startOn(client: pg.PoolClient, {schema, statements, answered}: Start) {
  let isOver = false
  let first: unknown
  const asked: Promise<unknown> = client.query(statements.join('; '))
  const begun = asked.then((answers) => answered([answers as pg.QueryResult].flat().at(-1)?.rows[0]))
  begun.catch(() => {
    isOver = true
  })
  let isHeld = false
  const query = async (sql: string, parameters: unknown[]) => {
    // Without a transaction around it, a write would be committed by itself.
    isHeld ||= !readsOnly.test(sql)
    if (isHeld || isOver) await begun
    if (isOver) throw new TransactionOver('a statement was asked of a transaction that is over')
    const answer = client.query(sql, parameters)
    answer.catch((error) => {
      first ??= error
    })
    await begun
    return answer.catch((error) => {
      throw isBecauseOfAnother(error) ? first : error
    })
  }
  const pool = singleClientPool({query: query as unknown as PostgresPoolClient['query']})
  const make = () => new Kysely<Tables>({dialect: new PostgresDialect({pool})}).withSchema(schema) as unknown as Trx
  const trx = madeWhenUsed(make, {schema, send: query})
  const close = () => {
    isOver = true
  }
  return {trx, begun, close}
}

/** What changes nothing beyond its transaction: also locks. */
const readsOnly = /^\s*(?:select|lock)\s/i

const isBecauseOfAnother = (error: unknown) => error instanceof pg.DatabaseError && error.code === '25P02'

/**
 * Sends statements and, behind them, the end of their transaction; `onEnd` is called before that. When it returns or throws, the
 * server has answered everything, or is gone.
 */
export async function endWith(
  client: pg.PoolClient,
  last: readonly Statement[],
  end: 'commit' | 'rollback',
  onEnd = () => {},
): Promise<void> {
  let hasFailed = false
  const answers = last.map(({sql, parameters}) => client.query(sql, [...parameters]))
  for (const answer of answers) {
    answer.catch(() => {
      hasFailed = true
    })
  }
  // A statement with a value that cannot be sent fails here: the server would commit the others.
  if (answers.length > 0) await setImmediate()
  if (!hasFailed) onEnd()
  const ended = client.query(hasFailed ? 'rollback' : end)
  const outcomes = await Promise.allSettled([...answers, ended])
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) throw failure.reason
  const {command} = await ended
  if (command !== end.toUpperCase()) throw new Error(`the server answered ${end} with ${command}`)
}
