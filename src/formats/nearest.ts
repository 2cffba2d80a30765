import {closest, distance} from 'fastest-levenshtein'

/** The candidate that `text` most likely means; undefined when none is close. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const folded = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]))
  const found = closest(text.toLowerCase(), [...folded.keys()])
  const allowed = Math.max(2, Math.ceil(text.length / 3))
  return distance(text.toLowerCase(), found) <= allowed ? folded.get(found) : undefined
}

/** Hints for an unknown name: the nearest one, and the first few that exist. */
export function nameHints(plural: string, text: string, candidates: readonly string[]): string[] {
  if (candidates.length === 0) return [`there are no ${plural}`]
  const near = nearest(text, candidates)
  const shown = candidates.slice(0, 12).join(', ')
  const more = candidates.length > 12 ? `, … (${candidates.length} in all)` : ''
  return [...(near === undefined ? [] : [`did you mean '${near}'?`]), `${plural}: ${shown}${more}`]
}

/** `first-name`, `First name` and `firstName` are the same name. */
export const plainName = (text: string) => text.replace(/[\s-]/g, '').toLowerCase()
