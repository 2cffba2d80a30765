import type {DestinationState} from '../../services/dissuasion/destinations.ts'

/** What is to be said of a destination that is not known to be good. */
export function stateText({broken, unchecked}: DestinationState): string {
  if (broken !== undefined) return `broken: ${broken}`
  return unchecked === undefined ? '' : `not checked: ${unchecked}`
}
