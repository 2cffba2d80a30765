import {setImmediate} from 'node:timers/promises'
import {allLists, type ListRow} from '../../database/callbacks/lists.ts'
import {allPeriods, type PeriodRow} from '../../database/callbacks/periods.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {type DissuasionRow, dissuasionRows} from '../../database/dissuasion.ts'
import {callGroups} from '../../database/groups.ts'
import {allQueues} from '../../database/queues.ts'
import {type AllRights, allRights, type StoredRights} from '../../database/rights.ts'
import {allUsers, type UserRow} from '../../database/users.ts'
import {sections as allSections, type Section} from '../../formats/site-document.ts'
import {type Catalog, loadCatalog, type Named} from '../rights/catalog.ts'

/** Everything that a document can say of a XiVO, as it is stored. */
export interface Holdings {
  users: readonly UserRow[]
  catalog: Catalog
  rights: AllRights
  /** The rows of the users whose profiles a plan changes, or may change. */
  stored?: ReadonlyMap<number, StoredRights>
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

/** Everything that a document about these sections needs. */
export async function readHoldings(
  trx: Trx,
  asteriskPath: string,
  sections: readonly Section[] = allSections,
): Promise<Holdings> {
  const isAbout = (section: Section) => sections.includes(section)
  const readOthers = () =>
    Promise.all([
      isAbout('profiles') || isAbout('dissuasions') ? allUsers(trx) : [],
      isAbout('profiles') ? loadCatalog(trx) : queuesAlone(trx),
      allLists(trx),
      allPeriods(trx),
      isAbout('dissuasions') ? dissuasionRows(trx) : new Map(),
      isAbout('dissuasions') ? callGroups(trx) : [],
    ])
  // PostgreSQL works on the rights while the other queries are made.
  const asked = [isAbout('profiles') ? allRights(trx) : noRights, setImmediate().then(readOthers)] as const
  const [rights, [users, catalog, lists, periods, dissuasions, groups]] = await Promise.all(asked)
  return {users, catalog, rights, lists, periods, queues: catalog.queue, dissuasions, groups, asteriskPath}
}

const queuesAlone = async (trx: Trx): Promise<Catalog> => ({queue: await allQueues(trx), group: [], incall: []})

const noRights: AllRights = {profiles: new Map(), sets: []}

/** The stored rights of a user whose profile changes. */
export function storedOf({rights, stored}: Holdings, userId: number): StoredRights | undefined {
  const found = stored?.get(userId)
  if (found === undefined && rights.profiles.has(userId)) throw new Error(`the rights of user ${userId} were not read`)
  return found
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
