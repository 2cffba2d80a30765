import {Readable} from 'node:stream'
import type {Context} from '../../context.ts'
import {translateErrors} from '../../database/connection/errors.ts'
import {lock} from '../../database/connection/locks.ts'
import {readAtOnce, snapshot} from '../../database/connection/transact.ts'
import {allQueues, type QueueRow} from '../../database/queues.ts'
import {AppError, conflict, type ErrorKind, interrupted, invalid} from '../../errors.ts'
import type {Changed, Recorded} from '../../formats/changes.ts'
import {grouped} from '../../formats/grouped.ts'
import type {Reference} from '../../formats/references.ts'
import {type Conversion, convert as convertSound} from '../../sounds/convert/convert.ts'
import {soxOptions} from '../../sounds/convert/head.ts'
import {allSounds, type SoundDirectory, type SoundFile} from '../../sounds/directory.ts'
import {type Inspection, inspectOpen, inspectSound} from '../../sounds/inspect.ts'
import {type InspectedFile, type InspectedSound, judged, lookAtSounds, mp3Rates, mp3Remarks} from '../../sounds/look.ts'
import {type FileMove, publishing, replacing, settingAside} from '../../sounds/moves.ts'
import {type SoundName, soundNameFor, unlisted} from '../../sounds/name.ts'
import {hashOf, refuseTaken, type StagedSound, withStagedSound} from '../../sounds/place.ts'
import {calls, filesOf, isUnheard, type PlayedByCall, type Verdict, verdicts} from '../../sounds/verdict.ts'
import {callsText} from '../../sounds/words.ts'
import {changeWithFiles} from '../moving.ts'
import {queueByReference} from '../queues.ts'
import {type SoundAnswer, setAddedSound} from './dissuasion.ts'
import {type Player, queueOf, soundPlayers} from './players.ts'

/** What plays a sound to callers, in XiVO's terms; the dissuasion of a queue is its event `chanunavail`. */
export interface SoundUse {
  event: string
  category: string
  categoryval: string
  /** The name, for a queue that exists. */
  queueName?: string
}

/** What callers hear of a sound, and what plays it to them; without files, it is used but missing. */
export interface CheckedSound extends InspectedSound {
  usedBy: SoundUse[]
}

export interface AddOptions {
  /** A name to use instead of the file's own. */
  name?: string | undefined
  /** Make a .wav of it that Asterisk plays, with its speech at a common level. */
  convert?: boolean
  /** Also add a sound that Asterisk cannot play, or that XiVO's forms would not offer. */
  force?: boolean
  /** Set aside other files of this name, in whatever format; undo brings them back. */
  replace?: boolean
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
  /** Present when it was converted; `inspection` is of the result. */
  conversion?: Conversion
}

/** All verdicts, from the best to the worst. */
export const allVerdicts: readonly Verdict[] = verdicts

type UsedSound = Player & Pick<SoundUse, 'queueName'>

/** All sounds, or those a queue can use or uses, and missing ones in use. Unavailable if the directory is unreadable. */
export async function checkSounds(context: Context, reference?: Reference): Promise<CheckedSound[]> {
  const {sounds: directory, stop} = context
  const {queue, uses} = await snapshot(context, async (trx) => ({
    queue: reference === undefined ? undefined : await queueByReference(trx, reference),
    uses: named(await soundPlayers(trx, directory), await allQueues(trx)),
  }))
  const files = await allSounds(directory)
  const all = grouped(files, ({name}) => name)
  const users = grouped(uses.filter(isThere), ({name}) => name)
  const usersOf = (name: string) => users.get(name) ?? []
  const wanted = [...all].filter(
    ([name, of]) => queue === undefined || isFor(queue, of) || usersOf(name).some((use) => isOf(queue, use)),
  )
  const looked = await lookAtSounds(directory, new Map(wanted), {goOn: () => goOn(stop), measured: true})
  const rates = await mp3Rates(directory, files)
  const missed = (queue ? uses.filter((use) => isOf(queue, use)) : uses).filter((use) => !isThere(use))
  return [...looked.map(checked), ...missing(directory.asteriskPath, missed)]

  function isThere({name, place, language}: Player): boolean {
    const of = place === 'here' ? all.get(name) : undefined
    return language === undefined ? of !== undefined : (of ?? []).some((each) => each.language === language)
  }

  function checked(sound: InspectedSound): CheckedSound {
    const files = sound.files.map((each) => ({
      ...each,
      remarks: [...each.remarks, ...mp3Remarks(each.file, each.rate, rates)],
    }))
    return {...sound, files, usedBy: usersOf(sound.name).map(toUse)}
  }
}

const isFor = ({name}: QueueRow, files: readonly SoundFile[]) =>
  files.some(({file, language}) =>
    (language === undefined ? file : file.slice(language.length + 1)).startsWith(`${name}_`),
  )

/** The kind of the most serious fault of a sound in use; undefined when all are heard, as far as known. */
export function gravestOfSounds(sounds: readonly CheckedSound[]): ErrorKind | undefined {
  const used = sounds.filter(({usedBy}) => usedBy.length > 0)
  if (used.some(({verdict}) => isUnheard(verdict))) return 'invalid'
  return used.some(({verdict, files}) => verdict === 'not read' && files.length > 0) ? 'unavailable' : undefined
}

/**
 * Adds a file, prefixed with the queue's name, atomically. Invalid when Asterisk cannot play it, Conflict when some calls would hear
 * another file of its name.
 */
export async function addSound(
  context: Context,
  reference: Reference,
  sound: NewSound,
  {name: wanted, convert = false, force = false, replace = false, set = false}: AddOptions = {},
): Promise<Changed<AddedSound>> {
  const {sounds: directory} = context
  const queue = await readAtOnce(context, (trx) => queueByReference(trx, reference))
  const name = nameOfSound(sound, wanted)
  const sought = soundNameFor(directory, queue.name, convert ? asWav(name) : name, wanted)
  if (convert) refuseOtherThanWav(sought)
  if (!replace) await refuseTaken(directory, sought.file)
  const {bytes, conversion} = convert
    ? await converted(sound.bytes, name, context.stop)
    : {bytes: stoppable(sound.bytes, context.stop), conversion: undefined}
  const {result, changes} = await withStagedSound(directory, bytes, async (staged) => {
    const inspection = judgedAlone(staged, sought, force)
    const besides = await filesBeside(directory, sought)
    if (!force && !replace) refuseOthers(sought, inspection, besides)
    const replaced = replace ? besides.filter(({language}) => language === undefined) : []
    const {changes, hints = []} = await placed(context, staged, sought, inspection, replace ? replaced : undefined)
    return {changes, result: {inspection, hints, besides: besides.filter((each) => !replaced.includes(each))}}
  })
  const {inspection, besides, hints: unfinished} = result
  const remarks = [...limitRemark(conversion), ...(await remarksOn(directory, sought, inspection, besides))]
  const setting: Pick<Changed<unknown>, 'changes' | 'hints'> = set
    ? await setAdded(context, queue, sought)
    : {changes: []}
  const hints = [...remarks.map((each) => `${sought.file}: ${each}`), ...unfinished, ...(setting.hints ?? [])]
  return {
    result: {id: queue.id, soundFile: sought.name, file: sought.file, inspection, ...(conversion && {conversion})},
    changes: [...changes, ...setting.changes],
    ...(hints.length > 0 && {hints}),
  }
}

/** `closed.mp3` becomes `closed.wav`. */
export const asWav = (name: string) => `${name.replace(/\.[^.]*$/, '')}.wav`

/** A conversion makes nothing else. */
export function refuseOtherThanWav({name, file}: SoundName): void {
  if (file.endsWith('.wav')) return
  throw invalid(`a sound that is converted becomes a .wav, not '${file}'`, {
    hints: [{give: 'name', value: `${name}.wav`}],
  })
}

/** A sound as telephone audio; `name` tells how to read it. */
export async function converted(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  stop: AbortSignal,
): Promise<{bytes: AsyncIterable<Uint8Array>; conversion: Conversion}> {
  try {
    const {wav, ...conversion} = await convertSound(stoppable(bytes, stop), name, stop)
    return {bytes: Readable.from([wav]), conversion}
  } catch (error) {
    goOn(stop)
    throw error
  }
}

const limitRemark = (conversion: Conversion | undefined): string[] =>
  conversion?.limited
    ? [
        `its gain was limited to ${conversion.gain} dB, because its peak is then at -1 dBFS: its speech is quieter than that of other sounds`,
      ]
    : []

/** The files of the same name that Asterisk finds, in other formats and in language folders; one of the same format is replaced. */
async function filesBeside(directory: SoundDirectory, {name, file}: SoundName): Promise<InspectedFile[]> {
  const same = (await allSounds(directory)).filter((each) => each.name === name && each.file !== file)
  const [looked] = await lookAtSounds(directory, new Map([[name, same]]))
  return (looked?.files ?? []).filter(({found}) => found)
}

/** Which other file some calls would hear, or why they would hear none. */
function refuseOthers({name, file}: SoundName, inspection: Inspection, besides: readonly InspectedFile[]): void {
  const own = besides.filter(({language}) => language === undefined)
  const elsewhere = heardInPlaceOf(file, judged(name, [{file, ...inspection}, ...own]).calls)
  if (elsewhere === undefined) return
  throw conflict(`'${file}' was not added: callers on ${elsewhere} instead, which is already there`, {
    hints: [
      {give: 'replace', when: 'to set the existing files aside'},
      {give: 'name', value: 'NAME', when: 'to give the new sound another name'},
      {give: 'force', when: 'to add it beside them'},
    ],
  })
}

/** Which calls may hear other files than this one; undefined when none may. */
function heardInPlaceOf(file: string, played: PlayedByCall): string | undefined {
  const others = (call: (typeof calls)[number]) => filesOf(played[call]).filter((each) => each !== file)
  const elsewhere = calls.filter((call) => others(call).length > 0)
  if (elsewhere.length === 0) return undefined
  return `${callsText(elsewhere)} calls may hear ${[...new Set(elsewhere.flatMap(others))].join(', ')}`
}

/** The file has its name before the journal has the changes; those that it replaces keep theirs until then. */
async function placed(
  context: Context,
  staged: StagedSound,
  {file}: SoundName,
  {size, seconds}: Inspection,
  replaced: readonly InspectedFile[] | undefined,
): Promise<Pick<Changed<unknown>, 'changes' | 'hints'>> {
  const {sounds: directory} = context
  const {sha256} = staged
  return changeWithFiles(context, async (trx, record, move) => {
    await lock(trx, {on: 'sounds'})
    const former = replaced && (await formerOf(directory, file))
    const others: KeptFile[] = []
    for (const each of replaced ?? []) others.push(await kept(directory, each))
    const added: Recorded = {
      ...{kind: 'sound', id: file, name: file, after: {bytes: size, seconds, ...(former && {sha256})}},
      ...(former && {before: former}),
      rows: {after: {sha256}, ...(former && {before: {sha256: former.sha256}})},
    }
    const moves: FileMove[] = [
      ...(former === undefined ? [publishing(staged, file)] : []),
      ...(former !== undefined && former.sha256 !== sha256 ? [replacing(directory, staged, file, former.sha256)] : []),
      ...others.map((each) => settingAside(directory, each.file, each.sha256)),
    ]
    await record([added, ...others.map(({change}) => change)], () => move(moves))
  })
}

/** The state of the file that has the name already. Its digest tells it from another one of the same length. */
async function formerOf(directory: SoundDirectory, file: string) {
  const sha256 = await hashOf(directory, file)
  if (sha256 === undefined) return undefined
  const {size, seconds} = inspectSound(directory, file)
  return {bytes: size, seconds, sha256}
}

interface KeptFile {
  file: string
  sha256: string
  change: Recorded
}

/** A file that is set aside, and the change that says so. */
async function kept(directory: SoundDirectory, {file, size, seconds}: InspectedFile): Promise<KeptFile> {
  const sha256 = (await hashOf(directory, file)) ?? ''
  const before = {bytes: size, seconds}
  return {file, sha256, change: {kind: 'sound', id: file, name: file, before, rows: {before: {sha256}}}}
}

/** Warnings about a sound that was added anyway. */
async function remarksOn(
  directory: SoundDirectory,
  {name, file}: SoundName,
  inspection: Inspection,
  besides: readonly InspectedFile[],
): Promise<string[]> {
  const sound = judged(name, [{file, ...inspection}, ...besides])
  const elsewhere = heardInPlaceOf(file, sound.calls)
  return [
    ...inspection.faults,
    ...unlisted({name, file}),
    ...inspection.remarks,
    ...mp3Remarks(file, inspection.rate, await mp3Rates(directory)),
    ...(elsewhere === undefined ? [] : [`${elsewhere} in its place`]),
    ...sound.remarks,
  ]
}

/** The name that a sound is added under. */
export function nameOfSound({name}: NewSound, wanted: string | undefined): string {
  const known = name ?? wanted
  if (known !== undefined) return known
  throw invalid('a sound from standard input has no name', {
    hints: [{give: 'name', value: 'NAME.wav'}],
  })
}

/** Refuses a sound that Asterisk would not play, unless it is forced. */
export function judgedAlone({file, head}: StagedSound, name: SoundName, force: boolean): Inspection {
  const inspection = inspectOpen(file.fd, name.file, {measuring: () => {}})
  const reasons = [...inspection.faults, ...unlisted(name)]
  if (reasons.length === 0 || force) return inspection
  throw invalid(`'${name.file}' was not added: ${reasons.join('; ')}`, {
    hints: [
      ...(inspection.faults.length > 0 ? [{give: 'convert', when: 'to convert it'} as const, soxLine(head, name)] : []),
      {give: 'force', when: 'to add it as it is'},
    ],
  })
}

/** sox needs to be told where a name or a header misleads it. */
const soxLine = (head: Buffer, {name}: SoundName) =>
  `or convert it on another machine: ${['sox', ...soxOptions(head), 'INPUT', '-r', '8000', '-c', '1', '-b', '16', `${name}.wav`].join(' ')}`

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

/** Bytes that end when the program is to end. */
export async function* stoppable(bytes: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncGenerator<Uint8Array> {
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

function named(players: readonly Player[], queues: readonly QueueRow[]): UsedSound[] {
  return players.map((player) => {
    const queue = queueOf(player, queues)
    return {...player, ...(queue && {queueName: queue.name})}
  })
}

const isOf = ({name}: QueueRow, {queueName}: Pick<SoundUse, 'queueName'>) => queueName === name

const toUse = ({event, category, categoryval, queueName}: UsedSound): SoundUse => ({
  ...{event, category, categoryval},
  ...(queueName !== undefined && {queueName}),
})

function missing(directory: string, uses: readonly UsedSound[]): CheckedSound[] {
  const byPath = [...grouped(uses, ({path}) => path)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byPath.map(([path, of]) => {
    const isHere = of.some(({place}) => place === 'here')
    return {
      name: path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path,
      ...(isHere
        ? unheard('does not play', 'there is no such file')
        : unheard('not read', `not looked at: it is not in ${directory}`)),
      usedBy: of.map(toUse),
    }
  })
}

const unheard = (verdict: Verdict, fault: string): Omit<InspectedSound, 'name'> => ({
  verdict,
  calls: Object.fromEntries(calls.map((call) => [call, {verdict}])) as PlayedByCall,
  faults: [fault],
  remarks: [],
  files: [],
})
