import type {Hint} from '../../errors.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'

/** The hints of an error as the remedy of a finding; undefined when none of them helps here. */
export function remedyFrom(hints: readonly Hint[], settings?: Settings): string | undefined {
  const remedies = hints.flatMap((hint) => worded(hint, settings) ?? [])
  return remedies.length > 0 ? remedies.join('; ') : undefined
}

/** The hint to run doctor is useless in doctor's own output. */
function worded(hint: Hint, settings: Settings | undefined): string | undefined {
  if (typeof hint === 'string') return hint
  if (!('run' in hint) || hint.run === 'doctor') return undefined
  const line = xivoctl(settings, ...hint.run.split(' '), ...(hint.words ?? []))
  return hint.when === undefined ? line : `${hint.when}, run: ${line}`
}
