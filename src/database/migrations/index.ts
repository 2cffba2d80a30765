import type {Kysely} from 'kysely'
import {profilesAndCallbacks} from './0001-profiles-and-callbacks.ts'
import {importLedger} from './0002-import-ledger.ts'
import {requestKeys} from './0003-request-keys.ts'
import {noImportKey} from './0004-no-import-key.ts'
import {importForm} from './0005-import-form.ts'
import {referencesByStatement} from './0006-references-by-statement.ts'
import {phoneIdentities} from './0007-phone-identities.ts'
import {requestTimes} from './0008-request-times.ts'
import {journal} from './0009-journal.ts'
import {dissuasionOverrides} from './0010-dissuasion-overrides.ts'
import {doNotCall} from './0011-do-not-call.ts'
import {tickets} from './0012-tickets.ts'
import {dueDatesAndPhones} from './0013-due-dates-and-phones.ts'
import {phoneFilters} from './0014-phone-filters.ts'
import type {MigrationName} from './names.ts'

interface Migration {
  /** The tables that it creates. */
  creates: string[]
  up: (db: Kysely<unknown>, schema: string) => Promise<void>
}

/** Our migrations. */
export const migrations: Record<MigrationName, Migration> = {
  '0001-profiles-and-callbacks': profilesAndCallbacks,
  '0002-import-ledger': importLedger,
  '0003-request-keys': requestKeys,
  '0004-no-import-key': noImportKey,
  '0005-import-form': importForm,
  '0006-references-by-statement': referencesByStatement,
  '0007-phone-identities': phoneIdentities,
  '0008-request-times': requestTimes,
  '0009-journal': journal,
  '0010-dissuasion-overrides': dissuasionOverrides,
  '0011-do-not-call': doNotCall,
  '0012-tickets': tickets,
  '0013-due-dates-and-phones': dueDatesAndPhones,
  '0014-phone-filters': phoneFilters,
}
