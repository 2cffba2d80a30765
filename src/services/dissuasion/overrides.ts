import type {Context} from '../../context.ts'
import {lock} from '../../database/connection/locks.ts'
import {snapshot, type Trx} from '../../database/connection/transact.ts'
import {clock, type OverrideRow, overrideById, overrides, rememberDueRun} from '../../database/overrides.ts'
import {allQueues, type QueueRow, queueSettings} from '../../database/queues.ts'
import {schedulesInForce} from '../../database/schedules.ts'
import type {OverriddenQueue} from '../../database/tables.ts'
import {conflict, invalid, notFound} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {nameHints} from '../../formats/nearest.ts'
import type {Reference} from '../../formats/references.ts'
import {allSounds, bytesOf, type SoundDirectory} from '../../sounds/directory.ts'
import {publishing, settingAsideAfterwards} from '../../sounds/moves.ts'
import {type SoundName, soundNameFor} from '../../sounds/name.ts'
import {hashOf, withStagedSound} from '../../sounds/place.ts'
import {changeWithFiles} from '../moving.ts'
import {queueByReference} from '../queues.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'
import {closureOf, closureText} from './closures.ts'
import {type Destination, sendsNobodyOn, toDestination} from './destinations.ts'
import {end, filesToRemove, plan, type Steps, start, stateOf} from './override-steps.ts'
import {momentOf, periodOf} from './override-times.ts'
import {asWav, converted, judgedAlone, type NewSound, nameOfSound, refuseOtherThanWav, stoppable} from './sounds.ts'

/** A queue whose dissuasion is overridden. */
interface QueueOfOverride {
  id: number
  name: string
  soundFile: string
  file: string
  /** Where its callers went before; left out until the override starts. */
  before?: Destination
  /** What became of it; left out while the announcement is planned or played. */
  outcome?: NonNullable<OverriddenQueue['outcome']>
}

/** One announcement for many queues, for a time. Moments are ISO 8601, UTC. */
export interface Override {
  id: number
  /** The name of the file that was given. */
  sound: string
  state: 'planned' | 'running' | 'ended'
  from: string
  /** Left out when it lasts until somebody ends it. */
  until?: string
  startedAt?: string
  endedAt?: string
  createdAt: string
  createdBy: string
  /** In which moments without a zone are read. */
  timeZone: string
  queues: QueueOfOverride[]
}

export interface OverrideOptions {
  /** Which queues; `all` is every queue of XiVO. */
  queues: readonly Reference[] | 'all'
  except?: readonly Reference[] | undefined
  /** The name of the sound, in place of that of the file. */
  name?: string | undefined
  /** When it starts and ends; left out: at once, and when somebody ends it. */
  from?: string | undefined
  until?: string | undefined
  /** Makes telephone audio of it first. */
  convert?: boolean | undefined
  /** Even if Asterisk would not play it. */
  force?: boolean | undefined
  /** Of a request over REST. */
  key?: RequestKey | undefined
}

/** The overrides that were started and ended. */
export interface Done {
  started: Override[]
  ended: Override[]
}

/** The overrides that have not ended, or all, the latest first. */
export async function listOverrides(context: Context, {ended = false} = {}): Promise<Override[]> {
  return snapshot(context, async (trx) => {
    const {timeZone} = await clock(trx)
    const queues = await allQueues(trx)
    return (await overrides(trx, {live: !ended})).map((row) => toOverride(row, queues, timeZone))
  })
}

/**
 * Plays one sound to the callers of many queues: its file gets a name for each of them, and all their rows are written in one
 * transaction. What a queue had before is kept, and comes back at the end. Unavailable with a time that nobody would keep.
 */
export async function overrideDissuasions(
  context: Context,
  sound: NewSound,
  options: OverrideOptions,
): Promise<Changed<Override>> {
  const {sounds: directory} = context
  const times = {from: momentOf('from', options.from), until: momentOf('until', options.until)}
  const chosen = await snapshot(context, (trx) => chosenQueues(trx, options))
  const {convert = false, force = false} = options
  const origin = nameOfSound(sound, options.name)
  const file = convert ? asWav(origin) : origin
  const names = chosen.map((queue) => ({queue, ...soundNameFor(directory, queue.name, file, options.name)}))
  if (convert) refuseOtherThanWav(names[0] as SoundName)
  const {bytes} = convert
    ? await converted(sound.bytes, origin, context.stop)
    : {bytes: stoppable(sound.bytes, context.stop)}
  return withStagedSound(directory, bytes, async (staged) => {
    const {faults, remarks} = judgedAlone(staged, names[0] as SoundName, force)
    const making = (steps: Steps, time: Time) => answerOnce(context, steps.trx, options.key, () => make(steps, time))
    const make = async (steps: Steps, time: Time) => {
      const {trx, now} = steps
      const period = await periodOf(trx, time)
      const {queues, missing} = await placing(steps, names, staged.sha256)
      const row: OverrideRow = {
        ...{id: 0, sound: options.name ?? file, sha256: staged.sha256, ...period},
        ...{created_at: now, created_by: context.actor, started_at: null, ended_at: null, queues},
      }
      const isDue = row.starts_at <= now
      const made = isDue ? await start(steps, row, {isNew: true, isThere: async () => true}) : await plan(steps, row)
      const hints = await unheard(steps, chosen, Date.parse(row.starts_at))
      await steps.move(missing.map((each) => publishing(staged, each)))
      return {override: toOverride(made, steps.queues, time.timeZone), hints}
    }
    const {result, changes, hints: others = []} = await stepping(context, times, making)
    const hints = [
      ...[...faults, ...remarks].map((each) => `${result.override.sound}: ${each}`),
      ...result.hints,
      ...others,
    ]
    return {result: result.override, changes, ...(hints.length > 0 && {hints})}
  })
}

/** A file of the sound directory, as a sound to play. FileNotFound. */
export async function storedSound(directory: SoundDirectory, file: string): Promise<NewSound> {
  const all = await allSounds(directory)
  if (all.some((sound) => sound.file === file)) return {name: file, bytes: bytesOf(directory, file)}
  const names = all.map((sound) => sound.file)
  throw notFound('File', `no sound file '${file}'`, {hints: nameHints('sound files', file, names)})
}

/** Ends an override, the only one when none is named: each queue gets back what it had, where nobody has changed it since. */
export function endOverride(context: Context, id?: number): Promise<Changed<Done>> {
  return settling(context, async (steps) => {
    const row = id === undefined ? onlyOne(steps.live) : await byId(steps, id)
    return {started: [], ended: stateOf(row) === 'ended' ? [] : [await end(steps, row)]}
  })
}

/** Starts and ends what is due, once, whoever asks; and remembers that somebody does. */
export function doWhatIsDue(context: Context): Promise<Changed<Done>> {
  return settling(context, async (steps) => {
    await rememberDueRun(steps.trx, context.actor)
    const done: {started: OverrideRow[]; ended: OverrideRow[]} = {started: [], ended: []}
    const isThere = async (file: string) => (await hashOf(steps.directory, file).catch(() => '')) !== undefined
    const isOver = ({ends_at}: OverrideRow) => ends_at !== null && ends_at <= steps.now
    for (const {id} of [...steps.live].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1))) {
      const row = steps.live.find((each) => each.id === id)
      if (row === undefined) continue
      if (isOver(row)) done.ended.push(await end(steps, row))
      else if (stateOf(row) === 'planned' && row.starts_at <= steps.now) {
        done.started.push(await start(steps, row, {isNew: false, isThere}))
      }
    }
    return done
  })
}

type Time = Awaited<ReturnType<typeof clock>>

/** Steps in one transaction, one transaction at a time. The files of what they end go once the database has it: no row plays them then. */
function stepping<T>(
  context: Context,
  times: Parameters<typeof clock>[1],
  work: (steps: Steps, time: Time) => Promise<T>,
): Promise<Changed<T>> {
  return changeWithFiles(context, async (trx, record, move) => {
    await lock(trx, {on: 'sounds'})
    await lock(trx, {on: 'overrides'})
    const time = await clock(trx, times)
    const live = await overrides(trx, {live: true})
    const queues = await allQueues(trx)
    const {sounds: directory} = context
    const steps: Steps = {trx, record, move, directory, queues, live, ended: [], now: time.now}
    const done = await work(steps, time)
    for (const row of steps.ended) {
      const files = await filesToRemove(steps, row)
      await move(files.map((file) => settingAsideAfterwards(directory, file, row.sha256)))
    }
    return done
  })
}

async function settling(
  context: Context,
  work: (steps: Steps) => Promise<{started: OverrideRow[]; ended: OverrideRow[]}>,
): Promise<Changed<Done>> {
  const {
    result,
    changes,
    hints: others = [],
  } = await stepping(context, {}, async (steps, {timeZone}) => {
    const {started, ended} = await work(steps)
    const shown = (rows: OverrideRow[]) => rows.map((row) => toOverride(row, steps.queues, timeZone))
    return {started: shown(started), ended: shown(ended)}
  })
  const hints = [...[...result.started, ...result.ended].flatMap(leftAlone), ...others]
  return {result, changes, ...(hints.length > 0 && {hints})}
}

const outcomes: Partial<Record<NonNullable<QueueOfOverride['outcome']>, string>> = {
  changed: 'has changed since, and was left as it is',
  gone: 'was not restored: XiVO no longer has the queue',
}

/** What an override could not restore or start. */
const leftAlone = ({state, queues}: Override): string[] =>
  queues.flatMap(({name, file, outcome}) => {
    if (outcome === 'not started' && state === 'running')
      return [`'${name}' does not play the announcement: the file '${file}' is gone`]
    const why = outcome && outcomes[outcome]
    return why ? [`the dissuasion of '${name}' ${why}`] : []
  })

async function chosenQueues(trx: Trx, {queues, except = []}: OverrideOptions): Promise<QueueRow[]> {
  const named = async (references: readonly Reference[]) => {
    const found: QueueRow[] = []
    for (const reference of references) found.push(await queueByReference(trx, reference))
    return found
  }
  const without = new Set((await named(except)).map(({id}) => id))
  const all = queues === 'all' ? await allQueues(trx) : await named(queues)
  const chosen = [...new Map(all.map((queue) => [queue.id, queue])).values()].filter(({id}) => !without.has(id))
  if (chosen.length === 0) throw invalid('no queue is left to override')
  return chosen
}

/** The files that the queues play, and which are still missing. Conflict when another file has one of their names. */
async function placing(
  {trx, directory}: Steps,
  names: readonly (SoundName & {queue: QueueRow})[],
  sha256: string,
): Promise<{queues: OverriddenQueue[]; missing: string[]}> {
  const there = await allSounds(directory)
  const placed = new Set(
    (await overrides(trx, {live: false}))
      .flatMap((row) => row.queues.filter((queue) => queue.placed))
      .map(({file}) => file),
  )
  const missing: string[] = []
  const taken: string[] = []
  const queues: OverriddenQueue[] = []
  for (const {queue, name: soundFile, file} of names) {
    const hash = await hashOf(directory, file)
    if (hash === undefined) missing.push(file)
    const others = there.filter((sound) => sound.name === soundFile && sound.file !== file).map((sound) => sound.file)
    taken.push(...(hash === undefined || hash === sha256 ? [] : [file]), ...others)
    queues.push({id: queue.id, name: queue.name, soundFile, file, placed: hash === undefined || placed.has(file)})
  }
  if (taken.length === 0) return {queues, missing}
  throw conflict(`other sounds have these names already: ${taken.join(', ')}; nothing was changed`, {
    hints: [{give: 'name', value: 'NAME', when: 'to give the sound another name'}],
  })
}

/** Why callers of some queues would not hear it. */
async function unheard({trx, queues}: Steps, chosen: readonly QueueRow[], moment: number): Promise<string[]> {
  const settings = await queueSettings(trx)
  const schedules = (await schedulesInForce(trx)) ?? []
  const never = chosen.filter(({name}) => sendsNobodyOn(settings.get(name))).map(({name}) => `'${name}'`)
  return [
    ...(never.length === 0
      ? []
      : [
          `callers of ${never.join(', ')} never hear the announcement: joinempty and leavewhenempty are both empty in XiVO`,
        ]),
    ...chosen.flatMap((queue) => {
      const closure = closureOf(queue, schedules, queues, moment)
      return closure
        ? [`callers of '${queue.name}' do not hear the announcement when it starts: ${closureText(closure)}`]
        : []
    }),
  ]
}

function onlyOne(live: readonly OverrideRow[]): OverrideRow {
  const [first, ...others] = live
  if (first === undefined) throw notFound('Override', 'there is no override to end')
  if (others.length === 0) return first
  const all = live.map(({id, sound}) => `${id} (${sound})`).join(', ')
  throw conflict(`${live.length} overrides have not ended: ${all}`, {
    hints: [{run: 'dissuasion end-override', words: ['ID'], when: 'with the id of one of them'}],
  })
}

async function byId({trx}: Steps, id: number): Promise<OverrideRow> {
  const found = await overrideById(trx, id)
  if (found) return found
  throw notFound('Override', `no override ${id}`, {hints: [{run: 'dissuasion overrides'}]})
}

/** Passwords among the former destinations are hidden. */
function toOverride(row: OverrideRow, queues: readonly QueueRow[], timeZone: string): Override {
  return {
    id: row.id,
    sound: row.sound,
    state: stateOf(row),
    from: row.starts_at,
    ...(row.ends_at !== null && {until: row.ends_at}),
    ...(row.started_at !== null && {startedAt: row.started_at}),
    ...(row.ended_at !== null && {endedAt: row.ended_at}),
    createdAt: row.created_at,
    createdBy: row.created_by,
    timeZone,
    queues: row.queues.map(({id, name, soundFile, file, before, outcome}) => ({
      ...{id, name, soundFile, file},
      ...(before !== undefined && {before: toDestination(before ?? undefined, queues)}),
      ...(outcome && {outcome}),
    })),
  }
}
