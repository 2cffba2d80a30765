import {randomUUID} from 'node:crypto'
import type {Context} from '../context.ts'
import {allPeriods, insertPeriod, updatePeriod} from '../database/callbacks/periods.ts'
import type {Db} from '../database/connection/connect.ts'
import type {Trx} from '../database/connection/transact.ts'
import {grantTo, missingGrants, roleExists, rolesInWant} from '../database/grants.ts'
import {beginIdentities, identityState} from '../database/identities.ts'
import {
  foreignTables,
  lockMigrations,
  type MigrationState,
  migrate,
  migrationState,
  type Privileges,
  schemaPrivileges,
} from '../database/migrate.ts'
import {type AppError, conflict, type Hint, notFound, refused} from '../errors.ts'
import type {Changed} from '../formats/changes.ts'
import {periodChange} from './callbacks/periods.ts'
import {computeIdentities} from './identities.ts'
import {change, type Recorder} from './journal.ts'

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
 * Conflict when a table of ours is there that our history does not know.
 */
export async function initialise(
  context: Context,
  {grant}: {grant?: string | undefined} = {},
): Promise<Changed<Initialisation>> {
  let inWant: string[] = []
  const done = await change(context, async (trx, record, client) => {
    await lockMigrations(trx)
    const {schema} = context
    const state = await migrationState(trx, schema)
    const {pending, applied} = state
    const hindrance = await initHindrance(trx, schema, state)
    if (hindrance) throw hindrance
    let statements: string[] = []
    const states = {before: {migrations: applied}, after: {migrations: [...applied, ...pending]}}
    await record({kind: 'schema', id: schema, name: schema, ...states}, async () => {
      statements = await migrate(client, schema)
    })
    await ensureDefaultPeriod(trx, record)
    if ((await identityState(trx)) === undefined) await beginIdentities(trx, context.settings.phoneCountry)
    if (grant !== undefined) statements.push(...(await grantMissing(trx, record, schema, grant)))
    inWant = await rolesInWant(trx, schema)
    return {schema, applied: pending, pending: [], statements}
  })
  if (!context.dryRun) await computeIdentities(context)
  const hints = inWant.map(
    (role): Hint => ({
      run: 'db init',
      words: ['--grant', role],
      when: `because the role '${role}' lacks privileges`,
    }),
  )
  return {...done, ...(hints.length > 0 && {hints})}
}

/** Gives a role exactly what the program needs, when it lacks some of it. Returns the SQL. */
async function grantMissing(trx: Trx, record: Recorder, schema: string, role: string): Promise<string[]> {
  if (!(await roleExists(trx, role)))
    throw notFound('Role', `no role '${role}' in this database`, {
      hints: [`make it with psql: CREATE ROLE ${role} LOGIN`],
    })
  if ((await missingGrants(trx, schema, role)).length === 0) return []
  let statements: string[] = []
  const states = {before: {}, after: {granted: role}}
  await record({kind: 'schema', id: schema, name: schema, ...states}, async () => {
    statements = await grantTo(trx, schema, role)
  })
  return statements
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

async function ensureDefaultPeriod(trx: Trx, record: Recorder): Promise<void> {
  const periods = await allPeriods(trx)
  if (periods.some((period) => period.default)) return
  const there = periods.find(({name}) => name === wholeDay.name)
  const after = {...(there ?? {uuid: randomUUID(), ...wholeDay}), default: true}
  await record(periodChange(there, after), () =>
    there ? updatePeriod(trx, there.uuid, {default: true}) : insertPeriod(trx, after),
  )
}

const wholeDay = {name: 'Toute la journée', period_start: '09:00:00', period_end: '17:00:00'}

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
