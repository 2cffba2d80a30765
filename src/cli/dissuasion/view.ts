import type {DestinationState} from '../../services/dissuasion/destinations.ts'

/** The remark about a destination that is broken or unchecked. */
export function stateText({broken, unchecked}: DestinationState): string {
  if (broken !== undefined) return `broken: ${broken}`
  return unchecked === undefined ? '' : `not checked: ${unchecked}`
}
