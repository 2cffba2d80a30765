import type {Context} from '../../context.ts'
import {translateErrors} from '../../database/connection/errors.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {allSoundUses, type SoundUseRow} from '../../database/dissuasion.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {AppError, type ErrorKind, interrupted, invalid} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import type {Reference} from '../../formats/references.ts'
import {allSounds, asteriskFile, type Sound} from '../../sounds/directory.ts'
import {type Inspection, inspectOpen, inspectSound} from '../../sounds/inspect.ts'
import {type SoundName, soundNameFor, unlisted} from '../../sounds/name.ts'
import {refuseTaken, type StagedSound, withStagedSound} from '../../sounds/place.ts'
import {change, orElse} from '../journal.ts'
import {queueByReference} from '../queues.ts'
import {type SoundAnswer, setAddedSound} from './dissuasion.ts'

/** What plays a sound to callers, in XiVO's terms; the dissuasion of a queue is its event `chanunavail`. */
export interface SoundUse {
  event: string
  category: string
  categoryval: string
  /** The name, for a queue that exists. */
  queueName?: string
}

/** A sound file, whether Asterisk can play it, and what uses it; without `file`, it is used but missing. */
export interface CheckedSound extends Inspection {
  name: string
  file?: string
  usedBy: SoundUse[]
}

export interface AddOptions {
  /** A name to use instead of the file's own. */
  name?: string | undefined
  /** Also add a sound that Asterisk cannot play, or that XiVO's forms would not offer. */
  force?: boolean
  /** Also make it the dissuasion of the queue. */
  set?: boolean
}

/** The file to add: a stream and its original name. */
export interface NewSound {
  bytes: AsyncIterable<Uint8Array>
  name?: string
}

export interface AddedSound {
  /** Of the queue. */
  id: number
  soundFile: string
  file: string
  inspection: Inspection
}

interface UsedSound extends SoundUse {
  path: string
}

/** All sound files, or those a queue can use or uses, and missing files in use. Unavailable if the directory is unreadable. */
export async function checkSounds(context: Context, reference?: Reference): Promise<CheckedSound[]> {
  const {sounds: directory, stop} = context
  const {queue, uses} = await snapshot(context, async (trx) => ({
    queue: reference === undefined ? undefined : await queueByReference(trx, reference),
    uses: named(await allSoundUses(trx), await allQueues(trx)),
  }))
  const usesOf = (name: string) => uses.filter(({path}) => path === asteriskFile(directory, name))
  const files = await allSounds(directory)
  const checked: CheckedSound[] = []
  for (const {name, file} of files) {
    const usedBy = usesOf(name)
    if (queue && !file.startsWith(`${queue.name}_`) && !usedBy.some((use) => isOf(queue, use))) continue
    const inspection = await inspectSound(directory, file, {measuring: () => goOn(stop)})
    const remarks = [...inspection.remarks, ...shadowed({name, file}, files)]
    checked.push({name, file, ...inspection, remarks, usedBy: usedBy.map(withoutPath)})
  }
  const wanted = queue ? uses.filter((use) => isOf(queue, use)) : uses
  const known = new Set(files.map(({name}) => asteriskFile(directory, name)))
  return [...checked, ...missing(directory.asteriskPath, wanted, known)]
}

/** The kind of the most serious fault of a sound in use; undefined when all are playable, as far as known. */
export function gravestOfSounds(sounds: readonly CheckedSound[]): ErrorKind | undefined {
  const used = sounds.filter(({usedBy}) => usedBy.length > 0)
  if (used.some(({plays}) => plays === false)) return 'invalid'
  return used.some(({unreadable}) => unreadable !== undefined) ? 'unavailable' : undefined
}

/** Adds a file, prefixed with the queue's name, atomically and without overwriting. Invalid when Asterisk cannot play it. */
export async function addSound(
  context: Context,
  reference: Reference,
  sound: NewSound,
  {name: wanted, force = false, set = false}: AddOptions = {},
): Promise<Changed<AddedSound>> {
  const {sounds: directory} = context
  const queue = await snapshot(context, (trx) => queueByReference(trx, reference))
  const sought = soundNameFor(directory, queue.name, given(sound, wanted), wanted)
  const others = await allSounds(directory)
  await refuseTaken(directory, sought.file)
  const {result: inspection, changes} = await withStagedSound(
    directory,
    stoppable(sound.bytes, context.stop),
    async (staged) => {
      const inspected = await judged(staged, sought, force)
      return placed(context, staged, sought, inspected)
    },
  )
  const said = [...inspection.faults, ...unlisted(sought), ...inspection.remarks, ...shadowed(sought, others)]
  const setting: Pick<Changed<unknown>, 'changes' | 'hints'> = set
    ? await setAdded(context, queue, sought)
    : {changes: []}
  const hints = [...said.map((each) => `${sought.file}: ${each}`), ...(setting.hints ?? [])]
  return {
    result: {id: queue.id, soundFile: sought.name, file: sought.file, inspection},
    changes: [...changes, ...setting.changes],
    ...(hints.length > 0 && {hints}),
  }
}

/** The file has its name before the journal has the change, and loses it when the journal fails. */
function placed(
  context: Context,
  staged: StagedSound,
  {file}: SoundName,
  inspection: Inspection,
): Promise<Changed<Inspection>> {
  const {size, seconds} = inspection
  const rows = {after: {sha256: staged.sha256}}
  const recording = change(context, async (_, record) => {
    await record({kind: 'sound', id: file, name: file, after: {bytes: size, seconds}, rows}, async () => {
      if (!context.dryRun) await staged.publish(file)
    })
    return inspection
  })
  return orElse(recording, () => staged.retract(file))
}

function given({name}: NewSound, wanted: string | undefined): string {
  const known = name ?? wanted
  if (known !== undefined) return known
  throw invalid('a sound from standard input has no name', {
    hints: [{give: 'name', value: 'NAME.wav'}],
  })
}

async function judged({file}: StagedSound, name: SoundName, force: boolean): Promise<Inspection> {
  const inspection = await inspectOpen(file, name.file, {measuring: () => {}})
  const reasons = [...inspection.faults, ...unlisted(name)]
  if (reasons.length === 0 || force) return inspection
  throw invalid(`'${name.file}' was not added: ${reasons.join('; ')}`, {
    hints: [
      ...(inspection.faults.length > 0
        ? [`sox INPUT -r 8000 -c 1 -b 16 ${name.name}.wav makes one that Asterisk plays`]
        : []),
      {give: 'force', when: 'to add it as it is'},
    ],
  })
}

/** The file stays when the database write fails: it is a valid sound all the same. */
async function setAdded(context: Context, {id, name}: QueueRow, sound: SoundName): Promise<Changed<SoundAnswer>> {
  try {
    return await translateErrors(context, () => setAddedSound(context, `id:${id}`, sound.name))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const {kind, code, message, hints} = error
    throw new AppError(
      kind,
      code,
      `'${sound.file}' was added; setting the dissuasion of '${name}' failed: ${message}`,
      {
        hints: [...hints, {run: 'dissuasion set-sound', words: [name, sound.name]}],
        cause: error,
      },
    )
  }
}

async function* stoppable(bytes: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of bytes) {
      goOn(stop)
      yield piece
    }
  } catch (error) {
    goOn(stop)
    throw error
  }
}

function goOn({aborted, reason}: AbortSignal): void {
  if (aborted) throw interrupted(reason, 'interrupted, nothing was changed')
}

function named(rows: readonly SoundUseRow[], queues: readonly QueueRow[]): UsedSound[] {
  return rows.map((row) => {
    const queue = row.category === 'queue' ? queues.find(({id}) => String(id) === row.categoryval) : undefined
    return {...row, ...(queue && {queueName: queue.name})}
  })
}

const isOf = ({name}: QueueRow, {queueName}: SoundUse) => queueName === name

const withoutPath = ({path: _, ...use}: UsedSound): SoundUse => use

/** Asterisk gets a name without extension, and chooses the format that is cheapest to transcode. */
function shadowed({name, file}: Sound, all: readonly Sound[]): string[] {
  const twins = all.filter((other) => other.name === name && other.file !== file)
  if (twins.length === 0) return []
  return [`there as ${twins.map((twin) => twin.file).join(', ')} too: Asterisk chooses the one that fits the call`]
}

function missing(directory: string, uses: readonly UsedSound[], known: ReadonlySet<string>): CheckedSound[] {
  const paths = [...new Set(uses.map(({path}) => path))].filter((path) => !known.has(path)).sort()
  return paths.map((path) => {
    const name = path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path
    const usedBy = uses.filter((use) => use.path === path).map(withoutPath)
    if (name === path || name.includes('/'))
      return {name, faults: [], remarks: [`not looked at: it is not in ${directory}`], usedBy}
    return {name, plays: false, faults: ['there is no such file'], remarks: [], usedBy}
  })
}
