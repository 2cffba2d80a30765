import {activeSpeechLevel} from '../support/active-speech-level.ts'
import {type Asterisk, type CallFormat, callFormats} from './asterisk.ts'
import type {SoundCase} from './cases.ts'
import {isNoise, secondsHeard} from './recording.ts'

/** What a caller notices. */
type Outcome = 'plays' | 'plays nothing' | 'noise' | 'does not play'

export interface Heard {
  outcome: Outcome
  seconds: number
  /** With the silence at its ends, in seconds. */
  recorded: number
  /** The active speech level, in dBFS. */
  speech: number
}

/** By the format of the call. */
export type HeardOnCalls = Record<CallFormat, Heard>

/** In samples. Silence that a file holds is played, and recorded. */
const NOTHING = 400

/** Names at once, each on a call of every format. */
const LANES = 16

/** Plays each sound of a folder on calls of each format. Asterisk spoils mp3s of different rates that play at once. */
export async function hearAll(
  asterisk: Asterisk,
  set: string,
  cases: readonly SoundCase[],
): Promise<Map<string, HeardOnCalls>> {
  const heard = new Map<string, HeardOnCalls>()
  const isMp3 = ({files}: SoundCase) => Object.keys(files).some((file) => file.endsWith('.mp3'))
  const hear = async (each: SoundCase) => {
    const onCalls = callFormats.map(async (format) => [format, await hearOne(asterisk, set, each, format)] as const)
    heard.set(each.name, Object.fromEntries(await Promise.all(onCalls)) as HeardOnCalls)
  }
  const others = cases.filter((each) => !isMp3(each))
  await Promise.all([inLanes(others, LANES, hear), inLanes(cases.filter(isMp3), 1, hear)])
  return heard
}

async function hearOne(
  asterisk: Asterisk,
  set: string,
  {name, language, tones}: SoundCase,
  format: CallFormat,
): Promise<Heard> {
  const {status, samples} = await asterisk.play({
    name: `${set}/${name}`,
    format,
    ...(language !== undefined && {language}),
  })
  const seconds = secondsHeard(samples)
  const heard = {recorded: samples.length / 8000, speech: activeSpeechLevel(samples, 8000)}
  if (status !== 'SUCCESS') return {outcome: 'does not play', seconds, ...heard}
  if (samples.length < NOTHING) return {outcome: 'plays nothing', seconds, ...heard}
  if (seconds === 0) return {outcome: 'plays', seconds: heard.recorded, ...heard}
  return {outcome: tones && isNoise(samples, tones) ? 'noise' : 'plays', seconds, ...heard}
}

async function inLanes<T>(all: readonly T[], lanes: number, work: (each: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  const lane = async () => {
    for (const each of rest) await work(each)
  }
  await Promise.all(Array.from({length: lanes}, lane))
}
