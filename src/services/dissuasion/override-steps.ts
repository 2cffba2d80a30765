import {isDeepStrictEqual} from 'node:util'
import type {Trx} from '../../database/connection/transact.ts'
import {type DissuasionRow, deleteDissuasion, lockDissuasion, putDissuasion} from '../../database/dissuasion.ts'
import {nextOverrideId, type OverrideRow, putOverride} from '../../database/overrides.ts'
import type {QueueRow} from '../../database/queues.ts'
import type {OverriddenQueue} from '../../database/tables.ts'
import {changeOf, type Recorded, type State} from '../../formats/changes.ts'
import {asteriskFile, type SoundDirectory} from '../../sounds/directory.ts'
import {hashOf} from '../../sounds/place.ts'
import type {Recorder} from '../journal.ts'
import type {Move} from '../moving.ts'
import {dissuasionChange, keptArgument} from './dissuasion.ts'
import {playedSounds} from './players.ts'

/** The data that the steps work on, under the lock of overrides. */
export interface Steps {
  trx: Trx
  record: Recorder
  move: Move
  directory: SoundDirectory
  /** Of XiVO, all. */
  queues: readonly QueueRow[]
  /** Those that have not ended, as the steps leave them. */
  live: OverrideRow[]
  /** Those that the steps have ended. */
  ended: OverrideRow[]
  /** ISO 8601, UTC. */
  now: string
}

/** A row of dialaction to be written; undefined: none. */
interface Write {
  queue: Pick<OverriddenQueue, 'id' | 'name'>
  from: DissuasionRow | undefined
  to: DissuasionRow | undefined
}

export const stateOf = ({started_at, ended_at}: OverrideRow) =>
  ended_at !== null ? 'ended' : started_at === null ? 'planned' : 'running'

/** As the journal has it. */
export function overrideState(row: OverrideRow): State {
  const left = row.queues.filter(({outcome}) => outcome === 'changed').map(({name}) => name)
  return {
    state: stateOf(row),
    from: row.starts_at,
    ...(row.ends_at !== null && {until: row.ends_at}),
    queues: row.queues.filter(({outcome}) => outcome === undefined).map(({name}) => name),
    ...(left.length > 0 && {left}),
  }
}

export const overrideChange = (before: OverrideRow | undefined, after: OverrideRow | undefined): Recorded => {
  const {id, sound} = (after ?? before) as OverrideRow
  return changeOf({kind: 'override', id, name: sound}, before, after, overrideState)
}

/** Starts one, new or planned. A running one is replaced where both have a queue, and what it found there is kept. */
export async function start(
  steps: Steps,
  row: OverrideRow,
  {isNew, isThere}: {isNew: boolean; isThere: (file: string) => Promise<boolean>},
): Promise<OverrideRow> {
  const writes: Write[] = []
  const replaced = new Map<OverrideRow, OverriddenQueue[]>()
  const queues = await eachInOrder(row.queues, async (queue) => {
    if (!steps.queues.some(({id}) => id === queue.id)) return {...queue, outcome: 'gone'}
    if (!(await isThere(queue.file))) return {...queue, outcome: 'not started'}
    const former = await lockDissuasion(steps.trx, queue.id)
    const after = playing(steps.directory, queue, former)
    writes.push({queue, from: former, to: after})
    const other = running(steps.live, row, queue.id)
    if (other === undefined) return {...queue, before: former ?? null, after}
    const isTheirs = isDeepStrictEqual(former, other.queue.after)
    replaced.set(other.row, [
      ...(replaced.get(other.row) ?? []),
      {...other.queue, outcome: isTheirs ? 'replaced' : 'changed'},
    ])
    return {...queue, before: isTheirs ? (other.queue.before ?? null) : (former ?? null), after}
  })
  for (const [other, settled] of replaced) {
    const all = other.queues.map((queue) => settled.find(({id}) => id === queue.id) ?? queue)
    await put(
      steps,
      other,
      all.every(({outcome}) => outcome) ? {...other, queues: all, ended_at: steps.now} : {...other, queues: all},
    )
  }
  const started = await put(steps, isNew ? undefined : row, {...row, started_at: steps.now, queues})
  await write(steps, writes)
  return started
}

/** Writes one that is to start later. */
export const plan = (steps: Steps, row: OverrideRow): Promise<OverrideRow> => put(steps, undefined, row)

/** Ends one: each queue gets what it had before, unless somebody has changed it since. */
export async function end(steps: Steps, row: OverrideRow): Promise<OverrideRow> {
  const writes: Write[] = []
  const queues = await eachInOrder(row.queues, async (queue) => {
    if (queue.outcome !== undefined) return queue
    if (queue.after === undefined) return {...queue, outcome: 'not started'}
    const now = await lockDissuasion(steps.trx, queue.id)
    if (!steps.queues.some(({id}) => id === queue.id)) return {...queue, outcome: 'gone'}
    const before = queue.before ?? undefined
    if (isDeepStrictEqual(now, queue.after)) writes.push({queue, from: now, to: before})
    else if (!isDeepStrictEqual(now, before)) return {...queue, outcome: 'changed'}
    return {...queue, outcome: 'restored'}
  })
  const ended = await put(steps, row, {...row, ended_at: steps.now, queues})
  await write(steps, writes)
  return ended
}

/** By id: two transactions that lock the same rows in the same order wait for each other, and never for ever. */
async function eachInOrder(
  queues: readonly OverriddenQueue[],
  settle: (queue: OverriddenQueue) => Promise<OverriddenQueue>,
): Promise<OverriddenQueue[]> {
  const settled: OverriddenQueue[] = []
  for (const queue of [...queues].sort((a, b) => a.id - b.id)) settled.push(await settle(queue))
  return queues.map(({id}) => settled.find((queue) => queue.id === id) as OverriddenQueue)
}

const playing = (directory: SoundDirectory, {soundFile}: OverriddenQueue, former?: DissuasionRow): DissuasionRow => ({
  action: 'sound',
  actionarg1: asteriskFile(directory, soundFile),
  actionarg2: keptArgument(former, 'sound'),
  linked: 1,
})

function running(live: readonly OverrideRow[], but: OverrideRow, queueId: number) {
  for (const row of live) {
    const queue = row.queues.find(({id, outcome}) => id === queueId && outcome === undefined)
    if (row.id !== but.id && stateOf(row) === 'running' && queue?.after) return {row, queue}
  }
  return undefined
}

async function put(steps: Steps, before: OverrideRow | undefined, after: OverrideRow): Promise<OverrideRow> {
  const {trx, record} = steps
  const written = before === undefined ? {...after, id: await nextOverrideId(trx)} : after
  await record(overrideChange(before, written), () => putOverride(trx, written))
  const isOver = written.ended_at !== null
  steps.live = [...steps.live.filter(({id}) => id !== written.id), ...(isOver ? [] : [written])]
  if (isOver) steps.ended.push(written)
  return written
}

async function write({trx, record, queues}: Steps, writes: readonly Write[]): Promise<void> {
  for (const {queue, from, to} of writes) {
    await record(dissuasionChange(queue, from, to, queues), () =>
      to === undefined ? deleteDissuasion(trx, queue.id) : putDissuasion(trx, queue.id, to),
    )
  }
}

/** The files of an ended override that nothing plays or will play, and that are still its own. */
export async function filesToRemove({trx, live, directory}: Steps, {queues, sha256}: OverrideRow): Promise<string[]> {
  const played = await playedSounds(trx, directory)
  const wanted = new Set(live.flatMap((row) => row.queues.map(({file}) => file)))
  const candidates = queues.filter(({placed, file, soundFile}) => placed && !wanted.has(file) && !played.has(soundFile))
  const hashes = await Promise.all(candidates.map(({file}) => hashOf(directory, file).catch(() => undefined)))
  return candidates.filter((_, i) => hashes[i] === sha256).map(({file}) => file)
}
