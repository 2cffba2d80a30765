import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import type {Db} from '../database/connect.ts'
import {
  foreignTables,
  lockMigrations,
  type MigrationState,
  migrate,
  migrationState,
  type Privileges,
  schemaPrivileges,
} from '../database/migrate.ts'
import {allPeriods, insertPeriod, updatePeriod} from '../database/periods.ts'
import {rehearse, type Trx, transact} from '../database/transact.ts'
import {type AppError, conflict, refused} from '../errors.ts'

export interface SchemaStatus {
  schema: string
  /** Migrations that `db init` would run. */
  pending: string[]
  /** Migrations of a newer xivoctl; left out when there are none. */
  unknown?: string[]
}

export interface Initialisation extends SchemaStatus {
  /** Migrations that were run. */
  applied: string[]
  /** The SQL that was run, or would be. */
  statements: string[]
}

/** What `db init` would have to do. */
export async function schemaStatus({db, schema, newer}: Context): Promise<SchemaStatus> {
  const {pending, unknown} = await migrationState(db, schema)
  newer.found(unknown)
  return {schema, pending, ...(unknown.length > 0 && {unknown})}
}

/**
 * Creates or upgrades our own tables, and the default period when there is none; safe to repeat and to run twice at once.
 * Conflict when a table of ours is there that our history does not know. With `dryRun` everything is run and rolled back.
 */
export async function initialise(context: Context, {dryRun = false} = {}): Promise<Initialisation> {
  const run = dryRun ? rehearse : transact
  return run(context, async (trx, client) => {
    await lockMigrations(trx)
    const {schema} = context
    const state = await migrationState(trx, schema)
    const {pending} = state
    const hindrance = await initHindrance(trx, schema, state)
    if (hindrance) throw hindrance
    const statements = pending.length > 0 ? await migrate(client, schema) : []
    await ensureDefaultPeriod(trx)
    return {schema, applied: pending, pending: [], statements}
  })
}

/** Why `db init` would refuse to run what is pending. */
export async function initHindrance(
  db: Db,
  schema: string,
  {pending, unknown}: MigrationState,
): Promise<AppError | undefined> {
  if (pending.length === 0) return undefined
  if (unknown.length > 0) return fromElsewhere(schema, unknown)
  const privileges = await schemaPrivileges(db, schema)
  if (!privileges.mayCreate) return missingGrant(schema, privileges)
  const foreign = await foreignTables(db, schema, pending)
  return foreign.length > 0 ? foreignOwner(schema, foreign) : undefined
}

async function ensureDefaultPeriod(trx: Trx): Promise<void> {
  const periods = await allPeriods(trx)
  if (periods.some((period) => period.default)) return
  const there = periods.find(({name}) => name === wholeDay.name)
  if (there) await updatePeriod(trx, there.uuid, {default: true})
  else await insertPeriod(trx, {uuid: randomUUID(), ...wholeDay, default: true})
}

const wholeDay = {name: 'Toute la journée', period_start: '09:00', period_end: '17:00'}

function missingGrant(schema: string, {role, database, schemaExists}: Privileges) {
  const grant = schemaExists
    ? `GRANT USAGE, CREATE ON SCHEMA ${schema} TO "${role}"`
    : `GRANT CREATE ON DATABASE "${database}" TO "${role}"`
  return refused(`the role '${role}' may not create tables in schema '${schema}'`, {
    hints: [`let the database's owner run: ${grant}`],
  })
}

const fromElsewhere = (schema: string, unknown: readonly string[]) =>
  conflict(`schema '${schema}' has migrations that this xivoctl does not know: ${unknown.join(', ')}`, {
    hints: ['upgrade this xivoctl; nothing was changed'],
  })

const foreignOwner = (schema: string, tables: string[]) =>
  conflict(`schema '${schema}' has tables of these names that xivoctl did not make: ${tables.join(', ')}`, {
    hints: ['choose another schema with XIVOCTL_DATABASE_SCHEMA or databaseSchema; nothing was changed'],
  })
