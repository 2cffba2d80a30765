import type {PostgresPoolClient} from 'kysely'
import type {PoolClient, QueryResult} from 'pg'
import {END_OF_READING} from './client.ts'

/** How long a statement may run, and how long it may wait for a lock; 0 means no limit. */
export interface Limits {
  statementMs: number
  lockMs: number
}

/** Each transaction sets its own limits: nothing remains in the session, so a pooler may reuse it. */
export const setLocal = ({statementMs, lockMs}: Limits) =>
  `set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}`

/**
 * Clients for statements that are transactions of their own, each with these limits. One without parameters travels with them:
 * PostgreSQL makes one transaction of what is in one message.
 */
export function limitEach(limits: Limits): (client: PoolClient) => PostgresPoolClient {
  const local = setLocal(limits)
  const limited = new WeakMap<PoolClient, PostgresPoolClient>()
  return (client) => {
    const known = limited.get(client)
    if (known) return known
    const query: unknown = (text: string, parameters: readonly unknown[]) =>
      parameters.length === 0 ? inOneMessage(client, local, text) : alone(client, local, text, parameters)
    const fresh = {query: query as PostgresPoolClient['query'], release: () => client.release()}
    limited.set(client, fresh)
    return fresh
  }
}

/** pg returns one result per statement. */
async function inOneMessage(client: PoolClient, local: string, text: string): Promise<QueryResult> {
  const results: unknown = await client.query(`${local}; ${text}`)
  return (results as QueryResult[]).at(-1) as QueryResult
}

async function alone(client: PoolClient, local: string, text: string, parameters: readonly unknown[]) {
  const asked = [client.query(`begin; ${local}`), client.query(text, [...parameters])] as const
  const [, result] = await Promise.all([...asked, client.query(END_OF_READING)])
  return result
}
