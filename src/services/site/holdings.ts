import {allLists, type ListRow} from '../../database/callbacks/lists.ts'
import {allPeriods, type PeriodRow} from '../../database/callbacks/periods.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {type DissuasionRow, dissuasionRows} from '../../database/dissuasion.ts'
import {callGroups} from '../../database/groups.ts'
import {type AllRights, allRights} from '../../database/rights.ts'
import {allUsers, type UserRow} from '../../database/users.ts'
import {type Catalog, loadCatalog, type Named} from '../rights/catalog.ts'

/** Everything that a document can say of a XiVO, as it is stored. */
export interface Holdings {
  users: readonly UserRow[]
  catalog: Catalog
  rights: AllRights
  lists: readonly ListRow[]
  periods: readonly PeriodRow[]
  queues: readonly Named[]
  /** By the queue's id as text. */
  dissuasions: ReadonlyMap<string, DissuasionRow>
  /** Undefined where they may not be read. */
  groups: readonly Named[] | undefined
  /** The path of the sound directory as Asterisk sees it. */
  asteriskPath: string
}

export async function readHoldings(trx: Trx, asteriskPath: string): Promise<Holdings> {
  const [rights, users, catalog, lists, periods, dissuasions, groups] = await Promise.all([
    allRights(trx),
    allUsers(trx),
    loadCatalog(trx),
    allLists(trx),
    allPeriods(trx),
    dissuasionRows(trx),
    callGroups(trx),
  ])
  return {users, catalog, rights, lists, periods, queues: catalog.queue, dissuasions, groups, asteriskPath}
}

/** Objects by name; a name of several means none of them. */
export const byName = <T extends {name: string}>(all: readonly T[]): Map<string, T> => unique(all, ({name}) => name)

/** Objects by a key that no other has. */
export function unique<T>(all: readonly T[], key: (each: T) => string): Map<string, T> {
  const found = new Map<string, T>()
  const shared = new Set<string>()
  for (const each of all) {
    if (found.has(key(each))) shared.add(key(each))
    else found.set(key(each), each)
  }
  for (const each of shared) found.delete(each)
  return found
}
