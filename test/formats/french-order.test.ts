import fc from 'fast-check'
import {expect, test} from 'vitest'
import {frenchOrder} from '../../src/formats/french-order.ts'

const {compare} = new Intl.Collator('fr')

const latin = Array.from({length: 0x180 - 0x20}, (_, i) => String.fromCodePoint(0x20 + i))
const others = [
  'e\u0301',
  'u\u0302\u0323',
  '\u0328',
  'ễ',
  'ﬁ',
  'Ω',
  'я',
  '漢',
  '\u034f',
  '\u200d',
  '\u0345',
  '😀',
  '\0',
  '\ud800',
]
const letters = fc.oneof(
  {weight: 4, arbitrary: fc.constantFrom(..."eéèEÉ -'.a1oœOæßsZz")},
  {weight: 3, arbitrary: fc.constantFrom(...latin, ...others)},
)
const name = fc.string({unit: letters, maxLength: 6})

test('names have the order of Intl.Collator in French', () => {
  const order = frenchOrder()
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(Math.sign(order(one, other))).toBe(compare(one, other))
    }),
    {numRuns: 2000},
  )
})

test('every two characters have it', () => {
  const order = frenchOrder()
  const all = [...latin, ...others]
  const wrong = all.flatMap((one) =>
    all.filter((other) => Math.sign(order(one, other)) !== compare(one, other)).map((other) => `${one} ${other}`),
  )
  expect(wrong).toEqual([])
})

test('different names of a French centre are compared without loading a collator', () => {
  const {Collator} = Intl
  let loaded = 0
  Intl.Collator = function counted(...given: ConstructorParameters<typeof Collator>) {
    loaded++
    return new Collator(...given)
  } as unknown as typeof Collator
  try {
    const order = frenchOrder()
    const names = [
      'Ménage',
      'de La Tour',
      "O'Brien",
      'Œdipe',
      'Le Goff (télétravail)',
      'Nguyễn',
      'Weiß',
      'le goff',
      'Ménage',
    ]
    expect([...names].sort(order)).toEqual([...names].sort(compare))
    expect(loaded).toBe(0)
  } finally {
    Intl.Collator = Collator
  }
})
