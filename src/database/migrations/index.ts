import type {Migration} from 'kysely'
import {profilesAndCallbacks} from './0001-profiles-and-callbacks.ts'
import {importLedger} from './0002-import-ledger.ts'
import {requestKeys} from './0003-request-keys.ts'

/** Our migrations in their order, each with the tables it creates. */
export const migrations: Record<string, Migration & {creates: string[]}> = {
  '0001-profiles-and-callbacks': profilesAndCallbacks,
  '0002-import-ledger': importLedger,
  '0003-request-keys': requestKeys,
}
