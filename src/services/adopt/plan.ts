import type {PeriodRow} from '../../database/callbacks/periods.ts'
import {pathText} from '../../formats/site-document.ts'
import {periodChange} from '../callbacks/periods.ts'
import type {Targets} from '../site/destinations.ts'
import {describeSite} from '../site/export.ts'
import {listStep, planSite, type Step} from '../site/plan.ts'
import type {OriginalDocument} from './document.ts'

/** What makes this XiVO match the original: a change of each of its objects. */
export function stepsTo({document, ids, otherLists}: OriginalDocument, targets: Targets): Step[] {
  const {lists, queues} = targets.holdings
  const named = describeSite(targets.holdings, targets, {withLists: false}).document
  const {steps, problems} = planSite(targets, named, document, {ids})
  for (const {path, reason} of problems) throw new Error(`${pathText(path)} of the original's document ${reason}`)
  const listAs = (uuid: string) => lists.find((each) => each.uuid === uuid)
  return [...steps, ...otherLists.map((row) => listStep(listAs(row.uuid), row, queues))]
}

/** The same where what is here stays, but for the uuid of a period. */
export function withoutOverwriting(step: Step): Step {
  const changes = step.changes.flatMap((change) => {
    if (change.before === undefined) return [change]
    if (change.kind !== 'period') return []
    const {before, after} = change.rows as {before: PeriodRow; after: PeriodRow}
    return [periodChange(before, {...before, uuid: after.uuid})]
  })
  return {...step, changes}
}
