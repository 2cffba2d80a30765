import type {Destination, DestinationState} from '../services/destinations.ts'

/** Where callers go, in one line: the sound or queue by name, anything else in XiVO's words. */
export function destinationText({dissuasion, action, actionarg1, actionarg2}: Destination): string {
  if (dissuasion.type === 'soundFile') return withRemark(`sound ${dissuasion.value.soundFile}`, actionarg2)
  if (dissuasion.type === 'queue') {
    return withRemark(`queue ${dissuasion.value.queueName}`, actionarg2 && `${actionarg2} s`)
  }
  return withRemark([action, actionarg1].filter(Boolean).join(' '), actionarg2)
}

const withRemark = (text: string, remark: string | undefined) => (remark ? `${text} (${remark})` : text)

/** What is to be said of a destination that is not known to be good. */
export function stateText({broken, unchecked}: DestinationState): string {
  if (broken !== undefined) return `broken: ${broken}`
  return unchecked === undefined ? '' : `not checked: ${unchecked}`
}
