import type {Context} from '../../context.ts'
import {lockLists} from '../../database/callbacks/lists.ts'
import {lockPeriods} from '../../database/callbacks/periods.ts'
import {migrationState} from '../../database/migrate.ts'
import {lockRights} from '../../database/rights.ts'
import {invalid, type Problem, unavailable} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {type OriginalCallbacks, readCallbacks} from '../../original/callbacks.ts'
import {type Limits, type Original, type Reader, whileReading} from '../../original/client.ts'
import {Remarks} from '../../original/remarks.ts'
import {type OriginalRights, readLogins, readRights} from '../../original/rights.ts'
import {tellingObjected} from '../callbacks/do-not-call.ts'
import {change, warning} from '../journal.ts'
import {type Action, type AdoptedItem, type Adoption, type Counts, noCounts} from './adoption.ts'
import {adoptLists} from './callbacks.ts'
import {adoptPeriods} from './periods.ts'
import {adoptRights} from './rights.ts'

/** What the original has, as far as it fits our rules, and what was noticed on the way. */
export interface Holdings {
  from: string
  rights: OriginalRights[]
  callbacks: OriginalCallbacks
  /** Users whose rights could not be used. */
  rejectedProfiles: number
  remarks: Remarks
}

interface ReadOptions {
  limits?: Limits
  onProgress?: (sentence: string) => void
}

/** Reads everything that can be taken over from a configuration server, with GETs alone. Nothing is written anywhere. */
export async function readOriginal(
  context: Context,
  original: Original,
  {limits, onProgress = () => {}}: ReadOptions = {},
): Promise<Holdings> {
  await requireOwnTables(context)
  return whileReading(original, context.stop, limits, async (reader) => {
    const remarks = new Remarks()
    onProgress('reading users')
    const logins = readLogins(await reader.get('/users'), remarks)
    const unnamed = remarks.problems.length
    const rights = await readAllRights(reader, logins, remarks, onProgress)
    onProgress('reading callback lists')
    const callbacks = readCallbacks(await reader.get('/callback_lists'), context.settings.phoneCountry, remarks)
    const rejectedProfiles = unnamed + logins.length - rights.length
    return {from: original.base, rights, callbacks, rejectedProfiles, remarks}
  })
}

async function requireOwnTables({db, schema}: Context): Promise<void> {
  const {pending} = await migrationState(db, schema)
  if (pending.length === 0) return
  throw unavailable(`xivoctl's own tables are not in this database, or not all of them (schema '${schema}')`, {
    hints: [{run: 'db init'}],
  })
}

/** How many answers are waited for at once. */
const ABREAST = 8

async function readAllRights(
  reader: Reader,
  logins: readonly string[],
  remarks: Remarks,
  onProgress: (sentence: string) => void,
): Promise<OriginalRights[]> {
  const rights: OriginalRights[] = []
  for (let from = 0; from < logins.length; from += ABREAST) {
    onProgress(`reading rights: ${from} of ${logins.length} users`)
    const some = logins.slice(from, from + ABREAST)
    const answers = await Promise.all(some.map((login) => reader.find(`/rights/user/${encodeURIComponent(login)}`)))
    rights.push(...some.flatMap((login, i) => readRights(answers[i], login, remarks) ?? []))
  }
  return rights
}

export interface AdoptOptions {
  /** Leaves out what does not fit. */
  partial?: boolean
  /** Lets the original decide where a profile, a period or a list is here and differs. */
  overwrite?: boolean
}

/**
 * Takes over what was read, in one transaction: all of it, or with `partial` what fits. Repeatable: what is here under its
 * uuid, or login, is never doubled. A request that nobody has touched here follows the original; one that was changed, moved
 * or closed here stays.
 */
export function adopt(
  context: Context,
  {from, rights, callbacks, rejectedProfiles, remarks: noticed}: Holdings,
  {partial = false, overwrite = false}: AdoptOptions = {},
): Promise<Changed<Adoption>> {
  const warnings: string[] = []
  const adopting = change(context, async (trx, record) => {
    await lockRights(trx, context.schema)
    await lockPeriods(trx, context.schema)
    await lockLists(trx, context.schema)
    const remarks = noticed.copy()
    const periods = await adoptPeriods(trx, record, callbacks.periods, {overwrite}, remarks)
    const {phoneCountry: country} = context.settings
    const lists = await tellingObjected(trx, warnings, () =>
      adoptLists(trx, record, callbacks.lists, {overwrite, country}, remarks),
    )
    const profiles = await adoptRights(trx, record, rights, {overwrite}, remarks)
    const {problems} = remarks
    if (problems.length > 0 && !partial) throw unfit(problems)
    return {
      from,
      counts: {
        periods: count(periods, callbacks.rejected.periods + callbacks.periods.length - periods.length),
        profiles: count(profiles, rejectedProfiles + rights.length - profiles.length),
        lists: count(lists.items, callbacks.rejected.lists + lists.rejected.lists),
        requests: countRequests(lists.items, callbacks.rejected.requests + lists.rejected.requests),
      },
      items: [...periods, ...lists.items, ...profiles],
      keptRequests: lists.keptRequests,
      unknownFields: [...remarks.unknownFields].sort(),
      ...(problems.length > 0 && {errors: problems}),
    }
  })
  return warning(adopting, warnings)
}

function unfit(problems: Problem[]) {
  const objects = counted(problems.length, 'object of the original does', 'objects of the original do')
  return invalid(`${objects} not fit this XiVO: nothing was adopted`, {
    problems,
    hints: ['correct them in the original', {give: 'partial', when: 'to adopt the rest'}],
  })
}

function count(items: readonly AdoptedItem[], reject: number): Counts {
  const counts = noCounts(reject)
  for (const {action} of items) counts[action]++
  return counts
}

const actions: readonly Action[] = ['create', 'change', 'same', 'keep']

function countRequests(lists: readonly AdoptedItem[], reject: number): Counts {
  const counts = noCounts(reject)
  for (const {requests} of lists) for (const action of actions) counts[action] += requests?.[action] ?? 0
  return counts
}
