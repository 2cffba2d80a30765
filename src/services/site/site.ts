import type {Context} from '../../context.ts'
import {countRequests} from '../../database/callbacks/counts.ts'
import {allLists, lockLists} from '../../database/callbacks/lists.ts'
import {countRequestsOfPeriod, lockPeriods} from '../../database/callbacks/periods.ts'
import {lock, wordsOfName} from '../../database/connection/locks.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {lockDissuasion} from '../../database/dissuasion.ts'
import {lockRights, rightsOn, storedRightsOf} from '../../database/rights.ts'
import {type AppError, conflict, invalid, type Problem} from '../../errors.ts'
import {type Change, type Changed, isUnchanged, shownChange, told} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {type Section, type SiteDocument, sections} from '../../formats/site-document.ts'
import type {Remark} from '../../formats/site-text.ts'
import type {PlacedProblem, ReadSite} from '../../formats/site-yaml.ts'
import {type SoundDirectory, soundNames} from '../../sounds/directory.ts'
import {tellingObjected} from '../callbacks/do-not-call.ts'
import {deleteListIn, holdToChange} from '../callbacks/lists.ts'
import {change, type Recorder, warning} from '../journal.ts'
import {type Targets, targetsOf, withStored} from './destinations.ts'
import {describeSite, goneObjects} from './export.ts'
import {readHoldings} from './holdings.ts'
import {type Plan, type PlanOptions, planSite, type Step, usersToChange} from './plan.ts'

/** A document, and remarks about what it leaves out. */
export interface Exported {
  document: SiteDocument
  remarks: Remark[]
}

/** The configuration of this XiVO by names, all of it or some sections. Conflict when two lists share a name. */
export function exportSite(context: Context, only: readonly Section[] = sections): Promise<Exported> {
  return snapshot(context, async (trx) => {
    const targets = await lookAt(trx, context, {about: only})
    const onGone = await rightsOn(trx, goneObjects(targets.holdings))
    const {document, remarks} = describeSite(targets.holdings, targets, {onGone})
    return {
      document: Object.fromEntries(only.map((section) => [section, document[section]])),
      remarks: remarks.filter(({section}) => only.includes(section)),
    }
  })
}

/** Locks the names of new lists, so that no other process creates them meanwhile. Every process takes this lock before the table's. */
async function reserveNames(trx: Trx, {callbackLists = new Map()}: SiteDocument): Promise<void> {
  const here = new Set((await allLists(trx)).map(({name}) => name))
  for (const name of [...callbackLists.keys()].filter((each) => !here.has(each)).sort()) {
    await lock(trx, {on: 'import', words: wordsOfName(name)})
  }
}

/** What a XiVO holds, as far as documents `about` these sections need it. */
export async function lookAt(
  trx: Trx,
  {sounds}: Context,
  {about = sections, hasSound = () => true}: {about?: readonly Section[]; hasSound?: Targets['hasSound']} = {},
): Promise<Targets> {
  return targetsOf(await readHoldings(trx, sounds.asteriskPath, about), hasSound)
}

/** What applying the document would change; nothing is locked or written. */
export async function diffSite(context: Context, site: ReadSite, options: PlanOptions = {}): Promise<Change[]> {
  const hasSound = await soundsOf(context.sounds)
  return snapshot(context, async (trx) => {
    const {steps} = await fittingPlan(trx, context, site, {...options, hasSound})
    await countDeleted(trx, steps)
    return steps
      .flatMap(({changes}) => changes)
      .filter((each) => !isUnchanged(each))
      .map(told)
      .map(shownChange)
  })
}

/** Changes this XiVO to match the document, in one transaction: everything or nothing. */
export async function applySite(context: Context, site: ReadSite, options: PlanOptions = {}): Promise<Changed<object>> {
  const warnings: string[] = []
  const applying = change(context, async (trx, record) => {
    await lock(trx, {on: 'sounds'}, {shared: true})
    const hasSound = await soundsOf(context.sounds)
    await reserveNames(trx, site.document)
    await lockTables(trx, context)
    const {steps} = await lockedPlan(trx, context, site, {...options, hasSound})
    const writeEach = () => writeSteps(trx, context, record, steps)
    await (steps.some(movesRequests) ? tellingObjected(trx, warnings, writeEach) : writeEach())
    return {}
  })
  return warning(applying, warnings)
}

/** Serialises changes of profiles, periods and lists. */
export async function lockTables(trx: Trx, {schema}: Context): Promise<void> {
  await lockRights(trx, schema)
  await lockPeriods(trx, schema)
  await lockLists(trx, schema)
}

export async function writeSteps(trx: Trx, context: Context, record: Recorder, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.deletes)
      await deleteListIn(context, trx, record, await holdToChange(trx, context, `id:${step.deletes.uuid}`))
    else await record(step.changes, (changes) => step.write(trx, changes))
  }
}

/** Does it give a list, with its requests, to another queue? */
const movesRequests = ({changes}: Step) =>
  changes.some((each) => each.kind === 'callbackList' && each.before && each.after && !isUnchanged(each))

interface Looking extends PlanOptions {
  hasSound: Targets['hasSound']
}

/** The dissuasions that change are locked first; what was read before may have changed by then, so it is read again. */
async function lockedPlan(trx: Trx, context: Context, site: ReadSite, looking: Looking): Promise<Plan> {
  const first = await fittingPlan(trx, context, site, looking)
  const locked = queuesOf(first.steps)
  if (locked.length === 0) return first
  for (const id of locked) await lockDissuasion(trx, id)
  const again = await fittingPlan(trx, context, site, looking)
  if (queuesOf(again.steps).some((id) => !locked.includes(id))) {
    throw conflict('dissuasions were changed at the same time: nothing was written', {hints: ['try again']})
  }
  return again
}

/** In the order in which every change locks them. */
const queuesOf = (steps: readonly Step[]) => steps.flatMap(({queueId}) => queueId ?? []).sort((a, b) => a - b)

/** A plan without a problem. Invalid, with every problem and its place. */
async function fittingPlan(trx: Trx, context: Context, site: ReadSite, {hasSound, ...options}: Looking): Promise<Plan> {
  refuseAbsent(site.document, options)
  const about = sections.filter((section) => site.document[section] !== undefined)
  const targets = await lookAt(trx, context, {about, hasSound})
  const withLists = site.document.callbackLists !== undefined
  const {document} = describeSite(targets.holdings, targets, {withLists})
  const planning = {...options, ...(site.problems.length > 0 && {deleteMissing: []})}
  const stored = await storedRightsOf(trx, usersToChange(targets, document, site.document, planning))
  const plan = planSite(withStored(targets, stored), document, site.document, planning)
  const problems = allProblems(site, plan)
  if (problems.length > 0) throw unfitSite(problems)
  await refuseUsedPeriods(trx, plan.steps)
  return plan
}

/** What could not be read has one problem, not a second one as an empty value. */
function allProblems({problems, placed}: ReadSite, plan: Plan): PlacedProblem[] {
  const whereIs = ({place, path}: PlacedProblem) => `${place?.line}:${place?.column} ${path}`
  const unread = new Set(problems.map(whereIs))
  return [...problems, ...plan.problems.map(placed).filter((problem) => !unread.has(whereIs(problem)))]
}

/** A section that the file lacks names nothing: deleting all of it must be written as an empty section. */
function refuseAbsent(document: SiteDocument, {deleteMissing = []}: PlanOptions): void {
  const absent = deleteMissing.find((section) => document[section] === undefined)
  if (absent === undefined) return
  throw invalid(`the file has no section '${absent}', so it is unknown what is missing from it: nothing was changed`)
}

/** Shows beforehand how many requests are deleted with a list. */
async function countDeleted(trx: Trx, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    const [first] = step.changes
    if (step.deletes === undefined || first === undefined) continue
    step.changes = [{...first, before: {...first.before, ...(await countRequests(trx, step.deletes.uuid))}}]
  }
}

/** Nothing is applied that would delete a period of other requests. */
async function refuseUsedPeriods(trx: Trx, steps: readonly Step[]): Promise<void> {
  const lists = steps.flatMap(({deletes}) => deletes?.uuid ?? [])
  const deleted = steps.flatMap(({changes}) =>
    changes.filter(({kind, after}) => kind === 'period' && after === undefined),
  )
  for (const period of deleted) await refuseUsed(trx, period, lists)
}

async function refuseUsed(trx: Trx, {id, name}: Change, lists: readonly string[]): Promise<void> {
  const count = await countRequestsOfPeriod(trx, String(id), lists)
  if (count === 0) return
  throw conflict(
    `the period '${name}' cannot be deleted: ${counted(count, 'callback request uses', 'callback requests use')} it; nothing was changed`,
    {hints: [`first give these requests another period; the filter 'period = ${name}' finds them`]},
  )
}

/** The error of a file that does not fit, with each problem and its place. */
export const unfitSite = (problems: readonly PlacedProblem[]): AppError =>
  invalid(
    `the file does not fit: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}, nothing was changed`,
    {
      problems: problems
        .map(toProblem)
        .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.position ?? 0) - (b.position ?? 0)),
    },
  )

const toProblem = ({place, path, value, reason}: PlacedProblem): Problem => ({
  ...(place && {line: place.line}),
  ...(place?.column !== undefined && {position: place.column}),
  ...(path !== '' && {column: path}),
  ...(value !== undefined && {value}),
  reason,
})

/** An unreadable directory is an error only where a sound is to be set. */
async function soundsOf(directory: SoundDirectory): Promise<Targets['hasSound']> {
  try {
    const names = await soundNames(directory)
    return (name) => names.has(name)
  } catch (error) {
    return () => {
      throw error
    }
  }
}
