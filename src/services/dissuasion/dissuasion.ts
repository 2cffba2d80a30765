import type {Context} from '../../context.ts'
import {lock} from '../../database/connection/locks.ts'
import {readAtOnce, snapshot, type Trx} from '../../database/connection/transact.ts'
import {
  type DissuasionRow,
  dissuasionOfQueue,
  dissuasionPut,
  dissuasionRows,
  lockDissuasion,
  type QueueDissuasionRow,
} from '../../database/dissuasion.ts'
import {allQueues, type QueueRow, queueSettings} from '../../database/queues.ts'
import {schedulesInForce} from '../../database/schedules.ts'
import {AppError, invalid, notFound} from '../../errors.ts'
import {type Changed, changeOf, type Recorded, type State} from '../../formats/changes.ts'
import {grouped} from '../../formats/grouped.ts'
import {nameHints} from '../../formats/nearest.ts'
import type {Reference} from '../../formats/references.ts'
import {remembered} from '../../formats/remembered.ts'
import {type Tagged, tagOf} from '../../formats/tags.ts'
import {
  allSounds,
  asteriskFile,
  type Sound,
  type SoundDirectory,
  type SoundFile,
  soundsStartingWith,
} from '../../sounds/directory.ts'
import {heardFile, type InspectedSound, lookAtSound, lookAtSounds} from '../../sounds/look.ts'
import {nameFault} from '../../sounds/sound.ts'
import {isUnheard} from '../../sounds/verdict.ts'
import {locating} from '../../sounds/whereabouts.ts'
import {reasonText} from '../../sounds/words.ts'
import {change} from '../journal.ts'
import {queueAmong, queueByReference} from '../queues.ts'
import {type Closure, closureOf} from './closures.ts'
import {
  type Destination,
  type DestinationState,
  type Dissuasion,
  destinationText,
  judge,
  type NamedQueue,
  type Surroundings,
  sendsNobodyOn,
  toDestination,
} from './destinations.ts'

export interface QueueDissuasion {
  id: number
  name: string
  dissuasion: Dissuasion
}

/** A queue, where it sends its callers, and whether they would reach it. */
export interface ExplainedDissuasion extends QueueDissuasion, Destination, DestinationState {
  /** Left out while its schedule lets callers through. */
  closed?: Closure
}

/** What a queue's dissuasion can be set to. */
export interface DissuasionOptions {
  id: number
  name: string
  dissuasions: {soundFiles: {soundFile: string}[]; queues: {queueName: string}[]}
}

/** The target queue does not exist: the API has a message of its own for that. */
export class TargetQueueNotFound extends AppError {}

/** Every queue, by name, with its "No answer -> Fail". When the sound directory is unreadable, sounds are not checked. */
export async function listDissuasions(context: Context): Promise<ExplainedDissuasion[]> {
  const sounds = await heardSounds(context.sounds)
  return snapshot(context, async (trx) => {
    const around = await surroundings(trx, context.sounds, sounds)
    return around.queues.map((queue) => explain(queue, around))
  })
}

/** Where a queue's callers go when no agent can answer. */
export async function getDissuasion(context: Context, queue: Reference): Promise<Tagged<QueueDissuasion>> {
  const [, id] = /^id:(\d{1,9})$/.exec(queue) ?? []
  const found =
    (id === undefined ? undefined : await dissuasionOfQueue(context.db, Number(id))) ??
    (await snapshot(context, async (trx) => dissuasionOfQueue(trx, (await queueByReference(trx, queue)).id)))
  if (found === undefined) throw notFound('Queue', `the queue ${queue} was deleted just now`)
  return answered(found)
}

function answered({id, name, row, target}: QueueDissuasionRow): Tagged<QueueDissuasion> {
  const queues = target ? [target] : []
  const {dissuasion} = toDestination(row, queues)
  return {found: {id, name, dissuasion}, tag: tagOf(dissuasionChange({id, name}, row, undefined, queues))}
}

/** The same, with XiVO's own values and possible problems. */
export async function explainDissuasion(context: Context, reference: Reference): Promise<ExplainedDissuasion> {
  const sounds = await heardSounds(context.sounds)
  return snapshot(context, async (trx) => {
    const around = await surroundings(trx, context.sounds, sounds)
    return explain(queueAmong(around.queues, reference), around)
  })
}

/** The sounds for a queue, and the default queue if it is another one. Unavailable when the directory is unreadable. */
export async function dissuasionOptions(context: Context, reference: Reference): Promise<DissuasionOptions> {
  const {settings, sounds} = context
  const all = await readAtOnce(context, allQueues)
  const {id, name} = queueAmong(all, reference)
  const names = new Set((await offeredSounds(sounds, name)).map((sound) => sound.name))
  const queues = all.filter((queue) => queue.name === settings.dissuasionQueue && queue.id !== id)
  return {
    id,
    name,
    dissuasions: {
      soundFiles: [...names].map((soundFile) => ({soundFile})),
      queues: queues.map((queue) => ({queueName: queue.name})),
    },
  }
}

/** The same, and what callers would hear of each sound. */
export interface JudgedOptions {
  options: DissuasionOptions
  sounds: ReadonlyMap<string, InspectedSound>
}

export async function judgedOptions(context: Context, reference: Reference): Promise<JudgedOptions> {
  const options = await dissuasionOptions(context, reference)
  const offered = new Set(options.dissuasions.soundFiles.map(({soundFile}) => soundFile))
  const files = (await allSounds(context.sounds)).filter(({name}) => offered.has(name))
  const looked = await lookAtSounds(
    context.sounds,
    grouped(files, ({name}) => name),
  )
  return {options, sounds: new Map(looked.map((sound) => [sound.name, sound]))}
}

export interface SoundAnswer {
  /** Of the queue. */
  id: number
  soundFile: string
}

export interface QueueAnswer {
  id: number
  queueName: string
}

/** The answer, and the playback options or the ring time of the row, where it has some. */
type WithArgument<T> = T & {actionarg2?: string}

/** How Asterisk plays a sound; what is left out stays as it is. */
export interface PlaybackOptions {
  /** Without answering the call. */
  noanswer?: boolean | undefined
  /** Only to a call that is answered already. */
  skip?: boolean | undefined
}

/** Sets one of the queue's sounds, named with or without extension; warns if it is unplayable. FileNotFound if not offered. */
export function setSound(
  context: Context,
  reference: Reference,
  file: string,
  options: PlaybackOptions = {},
): Promise<Changed<WithArgument<SoundAnswer>>> {
  const decide = async (around: Around, queue: QueueRow): Promise<Wanted<SoundAnswer>> => {
    const offered = await offeredSounds(context.sounds, queue.name)
    const soundFile = chooseSound(offered, queue, file)
    refuseSplitName(soundFile)
    const silent = await notHeard(context.sounds, soundFile)
    return {
      ...playing(context, queue, soundFile, [...neverFires(around, queue), ...silent]),
      argument: (kept) => playbackOptions(kept, options),
    }
  }
  return changeDissuasion(context, reference, decide, {keepsSounds: true})
}

/** The same for a sound that was just added, or would be in a dry run. */
export function setAddedSound(
  context: Context,
  reference: Reference,
  soundFile: string,
): Promise<Changed<SoundAnswer>> {
  return changeDissuasion(context, reference, async (around, queue) =>
    playing(context, queue, soundFile, neverFires(around, queue)),
  )
}

const playing = ({sounds}: Context, {id}: QueueRow, soundFile: string, hints: string[]): Wanted<SoundAnswer> => ({
  action: 'sound',
  actionarg1: asteriskFile(sounds, soundFile),
  answer: {id, soundFile},
  hints,
})

/** XiVO joins the options without a separator, in this order. */
const playback = /^(skip)?(noanswer)?(j)?$/

/** What neither XiVO's form nor this program writes is dropped when one of the options is chosen. */
function playbackOptions(kept: string | null, {skip, noanswer}: PlaybackOptions): string | null {
  if (skip === undefined && noanswer === undefined) return kept
  const [, skips, silent, jump = ''] = playback.exec(kept ?? '') ?? []
  const chosen = (wanted: boolean | undefined, former: string | undefined) => wanted ?? former !== undefined
  return `${chosen(skip, skips) ? 'skip' : ''}${chosen(noanswer, silent) ? 'noanswer' : ''}${jump}` || null
}

/**
 * Sends a queue's callers to another queue, for `ringTime` seconds at most; 0 is without a limit. Takes effect on the next call,
 * nothing to reload.
 */
export function setQueue(
  context: Context,
  reference: Reference,
  target: Reference,
  ringTime?: number,
): Promise<Changed<WithArgument<QueueAnswer>>> {
  return changeDissuasion(context, reference, async (around, queue) => {
    const to = targetByReference(around, target)
    if (to.id === queue.id) throw invalid(`the queue '${queue.name}' cannot be its own dissuasion`)
    return {
      action: 'queue',
      actionarg1: String(to.id),
      answer: {id: queue.id, queueName: to.name},
      hints: [...neverFires(around, queue), ...notThere(around, to)],
      ...(ringTime !== undefined && {argument: () => (ringTime === 0 ? null : String(ringTime))}),
    }
  })
}

/** Removes a queue's dissuasion: callers hear nothing, and the call ends. */
export function clearDissuasion(context: Context, reference: Reference): Promise<Changed<QueueDissuasion>> {
  return changeDissuasion(context, reference, async (_, {id, name}) => ({
    action: 'none',
    actionarg1: null,
    answer: {id, name, dissuasion: {type: 'other'}},
    hints: [],
  }))
}

/** The queues of this XiVO. */
type Around = Pick<Surroundings, 'queues' | 'settings'>

interface Wanted<T> extends Pick<DissuasionRow, 'action' | 'actionarg1'> {
  answer: T
  hints: string[]
  /** Of a sound or queue: its second argument, from the one that would be kept. */
  argument?: (kept: string | null) => string | null
}

async function changeDissuasion<T>(
  context: Context,
  reference: Reference,
  decide: (around: Around, queue: QueueRow) => Promise<Wanted<T>>,
  {keepsSounds = false} = {},
): Promise<Changed<WithArgument<T>>> {
  const {result, ...changed} = await change(context, async (trx, record) => {
    const held = keepsSounds ? lock(trx, {on: 'sounds'}, {shared: true}) : undefined
    const [queues, settings] = await Promise.all([allQueues(trx), queueSettings(trx), held])
    const queue = queueAmong(queues, reference)
    const wanted = await decide({queues, settings}, queue)
    const former = await lockDissuasion(trx, queue.id)
    const {action, actionarg1, argument = (kept) => kept} = wanted
    const actionarg2 = argument(keptArgument(former, action))
    const row: DissuasionRow = {action, actionarg1, actionarg2, linked: 1}
    await record(dissuasionChange(queue, former, row, queues), (_, last) => last(dissuasionPut(trx, queue.id, row)))
    return {...wanted, actionarg2}
  })
  const {answer, hints, actionarg2} = result
  return {result: {...answer, ...(actionarg2 && {actionarg2})}, ...changed, ...(hints.length > 0 && {hints})}
}

/** A sound's playback options or a queue's ring time; reset when the action changes. XiVO writes NULL, never ''. */
export const keptArgument = (former: DissuasionRow | undefined, action: string) =>
  action !== 'none' && former?.action === action ? former.actionarg2 || null : null

/** A change of a queue's row; its state has the name of the target. */
export const dissuasionChange = (
  {id, name}: NamedQueue,
  before: DissuasionRow | undefined,
  after: DissuasionRow | undefined,
  queues: readonly NamedQueue[],
): Recorded => changeOf({kind: 'dissuasion', id, name}, before, after, (row) => dissuasionState(row, queues))

/** XiVO's row, and the name of its target. */
export function dissuasionState(row: DissuasionRow, queues: readonly NamedQueue[]): State {
  const destination = destinationText(toDestination(row, queues))
  return {destination: row.linked === 1 ? destination : `${destination} (deleted)`, ...row}
}

/** The documented rule; it also offers the sounds of `sales_queue` to `sales`. */
const offeredSounds = (sounds: SoundDirectory, queueName: string) => soundsStartingWith(sounds, `${queueName}_`)

function chooseSound(offered: readonly Sound[], {name: queue}: QueueRow, wanted: string): string {
  const found = offered.find(({name}) => name === wanted) ?? offered.find(({file}) => file === wanted)
  if (found) return found.name
  const names = [...new Set(offered.map(({name}) => name))]
  throw notFound('File', `no sound file '${wanted}' for the queue '${queue}'`, {
    hints: [
      ...nameHints('sound files', wanted, names),
      `only sound files whose name starts with '${queue}_' are offered: add one for this queue first`,
    ],
  })
}

/** XiVO hands the name to Asterisk's Playback as it is. */
function refuseSplitName(name: string): void {
  const fault = nameFault(name)
  if (fault?.verdict === 'does not play') throw invalid(`'${name}' was not set: ${fault.fault}`)
}

/** Why callers would not hear it, and what they would notice. Reads only the header of each file, because a transaction is open. */
async function notHeard(directory: SoundDirectory, name: string): Promise<string[]> {
  const files = (await allSounds(directory)).filter((file) => file.name === name)
  const [sound] = await lookAtSounds(directory, new Map([[name, files]]))
  if (sound === undefined) return []
  const remarks = [...sound.remarks, ...sound.files.flatMap((each) => each.remarks)]
  return [...(sound.verdict === 'plays' ? [] : [reasonText(sound)]), ...remarks].map((text) => `${name}: ${text}`)
}

function targetByReference({queues}: Around, reference: Reference): QueueRow {
  try {
    return queueAmong(queues, reference)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'QueueNotFound') throw error
    const {kind, code, message, hints} = error
    throw new TargetQueueNotFound(kind, code, message, {hints})
  }
}

function neverFires({settings}: Around, {name}: QueueRow): string[] {
  if (!sendsNobodyOn(settings.get(name))) return []
  return [
    `callers of '${name}' never reach its dissuasion: its joinempty and leavewhenempty are both empty; set them in the queue's form in XiVO's web interface`,
  ]
}

function notThere({settings}: Around, {name}: QueueRow): string[] {
  return settings.get(name)?.commented === 0 ? [] : [`the queue '${name}' is disabled in XiVO: no call can enter it`]
}

/** Whether callers hear a sound, as its headers tell. */
const heardSounds = (directory: SoundDirectory) =>
  soundStates(directory, (name, files) => {
    const sound = lookAtSound(directory, name, files)
    const seconds = heardFile(sound)?.seconds
    const length = seconds === undefined ? {} : {seconds}
    if (sound.verdict === 'plays') return length
    const reason = reasonText(sound)
    return isUnheard(sound.verdict)
      ? {broken: `callers do not hear the sound '${name}' as they should: ${reason}`, ...length}
      : {unchecked: `the sound '${name}' may not play: ${reason}`, ...length}
  })

/** Whether there is a sound, whatever callers hear of it. */
export const existingSounds = (directory: SoundDirectory) => soundStates(directory, () => ({}))

/** Each sound is looked at when it is asked for, and once. */
async function soundStates(
  directory: SoundDirectory,
  stateOf: (name: string, files: readonly SoundFile[]) => DestinationState,
): Promise<Surroundings['sounds']> {
  try {
    const all = grouped(await allSounds(directory), ({name}) => name)
    return remembered((name: string) => {
      const files = all.get(name)
      return files ? stateOf(name, files) : {broken: `there is no sound file '${name}'`}
    })
  } catch (error) {
    if (error instanceof AppError) return {unknown: error.message}
    throw error
  }
}

/** Everything needed to check the destinations of this XiVO. */
export async function surroundings(
  trx: Trx,
  directory: SoundDirectory,
  sounds: Surroundings['sounds'],
): Promise<Surroundings> {
  const asked = [allQueues(trx), queueSettings(trx), dissuasionRows(trx), schedulesInForce(trx)] as const
  const [queues, settings, rows, schedules = []] = await Promise.all(asked)
  const aliases = await aliasesIn(rows, directory)
  return {queues, settings, rows, schedules, asteriskPath: directory.asteriskPath, aliases, sounds}
}

/** The paths of sounds that lead to the sound directory another way than XiVO writes it. */
async function aliasesIn(rows: Surroundings['rows'], directory: SoundDirectory): Promise<Set<string>> {
  const whereabouts = locating(directory)
  const aliases = new Set<string>()
  for (const {action, actionarg1: path} of rows.values()) {
    if (action !== 'sound' || !path) continue
    const {place, name, language} = await whereabouts(path)
    const isPlain = path === asteriskFile(directory, name)
    if (place === 'here' && language === undefined && !isPlain) aliases.add(path)
  }
  return aliases
}

function explain(queue: QueueRow, around: Surroundings): ExplainedDissuasion {
  const {id, name} = queue
  const closed = closureOf(queue, around.schedules, around.queues, Date.now())
  return {
    id,
    name,
    ...toDestination(around.rows.get(String(id)), around.queues),
    ...judge(queue, around),
    ...(closed && {closed}),
  }
}
