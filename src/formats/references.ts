import {type AppError, conflict, type Noun, notFound} from '../errors.ts'
import {nameHints} from './nearest.ts'
import {uuidsFrom} from './uuids.ts'

/** A reference to an object: its name or its id. `id:N` and `name:X` are explicit. */
export type Reference = string

interface Vocabulary<T> {
  noun: Noun
  singular: string
  plural: string
  /** The word before the name in a sentence; `named` by default. */
  called?: string
  /** Its ids are uuids: case does not matter, and a unique prefix suffices if no object has it as its name. */
  uuids?: boolean
  id: (candidate: T) => string
  names: (candidate: T) => string[]
}

/** The candidate that `reference` means. Not found (with the nearest name) for none, Conflict (naming all) for several. */
export function pick<T>(candidates: readonly T[], reference: Reference, vocabulary: Vocabulary<T>): T {
  const found = fitting(candidates, reference, vocabulary)
  const [first] = found
  if (first === undefined) throw missing(candidates, reference, vocabulary)
  if (found.length > 1) throw ambiguous(found, reference, vocabulary)
  return first
}

/** Every candidate that `reference` could mean. */
export function fitting<T>(candidates: readonly T[], reference: Reference, vocabulary: Vocabulary<T>): T[] {
  const found = candidates.filter((candidate) => fits(candidate, reference, vocabulary))
  const range = found.length === 0 && vocabulary.uuids ? uuidsFrom(reference) : undefined
  if (range === undefined) return found
  return candidates.filter(
    (candidate) => range.first <= vocabulary.id(candidate) && vocabulary.id(candidate) <= range.last,
  )
}

function fits<T>(candidate: T, reference: Reference, {uuids, id, names}: Vocabulary<T>): boolean {
  const spelt = (text: string) => (uuids ? text.toLowerCase() : text)
  if (reference.startsWith('id:')) return id(candidate) === spelt(reference.slice(3))
  if (reference.startsWith('name:')) return names(candidate).includes(reference.slice(5))
  return id(candidate) === spelt(reference) || names(candidate).includes(reference)
}

function missing<T>(candidates: readonly T[], reference: Reference, words: Vocabulary<T>): AppError {
  const bare = reference.replace(/^name:/, '')
  const all = [...new Set(candidates.flatMap((candidate) => words.names(candidate)[0] ?? []))]
  const what = reference.startsWith('id:') ? `with id ${reference.slice(3)}` : `${words.called ?? 'named'} '${bare}'`
  return notFound(words.noun, `no ${words.singular} ${what}`, {hints: nameHints(words.plural, bare, all)})
}

function ambiguous<T>(
  found: readonly T[],
  reference: Reference,
  {singular, plural, id, names}: Vocabulary<T>,
): AppError {
  const each = found.map((candidate) => `${singular} ${id(candidate)} (${names(candidate)[0]})`)
  return conflict(`'${reference}' matches ${found.length} ${plural}: ${each.join(', ')}`, {
    hints: [`use ${found.map((candidate) => `id:${id(candidate)}`).join(' or ')}`],
  })
}
