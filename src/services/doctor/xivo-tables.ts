import {hasDialactionKey, type MissingColumn, missingColumns, xivoColumns} from '../../database/doctor/diagnosis.ts'
import {type Check, fault, fine} from './finding.ts'

export const xivoTables: Check = {
  name: 'xivo tables',
  needs: ['connection'],
  async examine({db}) {
    const missing = await missingColumns(db, xivoColumns)
    if (missing.length === 0) return [fine('xivo tables', 'every table and column that is needed is there')]
    return [
      fault('xivo tables', 'unavailable', {
        what: `missing: ${namesOf(missing).join(', ')}`,
        why: 'this is not a XiVO database, or it belongs to a release that xivoctl does not know',
        remedy: 'check that databaseUrl names the right database',
      }),
    ]
  },
}

export const dialactionKey: Check = {
  name: 'dialaction key',
  needs: ['xivo tables'],
  async examine({db}) {
    if (await hasDialactionKey(db))
      return [fine('dialaction key', 'public.dialaction has one row for each destination')]
    return [
      fault('dialaction key', 'unavailable', {
        what: 'public.dialaction has no primary key',
        why: 'without it a queue could have two dissuasions, so xivoctl refuses to change any',
        remedy: 'alter table public.dialaction add primary key (event, category, categoryval)',
      }),
    ]
  },
}

/** A missing table is named once, without its columns. */
export function namesOf(missing: MissingColumn[]): string[] {
  return [...new Set(missing.map(({table, column, tableExists}) => (tableExists ? `${table}.${column}` : table)))]
}
