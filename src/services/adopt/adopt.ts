import type {Context} from '../../context.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {migrationState} from '../../database/migrate.ts'
import {storedRightsOf} from '../../database/rights.ts'
import {invalid, type Problem, unavailable} from '../../errors.ts'
import type {Change, Changed} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {type OriginalCallbacks, readCallbacks} from '../../original/callbacks.ts'
import {type Limits, type Original, type Reader, whileReading} from '../../original/client.ts'
import {Remarks} from '../../original/remarks.ts'
import {type OriginalRights, readLogins, readRights} from '../../original/rights.ts'
import {tellingObjected} from '../callbacks/do-not-call.ts'
import {change, warning} from '../journal.ts'
import {type Targets, withStored} from '../site/destinations.ts'
import type {Step} from '../site/plan.ts'
import {lockTables, lookAt, writeSteps} from '../site/site.ts'
import {type AdoptedItem, type AdoptedKind, type Adoption, count, itemOf} from './adoption.ts'
import {documentOf} from './document.ts'
import {stepsTo, withoutOverwriting} from './plan.ts'
import {type AdoptedRequests, adoptRequests} from './requests.ts'

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
  holdings: Holdings,
  {partial = false, overwrite = false}: AdoptOptions = {},
): Promise<Changed<Adoption>> {
  const warnings: string[] = []
  const adopting = change(context, async (trx, record) => {
    await lockTables(trx, context)
    const remarks = holdings.remarks.copy()
    const targets = await targetsFor(trx, context, holdings)
    const wanted = stepsTo(documentOf(holdings, targets, overwrite, remarks), targets)
    const changes = wanted.flatMap((step) => step.changes)
    const lists = holdings.callbacks.lists.filter(({uuid}) => changes.some(({id}) => id === uuid))
    const steps = overwrite ? wanted : wanted.map(withoutOverwriting)
    const isOfRights = ({changes: [first]}: Step) => first?.kind === 'rights'
    const ofCallbacks = steps.filter((step) => !isOfRights(step))
    const requests = await tellingObjected(trx, warnings, async () => {
      await writeSteps(trx, context, record, ofCallbacks)
      return adoptRequests(trx, record, lists, context.settings.phoneCountry, remarks)
    })
    await writeSteps(trx, context, record, steps.filter(isOfRights))
    if (remarks.problems.length > 0 && !partial) throw unfit(remarks.problems)
    const standard = targets.holdings.periods.find((row) => row.default)?.name
    return adoptionOf({...holdings, remarks}, changes, requests, {overwrite, standard})
  })
  return warning(adopting, warnings)
}

/** With the stored rights of the users whose rights the original has. */
async function targetsFor(trx: Trx, context: Context, {rights}: Holdings): Promise<Targets> {
  const targets = await lookAt(trx, context)
  const users = rights.flatMap(({login}) => targets.users.get(login)?.id ?? [])
  return withStored(targets, await storedRightsOf(trx, users))
}

/** The answer: what becomes of each object that fits, and how many do not. */
function adoptionOf(
  {from, rights, callbacks, rejectedProfiles, remarks}: Holdings,
  changes: readonly Change[],
  requests: AdoptedRequests,
  {overwrite, standard}: {overwrite: boolean; standard: string | undefined},
): Adoption {
  const {rejected} = callbacks
  const defaults = new Set<unknown>(callbacks.periods.filter((each) => each.default).map(({uuid}) => uuid))
  const itemsOf = (kind: AdoptedKind): AdoptedItem[] =>
    changes
      .filter((each) => each.kind === kind)
      .map((each) => ({
        ...itemOf(kind, each, {overwrite, standard: defaults.has(each.id) ? standard : undefined}),
        ...requests.ofLists.get(each.id),
      }))
  const [periods, lists, profiles] = [itemsOf('period'), itemsOf('callbackList'), itemsOf('rights')]
  const original = callbacks.lists.flatMap((list) => list.requests)
  return {
    from,
    counts: {
      periods: count(periods, rejected.periods + callbacks.periods.length),
      profiles: count(profiles, rejectedProfiles + rights.length),
      lists: count(lists, rejected.lists + callbacks.lists.length),
      requests: count(requests.outcomes.flat(), rejected.requests + original.length),
    },
    items: [...periods, ...lists, ...profiles],
    keptRequests: requests.kept,
    unknownFields: [...remarks.unknownFields].sort(),
    ...(remarks.problems.length > 0 && {errors: remarks.problems}),
  }
}

function unfit(problems: Problem[]) {
  const objects = counted(problems.length, 'object of the original does', 'objects of the original do')
  return invalid(`${objects} not fit this XiVO: nothing was adopted`, {
    problems,
    hints: ['correct them in the original', {give: 'partial', when: 'to adopt the rest'}],
  })
}
