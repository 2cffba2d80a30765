import {sql} from 'kysely'
import pg from 'pg'
import {grouped} from '../formats/grouped.ts'
import type {Db} from './connection/connect.ts'
import {type Columns, optionalColumns, ownColumns, xivoColumns} from './doctor/diagnosis.ts'
import {HISTORY} from './newer.ts'

/** Role and object as SQL writes them. */
export interface MissingGrant {
  role: string
  object: string
  privileges: string[]
  /** Commands work without it, but show less. */
  optional: boolean
}

/** XiVO's tables by the operations on their columns; grants on single columns count too. */
const onXivo: [privilege: string, Columns][] = [
  ['SELECT', xivoColumns],
  ['SELECT', optionalColumns],
  ['INSERT', {'public.dialaction': xivoColumns['public.dialaction']}],
  ['UPDATE', {'public.dialaction': {action: true, actionarg1: true, actionarg2: true, linked: true}}],
]

/** Tables to which everybody except their owner may only add. */
const appendOnly = ['journal', 'journal_request', 'failed_import']

/** Which privileges the role has on each of our tables. */
function onOurs(schema: string): [table: string, privileges: string[]][] {
  const names = Object.keys(ownColumns(schema)).map((table) => table.replace(`${schema}.`, ''))
  const all = ['SELECT', 'INSERT', 'UPDATE', 'DELETE']
  return [
    ...names.map((name): [string, string[]] => [name, appendOnly.includes(name) ? all.slice(0, 2) : all]),
    [HISTORY, ['SELECT']],
  ]
}

/** The functions that forget, with their arguments. */
const functions = [
  'journal_forget(uuid[],bigint[],text[],text)',
  'journal_purge(timestamp with time zone)',
  'journal_retain(integer,integer)',
]

/**
 * What gives a role all that it needs, and no more of the journal than reading it and adding to it; `optional` are the tables that
 * only some XiVOs have.
 */
export function grantStatements(
  schema: string,
  role: string,
  optional: readonly string[] = Object.keys(optionalColumns),
): string[] {
  const to = pg.escapeIdentifier(role)
  const own = (names: readonly string[]) => names.map((name) => `${schema}.${name}`).join(', ')
  const byPrivileges = grouped(onOurs(schema), ([, privileges]) => privileges.join(', '))
  return [
    `GRANT USAGE ON SCHEMA public, ${schema} TO ${to}`,
    `GRANT SELECT ON ${[...Object.keys(xivoColumns), ...optional].join(', ')} TO ${to}`,
    `GRANT INSERT, UPDATE, DELETE ON public.dialaction TO ${to}`,
    ...[...byPrivileges].map(
      ([privileges, tables]) => `GRANT ${privileges} ON ${own(tables.map(([table]) => table))} TO ${to}`,
    ),
    `REVOKE UPDATE, DELETE, TRUNCATE ON ${own(appendOnly)} FROM ${to}`,
    `GRANT EXECUTE ON FUNCTION ${own(functions)} TO ${to}`,
  ]
}

/** The privileges that a role lacks on existing objects: schemas, then tables and functions; without a role, the connected one. */
export async function missingGrants(db: Db, schema: string, role?: string): Promise<MissingGrant[]> {
  const wanted = onXivo.flatMap(([privilege, tables]) =>
    Object.entries(tables).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => ({table: table.replace('public.', ''), column, privilege})),
    ),
  )
  const own = onOurs(schema).flatMap(([table, privileges]) => privileges.map((privilege) => ({table, privilege})))
  const who = role === undefined ? sql`current_user` : sql`${role}::name`
  const {rows} = await sql<MissingGrant>`
    with schemas as (
      select 'SCHEMA ' || quote_ident(nspname) as object, array['USAGE'] as privileges
      from pg_catalog.pg_namespace
      where nspname in ('public', ${schema}) and not has_schema_privilege(${who}, oid, 'USAGE')
    ), xivo as (
      select distinct 'public.' || quote_ident(c.relname) as object, wanted.privilege
      from unnest(${wanted.map(({table}) => table)}::text[], ${wanted.map(({column}) => column)}::text[],
        ${wanted.map(({privilege}) => privilege)}::text[]) wanted("table", "column", privilege)
      join pg_catalog.pg_class c on c.relname = wanted.table and c.relnamespace = 'public'::regnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = wanted.column and not a.attisdropped
      where not has_column_privilege(${who}, c.oid, a.attnum, wanted.privilege)
    ), deletion as (
      select 'public.' || quote_ident(c.relname) as object, 'DELETE' as privilege
      from pg_catalog.pg_class c
      where c.relname = 'dialaction' and c.relnamespace = 'public'::regnamespace
        and not has_table_privilege(${who}, c.oid, 'DELETE')
    ), own as (
      select n.nspname || '.' || quote_ident(c.relname) as object, wanted.privilege
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = ${schema}
      join unnest(${own.map(({table}) => table)}::text[], ${own.map(({privilege}) => privilege)}::text[])
        wanted("table", privilege) on c.relname = wanted.table
      where not has_table_privilege(${who}, c.oid, wanted.privilege)
    ), tables as (
      select object, array_agg(privilege order by privilege) as privileges
      from (select * from xivo union all select * from deletion union all select * from own) missing
      group by object
    ), functions as (
      select 'FUNCTION ' || p.oid::regprocedure::text as object, array['EXECUTE'] as privileges
      from pg_catalog.pg_proc p
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace and n.nspname = ${schema}
      where p.proname = any(${functions.map((each) => each.replace(/\(.*/, ''))}::text[])
        and not has_function_privilege(${who}, p.oid, 'EXECUTE')
    )
    select quote_ident(${who}) as role, object, privileges,
      object = any(${Object.keys(optionalColumns)}::text[]) as optional
    from (select 1 as place, * from schemas union all select 2, * from tables union all select 3, * from functions) missing
    order by place, object`.execute(db)
  return rows
}

/** The roles that may add callback requests and lack something that the program needs since an upgrade. */
export async function rolesInWant(db: Db, schema: string): Promise<string[]> {
  const {rows} = await sql<{role: string}>`
    select distinct pg_get_userbyid(granted.grantee) as role
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = ${schema}, aclexplode(c.relacl) granted
    where c.relname = 'callback_request' and granted.privilege_type = 'INSERT' and granted.grantee not in (0, c.relowner)
    order by role`.execute(db)
  const lacking: string[] = []
  for (const {role} of rows) if ((await missingGrants(db, schema, role)).length > 0) lacking.push(role)
  return lacking
}

/** Gives a role what it needs. */
export async function grantTo(db: Db, schema: string, role: string): Promise<string[]> {
  const statements = grantStatements(schema, role, await optionalTables(db))
  for (const statement of statements) await sql.raw(statement).execute(db)
  return statements
}

async function optionalTables(db: Db): Promise<string[]> {
  const all = Object.keys(optionalColumns)
  const {rows} = await sql<{table: string}>`
    select wanted.table from unnest(${all}::text[]) with ordinality wanted("table", place)
    where to_regclass(wanted.table) is not null order by place`.execute(db)
  return rows.map(({table}) => table)
}

export async function roleExists(db: Db, role: string): Promise<boolean> {
  const {rows} = await sql`select from pg_catalog.pg_roles where rolname = ${role}`.execute(db)
  return rows.length > 0
}
