import {closureText} from '../../services/dissuasion/closures.ts'
import type {ExplainedDissuasion} from '../../services/dissuasion/dissuasion.ts'

/** The remark about a destination that is broken, unchecked or not reached at the moment. */
export function stateText({
  broken,
  unchecked,
  closed,
}: Pick<ExplainedDissuasion, 'broken' | 'unchecked' | 'closed'>): string {
  return [
    ...(broken === undefined ? [] : [`broken: ${broken}`]),
    ...(unchecked === undefined ? [] : [`not checked: ${unchecked}`]),
    ...(closed === undefined ? [] : [closureText(closed)]),
  ].join('; ')
}
