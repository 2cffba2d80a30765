import {stat} from 'node:fs/promises'
import {setImmediate as pause} from 'node:timers/promises'
import {allSounds, extensionOf, type SoundDirectory, type SoundFile} from './directory.ts'
import {type Inspection, type InspectOptions, inspectSound} from './inspect.ts'
import {type JudgedSound, judgeSound} from './sound.ts'

/** A file of a sound, and what Asterisk does with it. */
export interface InspectedFile extends Inspection {
  file: string
  language?: string
}

/** A sound as callers hear it, and its files. */
export interface InspectedSound extends JudgedSound {
  name: string
  files: InspectedFile[]
}

/** The file that calls in alaw hear, which are most in Europe; else the first one. */
export function heardFile({calls, files}: Pick<InspectedSound, 'calls' | 'files'>): InspectedFile | undefined {
  return files.find(({file}) => file === calls.alaw.file) ?? files[0]
}

interface Options {
  /** Called before each file, and each piece of it. */
  goOn?: () => void
  /** Also measure the samples; otherwise only headers are read. */
  measured?: boolean
}

/** Other work gets a turn after so many milliseconds of reading. */
const TURN = 20

/** Inspects and judges sounds one after the other, in the order of `sounds`. */
export async function lookAtSounds(
  directory: SoundDirectory,
  sounds: ReadonlyMap<string, readonly SoundFile[]>,
  {goOn = () => {}, measured = false}: Options = {},
): Promise<InspectedSound[]> {
  const options = {folder: await stat(directory.path), ...(measured && {measuring: goOn})}
  const inspected: InspectedSound[] = []
  let since = performance.now()
  for (const [name, files] of sounds) {
    goOn()
    inspected.push(lookAtSound(directory, name, files, options))
    if (performance.now() - since > TURN) {
      await pause()
      since = performance.now()
    }
  }
  return inspected
}

/** Inspects and judges one sound. */
export function lookAtSound(
  directory: SoundDirectory,
  name: string,
  files: readonly SoundFile[],
  options: InspectOptions = {},
): InspectedSound {
  const inspected = files.map((file) => inspectFile(directory, file, options))
  return Object.assign(judged(name, inspected), {name, files: inspected})
}

function inspectFile(directory: SoundDirectory, {file, language}: SoundFile, options: InspectOptions): InspectedFile {
  const inspected = Object.assign(inspectSound(directory, file, options), {file})
  return language === undefined ? inspected : Object.assign(inspected, {language})
}

/** The same for files that were inspected already. */
export const judged = (name: string, files: readonly InspectedFile[]): JudgedSound =>
  judgeSound(
    name,
    files.map((judged) => {
      const {file, language} = judged
      return language === undefined ? {file, judged} : {file, language, judged}
    }),
  )

/** The sampling rates of the MP3s at hand: of those that are played at the same time, different rates spoil each other. */
export async function mp3Rates(directory: SoundDirectory, files?: readonly SoundFile[]): Promise<Map<string, number>> {
  const rates = (files ?? (await allSounds(directory))).flatMap(({file}): [string, number][] => {
    if (extensionOf(file) !== 'mp3') return []
    const {rate} = inspectSound(directory, file)
    return rate === undefined ? [] : [[file, rate]]
  })
  return new Map(rates)
}

const NAMED = 3

/** What others at hand do to an MP3 of this rate. */
export function mp3Remarks(file: string, rate: number | undefined, rates: ReadonlyMap<string, number>): string[] {
  if (extensionOf(file) !== 'mp3' || rate === undefined) return []
  const others = [...rates].filter(([other, its]) => other !== file && its !== rate)
  if (others.length === 0) return []
  const named = others.slice(0, NAMED).map(([other, its]) => `${other} (${its})`)
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : ''
  return [
    `its sample rate of ${rate} Hz differs from that of ${named.join(', ')}${more}: MP3s with different rates spoil each other when they are played at the same time`,
  ]
}
