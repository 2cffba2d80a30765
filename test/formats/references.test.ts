import {describe, expect, test} from 'vitest'
import {nameHints, nearest} from '../../src/formats/nearest.ts'
import {pick} from '../../src/formats/references.ts'

interface Candidate {
  id: number
  name: string
}

const queues: Candidate[] = [
  {id: 1, name: 'support'},
  {id: 2, name: 'sales'},
  {id: 3, name: 'sales'},
  {id: 7, name: '1'},
  {id: 8, name: 'id:2'},
]

const vocabulary = {
  noun: 'Queue',
  singular: 'queue',
  plural: 'queues',
  id: ({id}: Candidate) => String(id),
  names: ({name}: Candidate) => [name],
} as const

const choose = (reference: string) => pick(queues, reference, vocabulary)

describe('a reference', () => {
  test.each([
    ['support', 1],
    ['name:support', 1],
    ['id:1', 1],
    ['name:1', 7],
    ['7', 7],
    ['2', 2],
    ['id:2', 2],
    ['name:id:2', 8],
  ])('%j means the queue with id %i', (reference, id) => {
    expect(choose(reference)).toMatchObject({id})
  })

  test('that fits the name of one and the id of another is a conflict that names both', () => {
    expect(() => choose('1')).toThrow(
      expect.objectContaining({
        kind: 'conflict',
        code: 'Conflict',
        message: `'1' matches 2 queues: queue 1 (support), queue 7 (1)`,
        hints: ['use id:1 or id:7'],
      }),
    )
  })

  test('that two share as their name is one too', () => {
    for (const reference of ['sales', 'name:sales']) {
      expect(() => choose(reference)).toThrow(expect.objectContaining({kind: 'conflict', hints: ['use id:2 or id:3']}))
    }
  })

  test.each(['', 'SUPPORT', ' support', 'support ', '01', '9', 'id:support', 'id:', 'name:', 'name:7x', '__proto__'])(
    '%j means nothing',
    (reference) => {
      expect(() => choose(reference)).toThrow(expect.objectContaining({kind: 'not-found', code: 'QueueNotFound'}))
    },
  )

  test('that is nearly a name is answered with that name, and with those that exist', () => {
    expect(() => choose('suport')).toThrow(
      expect.objectContaining({
        message: `no queue named 'suport'`,
        hints: [`did you mean 'support'?`, 'queues: support, sales, 1, id:2'],
      }),
    )
    expect(() => choose('id:99')).toThrow(expect.objectContaining({message: 'no queue with id 99'}))
  })

  test('to one of nothing is answered with there being none', () => {
    expect(() => pick([], 'support', vocabulary)).toThrow(expect.objectContaining({hints: ['there are no queues']}))
  })
})

describe('the nearest name', () => {
  test('forgives case and a few letters, and gives nothing when all are far', () => {
    expect(nearest('PHONENUMBER', ['phoneNumber', 'mobilePhoneNumber'])).toBe('phoneNumber')
    expect(nearest('lastNme', ['firstName', 'lastName'])).toBe('lastName')
    expect(nearest('zzzzzz', ['firstName', 'lastName'])).toBeUndefined()
    expect(nearest('x', [])).toBeUndefined()
    expect(nearest('', ['uuid'])).toBeUndefined()
  })

  test('comes before a list of twelve at most', () => {
    const names = Array.from({length: 15}, (_, i) => `queue${i}`)
    const [near, listed] = nameHints('queues', 'queue99', names)
    expect(near).toMatch(/^did you mean 'queue\d+'\?$/)
    expect(listed).toBe(`queues: ${names.slice(0, 12).join(', ')}, … (15 in all)`)
  })
})

describe('a reference to something with a uuid', () => {
  const lists = [
    {id: '12345678-0000-4000-8000-000000000001', name: 'one'},
    {id: '12345678-0000-4000-8000-000000000002', name: 'two'},
    {id: '9d28d8fe-0548-4d45-aa08-9623ef69a04b', name: '12345678'},
    {id: 'abcdef01-0548-4d45-aa08-9623ef69a04b', name: 'four'},
  ]
  const words = {
    noun: 'CallbackList',
    singular: 'callback list',
    plural: 'callback lists',
    uuids: true,
    id: ({id}: (typeof lists)[0]) => id,
    names: ({name}: (typeof lists)[0]) => [name],
  } as const

  test.each([
    ['9D28D8FE-0548-4D45-AA08-9623EF69A04B', '12345678'],
    ['id:9D28D8FE-0548-4D45-AA08-9623EF69A04B', '12345678'],
    ['abcdef01', 'four'],
    ['ABCDEF01-05', 'four'],
    ['12345678', '12345678'],
    ['12345678-0000-4000-8000-000000000002', 'two'],
  ])('%s means %s', (reference, name) => {
    expect(pick(lists, reference, words)).toMatchObject({name})
  })

  test('is refused when it begins two, or is too short', () => {
    expect(() => pick(lists, '12345678-', words)).toThrow(
      expect.objectContaining({kind: 'conflict', message: expect.stringMatching(/000000000001.*000000000002/)}),
    )
    for (const reference of ['abcdef0', 'id:abcdef01', 'abcdef0105'])
      expect(() => pick(lists, reference, words)).toThrow(expect.objectContaining({kind: 'not-found'}))
  })
})
