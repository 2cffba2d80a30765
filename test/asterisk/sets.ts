import {join} from 'node:path'
import {grouped} from '../../src/formats/grouped.ts'
import {allSounds} from '../../src/sounds/directory.ts'
import {type InspectedSound, lookAtSounds} from '../../src/sounds/look.ts'
import type {Call, PlayedByCall, Verdict} from '../../src/sounds/verdict.ts'
import {type Asterisk, type CallFormat, callFormats} from './asterisk.ts'
import type {SoundCase} from './cases.ts'
import {type Heard, type HeardOnCalls, hearAll} from './hear.ts'
import {lay} from './lay.ts'

/** What Asterisks and the product made of a sound. */
export interface Compared {
  of: SoundCase
  /** By Asterisk, in the order in which they were asked. */
  heard: HeardOnCalls[]
  said: Record<CallFormat, Said>
  /** Where they differ. */
  differences: string[]
}

/** What the product says of calls of one format. */
type Said = PlayedByCall[Call]

/** Plays a set of sounds, in a folder of its own, on each Asterisk, and compares with what the product says of that folder. */
export async function compare(
  asterisks: readonly Asterisk[],
  set: string,
  cases: readonly SoundCase[],
): Promise<Compared[]> {
  const played = await Promise.all(
    asterisks.map(async (asterisk) => {
      await lay(join(asterisk.sounds, set), cases)
      return hearAll(asterisk, set, cases)
    }),
  )
  const [{sounds} = {sounds: ''}] = asterisks
  const directory = {path: join(sounds, set), asteriskPath: `/snd/${set}`}
  const files = grouped(await allSounds(directory), ({name}) => name)
  const judged = new Map((await lookAtSounds(directory, files)).map((sound) => [sound.name, sound]))
  return cases.map((each) => {
    const heard = played.flatMap((outcomes) => outcomes.get(each.name) ?? [])
    const said = saidOf(judged.get(each.name), each.language)
    const differences = callFormats.flatMap((format) =>
      difference(
        format,
        said[format],
        heard.map((on) => on[format]),
      ),
    )
    return {
      of: each,
      heard,
      said,
      differences: isMp3(each) ? differences.filter((text) => !/ s$/.test(text)) : differences,
    }
  })
}

/** A decoder of mp3 adds and loses some, and the product does not decode. */
const isMp3 = ({files}: SoundCase) => Object.keys(files).some((file) => file.endsWith('.mp3'))

const kinds: Record<CallFormat, Call> = {slin: 'other', alaw: 'alaw', ulaw: 'ulaw'}

function saidOf(sound: InspectedSound | undefined, language = 'en'): Record<CallFormat, Said> {
  const [base = ''] = language.split('_')
  const {languages = {}} = sound ?? {}
  const scope = languages[language] ?? languages[base] ?? sound?.calls
  const said = (format: CallFormat): Said => scope?.[kinds[format]] ?? {verdict: 'does not play'}
  return {slin: said('slin'), alaw: said('alaw'), ulaw: said('ulaw')}
}

/** Tolerated between the seconds that are heard and those that are said. */
const TOLERANCE = 0.1

function difference(format: CallFormat, said: Said, heard: readonly Heard[]): string[] {
  const outcomes = new Set(heard.map(({outcome}) => outcome))
  const [first] = outcomes.size > 1 ? ['not on every Asterisk'] : outcomes
  if (stock(said.verdict) !== first && !isDocumented(said, outcomes)) {
    return [`${format}: ${heard.map(({outcome}) => outcome).join(' and ')}, said: ${said.verdict}`]
  }
  if (said.seconds === undefined || said.or !== undefined || first !== 'plays') return []
  const {seconds} = heard.reduce((most, each) => (each.seconds > most.seconds ? each : most))
  if (Math.abs(seconds - said.seconds) <= TOLERANCE) return []
  return [`${format}: ${seconds.toFixed(2)} s, said: ${said.seconds.toFixed(2)} s`]
}

/**
 * Another order of modules, or the header of a WAV: called .sln, it is a click before the sound; called .gsm, a decoder may take none of
 * its frames.
 */
const isDocumented = ({verdict, file = '', or}: Said, outcomes: ReadonlySet<string>) =>
  (verdict === 'not on every Asterisk' && or !== undefined) ||
  (verdict === 'noise' &&
    /\.(sln\d*|slin|raw|gsm)$/.test(file) &&
    [...outcomes].every((outcome) => outcome === 'plays' || outcome === 'plays nothing'))

/** Debian's Asterisk has no codec for those. */
const stock = (verdict: Verdict) => (verdict === 'needs a codec' ? 'does not play' : verdict)
