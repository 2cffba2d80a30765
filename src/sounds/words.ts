import type {JudgedSound} from './sound.ts'
import {type Call, calls, type PlayedByCall} from './verdict.ts'

/** The verdict of a sound, with the calls that it holds for, where not for all. */
export function verdictText({
  verdict,
  calls: general,
  languages = {},
}: Omit<JudgedSound, 'faults' | 'remarks'>): string {
  const scopes: [string | undefined, PlayedByCall][] = [
    ...(isMet(general) ? [[undefined, general] as [undefined, PlayedByCall]] : []),
    ...Object.entries(languages),
  ]
  const everywhere = scopes.flatMap(([, all]) => calls.map((call) => all[call].verdict))
  if (new Set(everywhere).size < 2) return verdict
  return scopes
    .flatMap(([language, all]) => exceptions(all).map((text) => (language ? `${text} in ${language}` : text)))
    .join('; ')
}

const isMet = (all: PlayedByCall) => calls.some((call) => all[call].file !== undefined)

function exceptions(all: PlayedByCall): string[] {
  const poor = new Set(calls.map((call) => all[call].verdict).filter((verdict) => verdict !== 'plays'))
  return [...poor].map(
    (verdict) => `${verdict} on ${callsText(calls.filter((call) => all[call].verdict === verdict))} calls`,
  )
}

/** `alaw and other`; the word 'calls' follows. */
export const callsText = (some: readonly Call[]) => (some.length === calls.length ? 'all' : some.join(' and '))

/** Why callers do not hear it: the verdict and its reasons, in one line. */
export const reasonText = (sound: Omit<JudgedSound, 'remarks'>) =>
  sound.faults.length === 0 ? verdictText(sound) : `${verdictText(sound)}: ${sound.faults.join(', ')}`
