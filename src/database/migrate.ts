import {Kysely, Migrator, PostgresAdapter, PostgresDialect, sql} from 'kysely'
import type {PoolClient} from 'pg'
import {type Db, singleClientPool} from './connection/connect.ts'
import {limitWaiting, lock} from './connection/locks.ts'
import {oneRow} from './connection/one-row.ts'
import type {Trx} from './connection/transact.ts'
import {migrations} from './migrations/index.ts'
import {type MigrationName, names, unknownOf} from './migrations/names.ts'
import {HISTORY} from './newer.ts'

const LOCK_TIMEOUT = '10s'

/** kysely's own lock lasts for the session, waits up to an hour, and would stay behind in a pooler: ours is `lockMigrations`. */
class LockedElsewhereAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class MigrationDialect extends PostgresDialect {
  override createAdapter(): LockedElsewhereAdapter {
    return new LockedElsewhereAdapter()
  }
}

/** Keeps a second `db init` waiting until this transaction ends; Busy when that takes too long. */
export async function lockMigrations(trx: Trx): Promise<void> {
  await limitWaiting(trx, LOCK_TIMEOUT)
  await lock(trx, {on: 'migrations'})
}

/** Runs what is pending inside the transaction that is open on `client`. Returns the SQL that did it. */
export async function migrate(client: PoolClient, schema: string): Promise<string[]> {
  const statements: string[] = []
  const db = new Kysely<unknown>({
    dialect: new MigrationDialect({pool: singleClientPool(client)}),
    log: ({query}) => {
      if (/^(create|alter|drop|insert|revoke)/.test(query.sql)) statements.push(query.sql)
    },
  }).withSchema(schema)
  const {error} = await new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          Object.entries(migrations).map(([name, {up}]) => [name, {up: (db: Kysely<unknown>) => up(db, schema)}]),
        ),
    },
    migrationTableSchema: schema,
    migrationTableName: HISTORY,
    migrationLockTableName: `${HISTORY}_lock`,
    disableTransactions: true,
  }).migrateToLatest()
  if (error) throw error
  return statements
}

export interface MigrationState {
  /** The applied migrations. */
  applied: string[]
  /** Our migrations that this database lacks, in order. */
  pending: MigrationName[]
  /** The applied migrations that we do not know, from a newer xivoctl. */
  unknown: string[]
}

export async function migrationState(db: Db, schema: string): Promise<MigrationState> {
  const done = await executed(db, schema)
  return {
    applied: done,
    pending: names.filter((name) => !done.includes(name)),
    unknown: unknownOf(done),
  }
}

async function executed(db: Db, schema: string): Promise<string[]> {
  const [history] = await existingTables(db, schema, [HISTORY])
  if (history === undefined) return []
  const {rows} = await sql<{name: string}>`select name from ${sql.table(`${schema}.${HISTORY}`)} order by name`.execute(
    db,
  )
  return rows.map(({name}) => name)
}

/** Tables of the pending migrations that exist already, and so belong to something else. */
export async function foreignTables(db: Db, schema: string, pending: readonly MigrationName[]): Promise<string[]> {
  return existingTables(
    db,
    schema,
    pending.flatMap((name) => migrations[name].creates),
  )
}

async function existingTables(db: Db, schema: string, names: readonly string[]): Promise<string[]> {
  const {rows} = await sql<{name: string}>`
    select c.relname as name from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = any(${[...names]}::text[]) order by 1`.execute(db)
  return rows.map(({name}) => name)
}

export interface Privileges {
  role: string
  database: string
  schemaExists: boolean
  mayCreate: boolean
}

/** The privileges of the connected role on our schema. */
export const schemaPrivileges = (db: Db, schema: string): Promise<Privileges> =>
  oneRow(
    db,
    sql`
    select current_user as role, current_database() as database, n.oid is not null as "schemaExists",
      case when n.oid is null then has_database_privilege(current_database(), 'create')
           else has_schema_privilege(n.oid, 'usage') and has_schema_privilege(n.oid, 'create') end as "mayCreate"
    from (values (${schema}::name)) wanted(name) left join pg_catalog.pg_namespace n on n.nspname = wanted.name`,
  )
