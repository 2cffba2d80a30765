import {type RawBuilder, type SqlBool, sql} from 'kysely'

/** What older rows may have between the digits of a number. */
const separators = ' .-\u00a0\u202f'

/** Whether a stored number, without what stands between its digits, is one of these. */
export const isSpelt = (column: string, spellings: readonly string[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`translate(${sql.ref(column)}, ${separators}, '') = any(${spellings}::text[])`
