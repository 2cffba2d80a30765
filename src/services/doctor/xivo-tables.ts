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
        why: 'this is not the database of XiVO, or of a release that is not known here',
        remedy: 'see whether databaseUrl names the right database',
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
        why: 'no dissuasion can be changed: a queue could have two',
        remedy: 'alter table public.dialaction add primary key (event, category, categoryval)',
      }),
    ]
  },
}

/** A missing table is named once, without its columns. */
export function namesOf(missing: MissingColumn[]): string[] {
  return [...new Set(missing.map(({table, column, tableExists}) => (tableExists ? `${table}.${column}` : table)))]
}
