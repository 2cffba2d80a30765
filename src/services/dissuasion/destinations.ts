import type {DissuasionRow} from '../../database/dissuasion.ts'
import type {QueueRow, QueueSettingsRow} from '../../database/queues.ts'
import type {ScheduleRow} from '../../database/schedules.ts'
import {shownArgument} from '../../formats/changes.ts'

/** A queue's dissuasion in the API: a sound, another queue, or anything else. */
export type Dissuasion =
  | {type: 'soundFile'; value: {soundFile: string}}
  | {type: 'queue'; value: {queueName: string}}
  | {type: 'other'}

/** The same with XiVO's own values: `action` tells what `other` stands for; it is `none` without a dissuasion. */
export interface Destination {
  dissuasion: Dissuasion
  action: string
  /** The path of a sound, the id of a queue or user, …; a password is hidden. */
  actionarg1?: string
  /** The playback options of a sound, the ring time of a queue in seconds, … */
  actionarg2?: string
}

/** Whether callers of a queue would reach its destination. */
export interface DestinationState {
  /** Why they would not reach it. */
  broken?: string
  /** Why it could not be checked. */
  unchecked?: string
  /** How long the sound is that they hear; left out when there is none, or when its length is not known. */
  seconds?: number
}

/** Everything needed to check a destination. */
export interface Surroundings {
  queues: readonly QueueRow[]
  settings: ReadonlyMap<string, QueueSettingsRow>
  /** Keyed by the queue's id as text. */
  rows: ReadonlyMap<string, DissuasionRow>
  /** Those in force, where they may be read. */
  schedules: readonly ScheduleRow[]
  /** The path of the sound directory as Asterisk sees it. */
  asteriskPath: string
  /** Other paths that lead there. */
  aliases: ReadonlySet<string>
  /** The state of a sound of that name, or why none is known. */
  sounds: ((name: string) => DestinationState) | {unknown: string}
}

export type NamedQueue = Pick<QueueRow, 'id' | 'name'>

/** The row of a queue whose callers hear nothing. */
export const none: DissuasionRow = {action: 'none', actionarg1: null, actionarg2: null, linked: 1}

/** Does it lead to a queue that XiVO no longer has? */
export const isGone = (row: DissuasionRow, queues: readonly NamedQueue[]): boolean =>
  row.action === 'queue' && targetQueue(row, queues) === undefined

/** The meaning of a queue's row; a missing row means `none`. */
export function toDestination(row: DissuasionRow = none, queues: readonly NamedQueue[]): Destination {
  const {action, actionarg1, actionarg2} = row
  return {
    dissuasion: toDissuasion(row, queues),
    action,
    ...(actionarg1 && {actionarg1: shownArgument(action, actionarg1)}),
    ...(actionarg2 && {actionarg2}),
  }
}

/** Where callers go, in one line: the sound or queue by name, anything else in XiVO's terms. */
export function destinationText({dissuasion, action, actionarg1, actionarg2}: Destination): string {
  if (dissuasion.type === 'soundFile') return withRemark(`sound ${dissuasion.value.soundFile}`, actionarg2)
  if (dissuasion.type === 'queue') {
    return withRemark(`queue ${dissuasion.value.queueName}`, actionarg2 && `${actionarg2} s`)
  }
  return withRemark([action, actionarg1].filter(Boolean).join(' '), actionarg2)
}

/** A destination with its playback options or ring time. */
export const withRemark = (text: string, remark: string | undefined) => (remark ? `${text} (${remark})` : text)

function toDissuasion(row: DissuasionRow, queues: readonly NamedQueue[]): Dissuasion {
  const sound = inForce(row, 'sound') && lastPart(row.actionarg1)
  if (sound) return {type: 'soundFile', value: {soundFile: sound}}
  const queue = targetQueue(row, queues)
  return queue ? {type: 'queue', value: {queueName: queue.name}} : {type: 'other'}
}

/** XiVO ignores a row with `linked` 0: its target was deleted. */
const inForce = (row: DissuasionRow, action: string) => row.action === action && row.linked === 1

const lastPart = (path: string | null) => path?.split('/').at(-1) ?? ''

function targetQueue(row: DissuasionRow | undefined, queues: readonly NamedQueue[]): NamedQueue | undefined {
  if (row === undefined || !inForce(row, 'queue')) return undefined
  return queues.find(({id}) => String(id) === row.actionarg1)
}

/** Would a caller reach the destination of `queue`? Users, groups, extensions and the like are not checked. */
export function judge(queue: QueueRow, around: Surroundings): DestinationState {
  const row = around.rows.get(String(queue.id)) ?? none
  if (row.action === 'none') return {}
  if (row.linked !== 1) return {broken: `the ${row.action} that it leads to was deleted`}
  if (row.action === 'sound') return judgeSound(row, around)
  if (row.action === 'queue') return judgeQueue(queue, row, around)
  return {}
}

function judgeSound({actionarg1: path}: DissuasionRow, around: Surroundings): DestinationState {
  const {asteriskPath, aliases, sounds} = around
  const name = lastPart(path)
  if (!path || name === '') return {broken: 'it names no sound file'}
  if (path !== `${asteriskPath}/${name}` && !aliases.has(path)) return {broken: `'${path}' is not in ${asteriskPath}`}
  if ('unknown' in sounds) return {unchecked: sounds.unknown}
  return sounds(name)
}

function judgeQueue(queue: QueueRow, row: DissuasionRow, around: Surroundings): DestinationState {
  const target = targetQueue(row, around.queues)
  if (target === undefined)
    return {broken: row.actionarg1 ? `there is no queue ${row.actionarg1}` : 'it names no queue'}
  if (around.settings.get(target.name)?.commented !== 0) return {broken: `the queue '${target.name}' is disabled`}
  return loopFrom(queue, around).length > 0 ? {broken: 'callers would return to the queue that they left'} : {}
}

/** The loop of queues that leads back to this one, starting with it; empty when there is no loop. */
export function loopFrom(queue: NamedQueue, {queues, rows}: Pick<Surroundings, 'queues' | 'rows'>): NamedQueue[] {
  const way = [queue]
  let next = targetQueue(rows.get(String(queue.id)), queues)
  while (next !== undefined && way.length <= queues.length) {
    if (next.id === queue.id) return way
    way.push(next)
    next = targetQueue(rows.get(String(next.id)), queues)
  }
  return []
}

/** Asterisk ejects callers for lack of agents only when one of the two lists is set. */
export const sendsNobodyOn = (settings: QueueSettingsRow | undefined) =>
  !settings?.joinempty && !settings?.leavewhenempty
