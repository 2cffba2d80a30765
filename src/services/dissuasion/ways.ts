import type {Context} from '../../context.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {callGroups} from '../../database/groups.ts'
import {allUsers} from '../../database/users.ts'
import {type Destination, destinationText, withRemark} from './destinations.ts'
import type {ExplainedDissuasion} from './dissuasion.ts'

/** Users and groups of telephones, by what XiVO writes of them as destinations: `user 3`. */
export type NamesOfOthers = ReadonlyMap<string, string>

/** Groups have no names where they may not be read. */
export const namesOfOthers = (context: Context): Promise<NamesOfOthers> =>
  snapshot(context, async (trx) => {
    const [users, groups = []] = await Promise.all([allUsers(trx), callGroups(trx)])
    return new Map([
      ...users.map(({id, firstname, lastname}) => [`user ${id}`, `user ${firstname} ${lastname}`.trim()] as const),
      ...groups.map(({id, name}) => [`group ${id}`, `group ${name}`] as const),
    ])
  })

/** Where callers go, in one line, everybody by name. */
export function placeText(destination: Destination, names: NamesOfOthers): string {
  const {dissuasion, action, actionarg1, actionarg2} = destination
  const name = dissuasion.type === 'other' ? names.get(`${action} ${actionarg1}`) : undefined
  return name === undefined ? destinationText(destination) : withRemark(name, actionarg2)
}

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
export function waysOf(all: readonly ExplainedDissuasion[], names: NamesOfOthers): Way[] {
  const byName = new Map(all.map((each) => [each.name, each]))
  return all.map((queue) => wayOf(queue, byName, names))
}

function wayOf(
  queue: ExplainedDissuasion,
  byName: ReadonlyMap<string, ExplainedDissuasion>,
  names: NamesOfOthers,
): Way {
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
    end: endOf(last, names),
  }
}

function targetOf(
  {dissuasion}: ExplainedDissuasion,
  byName: ReadonlyMap<string, ExplainedDissuasion>,
): ExplainedDissuasion | undefined {
  return dissuasion.type === 'queue' ? byName.get(dissuasion.value.queueName) : undefined
}

/** After a sound, XiVO ends the call. */
function endOf(last: ExplainedDissuasion, names: NamesOfOthers): string {
  const {dissuasion, action, broken} = last
  if (dissuasion.type === 'soundFile' || action === 'none') return 'the call ends'
  if (broken !== undefined) return 'nowhere'
  return action.startsWith('endcall') ? `the call ends (${action})` : placeText(last, names)
}
