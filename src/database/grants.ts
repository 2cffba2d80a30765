import {sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import {type Columns, ownColumns, xivoColumns} from './doctor/diagnosis.ts'
import {HISTORY} from './newer.ts'

/** Role and object as SQL writes them. */
export interface MissingGrant {
  role: string
  object: string
  privileges: string[]
}

/** XiVO's tables by the operations on their columns; grants on single columns count too. */
const onXivo: [privilege: string, Columns][] = [
  ['SELECT', xivoColumns],
  ['INSERT', {'public.dialaction': xivoColumns['public.dialaction']}],
  ['UPDATE', {'public.dialaction': {action: true, actionarg1: true, actionarg2: true, linked: true}}],
]

/** The privileges of docs/database.md that this role lacks on existing objects: schemas, then tables. */
export async function missingGrants(db: Db, schema: string): Promise<MissingGrant[]> {
  const wanted = onXivo.flatMap(([privilege, tables]) =>
    Object.entries(tables).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => ({table: table.replace('public.', ''), column, privilege})),
    ),
  )
  const own = Object.keys(ownColumns(schema)).map((table) => table.replace(`${schema}.`, ''))
  const {rows} = await sql<MissingGrant>`
    with schemas as (
      select 'SCHEMA ' || quote_ident(nspname) as object, array['USAGE'] as privileges
      from pg_catalog.pg_namespace
      where nspname in ('public', ${schema}) and not has_schema_privilege(oid, 'USAGE')
    ), xivo as (
      select distinct 'public.' || quote_ident(c.relname) as object, wanted.privilege
      from unnest(${wanted.map(({table}) => table)}::text[], ${wanted.map(({column}) => column)}::text[],
        ${wanted.map(({privilege}) => privilege)}::text[]) wanted("table", "column", privilege)
      join pg_catalog.pg_class c on c.relname = wanted.table and c.relnamespace = 'public'::regnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = wanted.column and not a.attisdropped
      where not has_column_privilege(c.oid, a.attnum, wanted.privilege)
    ), own as (
      select n.nspname || '.' || quote_ident(c.relname) as object, wanted.privilege
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = ${schema}
      join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) wanted(privilege)
        on c.relname = any(${own}::text[]) or c.relname = ${HISTORY} and wanted.privilege = 'SELECT'
      where not has_table_privilege(c.oid, wanted.privilege)
    ), tables as (
      select object, array_agg(privilege order by privilege) as privileges
      from (select * from xivo union all select * from own) missing
      group by object
    )
    select quote_ident(current_user) as role, object, privileges
    from (select 1 as place, * from schemas union all select 2, * from tables) missing
    order by place, object`.execute(db)
  return rows
}
