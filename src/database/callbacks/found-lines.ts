import type {Readable} from 'node:stream'
import {type CompiledQuery, PostgresQueryCompiler, sql} from 'kysely'
import pg from 'pg'
import {to} from 'pg-copy-streams'
import type {Trx} from '../connection/transact.ts'

/**
 * The rows as lines of COPY: commas between the values, nothing for NULL, and a backslash before whatever is not meant so. No row
 * is an object of ours, which takes ten times as long.
 */
export async function copyAsLines(trx: Trx, client: pg.PoolClient, {query, queryId}: CompiledQuery): Promise<Readable> {
  await sql`set local datestyle to iso`.execute(trx)
  const rows = new WithLiterals().compileQuery(query, queryId).sql
  return client.query(to(`copy (${rows}) to stdout with (delimiter ',', null '')`))
}

/** COPY takes no parameters. */
class WithLiterals extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.append(value === null ? 'null' : pg.escapeLiteral(Array.isArray(value) ? arrayText(value) : String(value)))
  }
}

const arrayText = (values: readonly unknown[]) =>
  `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`
