import {destinationText} from './destinations.ts'
import type {ExplainedDissuasion} from './dissuasion.ts'

/** What callers of a queue meet if neither it nor any queue that they are sent to can answer. */
export interface Way {
  queue: ExplainedDissuasion
  /** Its dissuasion, then that of the queue where it leads, and so on. */
  steps: ExplainedDissuasion[]
  /** The sound that they hear; left out when there is none, or when it is broken. */
  sound?: string
  /** How long it is. */
  seconds?: number
  /** Where the call ends up. */
  end: string
}

/** The way from each queue; it ends where it returns to a queue, and where callers cannot go on. */
export function waysOf(all: readonly ExplainedDissuasion[]): Way[] {
  const byName = new Map(all.map((each) => [each.name, each]))
  return all.map((queue) => wayOf(queue, byName))
}

function wayOf(queue: ExplainedDissuasion, byName: ReadonlyMap<string, ExplainedDissuasion>): Way {
  const steps = [queue]
  for (let next = targetOf(queue, byName); next !== undefined; next = targetOf(next, byName)) {
    if (steps.includes(next)) return {queue, steps, end: `in circles, back in queue ${next.name}`}
    steps.push(next)
  }
  const gap = steps.findIndex(({dissuasion, broken}) => dissuasion.type !== 'soundFile' && broken !== undefined)
  const taken = gap === -1 ? steps : steps.slice(0, gap + 1)
  const last = taken.at(-1) ?? queue
  const {dissuasion, broken, seconds} = last
  const isHeard = dissuasion.type === 'soundFile' && broken === undefined
  return {
    queue,
    steps: taken,
    ...(isHeard && {sound: dissuasion.value.soundFile}),
    ...(isHeard && seconds !== undefined && {seconds}),
    end: endOf(last),
  }
}

function targetOf(
  {dissuasion}: ExplainedDissuasion,
  byName: ReadonlyMap<string, ExplainedDissuasion>,
): ExplainedDissuasion | undefined {
  return dissuasion.type === 'queue' ? byName.get(dissuasion.value.queueName) : undefined
}

/** After a sound, XiVO ends the call. */
function endOf(last: ExplainedDissuasion): string {
  const {dissuasion, action, broken} = last
  if (dissuasion.type === 'soundFile' || action === 'none') return 'the call ends'
  if (broken !== undefined) return 'nowhere'
  return action.startsWith('endcall') ? `the call ends (${action})` : destinationText(last)
}
