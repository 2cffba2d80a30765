import type {Migration} from 'kysely'
import {profilesAndCallbacks} from './0001-profiles-and-callbacks.ts'
import {importLedger} from './0002-import-ledger.ts'
import {requestKeys} from './0003-request-keys.ts'
import {noImportKey} from './0004-no-import-key.ts'
import {importForm} from './0005-import-form.ts'
import type {MigrationName} from './names.ts'

/** Our migrations, each with the tables it creates. */
export const migrations: Record<MigrationName, Migration & {creates: string[]}> = {
  '0001-profiles-and-callbacks': profilesAndCallbacks,
  '0002-import-ledger': importLedger,
  '0003-request-keys': requestKeys,
  '0004-no-import-key': noImportKey,
  '0005-import-form': importForm,
}
