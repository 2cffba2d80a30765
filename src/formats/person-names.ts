import type {PersonalFields} from './callback-fields.ts'

/** The names of a person. */
export type PersonName = Partial<Pick<PersonalFields, 'firstName' | 'lastName' | 'company'>>

/** For comparison: without case, accents and superfluous blanks. */
export const foldName = ({firstName, lastName, company}: PersonName): PersonName => ({
  firstName: fold(firstName),
  lastName: fold(lastName),
  company: fold(company),
})

const fold = (name: string | undefined) =>
  name === undefined || /^[a-z]+$/.test(name)
    ? name
    : name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()

/** Compares the names of persons if both have one, otherwise those of companies; a missing name proves nothing. */
export function mayBeOne(one: PersonName, other: PersonName): boolean {
  const isPerson = ({firstName, lastName}: PersonName) => (firstName ?? lastName) !== undefined
  if (isPerson(one) && isPerson(other))
    return mayBeSame(one.firstName, other.firstName) && mayBeSame(one.lastName, other.lastName)
  return isPerson(one) || isPerson(other) || mayBeSame(one.company, other.company)
}

const mayBeSame = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined || one === other

/** The smallest number of people that these names can belong to: 0 without a name, 1 if they may all be one person. */
export function countPeople(names: readonly PersonName[]): number {
  const people: PersonName[][] = []
  for (const name of names.filter(isName)) {
    const same = people.find((person) => person.every((each) => mayBeOne(each, name)))
    if (same) same.push(name)
    else people.push([name])
  }
  return people.length
}

const isName = ({firstName, lastName, company}: PersonName) => (firstName ?? lastName ?? company) !== undefined

/**
 * Those of folded names that a text means: they have all its words. If these may be several people, only those with no other word are
 * meant; none when that does not decide it either.
 */
export function namesCalled(text: string, names: readonly PersonName[]): PersonName[] {
  const words = wordsOf(fold(text))
  if (words.length === 0) return []
  const fitting = names.filter((name) => {
    const own = Object.values(name).flatMap(wordsOf)
    return words.every((word) => own.includes(word))
  })
  if (countPeople(fitting) <= 1) return fitting
  const isWhole = (parts: (string | undefined)[]) => parts.flatMap(wordsOf).length === words.length
  const exact = fitting.filter(({firstName, lastName, company}) => isWhole([firstName, lastName]) || isWhole([company]))
  return countPeople(exact) === 1 ? exact : []
}

const wordsOf = (text: string | undefined) => text?.split(' ').filter(Boolean) ?? []

/** Whether a name is one of these, or of the same person for certain: who has no name, or half of one, may be anybody of several. */
export function isOneOf(chosen: readonly PersonName[], all: readonly PersonName[]): (name: PersonName) => boolean {
  const near = (name: PersonName) => all.filter((each) => mayBeOne(each, name))
  const around = chosen.flatMap(near)
  return (name) =>
    chosen.includes(name) ||
    (chosen.some((each) => mayBeOne(each, name)) && countPeople([...around, ...near(name)]) === 1)
}
