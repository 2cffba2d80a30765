import {sql} from 'kysely'
import type {Db} from './connection/connect.ts'
import {type OptionalTable, optionalColumns} from './doctor/diagnosis.ts'

/** Which optional tables of XiVO a role may read. */
export interface Access {
  role: string
  readable: ReadonlySet<string>
  /** Tables that exist, but may not be read. */
  closed: string[]
}

/** Which of these tables exist and may be read; a grant on the columns is enough. */
export async function accessTo(db: Db, tables: readonly OptionalTable[]): Promise<Access> {
  const wanted = tables.flatMap((table) => Object.keys(optionalColumns[table]).map((column) => ({table, column})))
  const {rows} = await sql<{role: string; table: string; isReadable: boolean}>`
    select current_user as role, wanted."table",
      bool_and(has_column_privilege(a.attrelid, a.attnum, 'select')) as "isReadable"
    from unnest(${wanted.map(({table}) => table)}::text[], ${wanted.map(({column}) => column)}::text[])
      wanted("table", "column")
    left join pg_catalog.pg_attribute a
      on a.attrelid = to_regclass(wanted."table") and a.attname = wanted."column" and not a.attisdropped
    group by wanted."table" having bool_and(a.attnum is not null)
    order by wanted."table"`.execute(db)
  return {
    role: rows[0]?.role ?? '',
    readable: new Set(rows.filter(({isReadable}) => isReadable).map(({table}) => table)),
    closed: rows.filter(({isReadable}) => !isReadable).map(({table}) => table),
  }
}
