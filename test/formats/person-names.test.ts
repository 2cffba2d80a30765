import {describe, expect, test} from 'vitest'
import {countPeople, foldName, isOneOf, namesCalled, type PersonName} from '../../src/formats/person-names.ts'

/** `John Doe`, `Doe`, `@Cie` for a company, `` for nobody. */
function name(text: string): PersonName {
  if (text.startsWith('@')) return foldName({company: text.slice(1)})
  const [last, ...first] = text.split(' ').reverse()
  return foldName({...(first.length > 0 && {firstName: first.reverse().join(' ')}), ...(last && {lastName: last})})
}

describe('how many people share a number', () => {
  test.each([
    [[], 0],
    [['', ''], 0],
    [['', 'Doe'], 1],
    [['Doe', 'DOÉ', 'John  Doe', '@Cie'], 1],
    [['John Doe', 'Jane Doe'], 2],
    [['Doe', 'John Doe', 'Jane Doe'], 2],
    [['John Doe', "Alice O'Neill", ''], 2],
    [['@Cie', '@Other'], 2],
    [['@Cie', 'Doe', '@Other'], 2],
  ])('%j: %i', (names, people) => {
    expect(countPeople(names.map(name))).toBe(people)
  })
})

describe('who is called so', () => {
  test.each<[all: string[], text: string, theirs: string[]]>([
    [['John Doe', "Alice O'Neill"], 'doe', ['John Doe']],
    [['John Doe', "Alice O'Neill"], 'Doe  JOHN', ['John Doe']],
    [['Zoé Hélène Doe', 'Jean Roe'], 'helene', ['Zoé Hélène Doe']],
    [['@Cie', 'Doe'], 'cie', ['@Cie', 'Doe']],
    [['@Cie', '@Other', 'Doe'], 'cie', ['@Cie']],
    [['John Doe', 'Jane Doe'], 'Doe', []],
    [['Doe', 'John Doe', 'Jane Doe'], 'Doe', ['Doe']],
    [['Doe', 'John Doe', 'Jane Doe'], 'John Doe', ['John Doe']],
    [['Doe', 'John Doe', "O'Neill"], 'John Doe', ['Doe', 'John Doe']],
    [['Doe', 'John Doe', "O'Neill"], 'Doe', ['Doe', 'John Doe']],
    [['John Doe', "O'Neill", ''], 'Doe', ['John Doe']],
    [['John Doe', ''], 'Doe', ['John Doe', '']],
    [['John Doe'], 'Do', []],
    [['John Doe'], '', []],
    [['John Doe'], ' ', []],
  ])('%j, %j: %j', (all, text, theirs) => {
    const names = all.map(name)
    const known = names.filter((each) => countPeople([each]) > 0)
    const isOne = isOneOf(namesCalled(text, known), known)
    expect(all.filter((_, i) => isOne(names[i] ?? {}))).toEqual(theirs)
  })
})
