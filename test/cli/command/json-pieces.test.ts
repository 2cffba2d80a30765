import {expect, test} from 'vitest'
import {jsonPieces} from '../../../src/cli/command/json-pieces.ts'

test.each([
  [[]],
  [[{a: 1, b: {c: ['line\nbreak', 'é"\\']}}, {}, [], 'text\n', null, 2, undefined]],
  [{list: [{a: 1}]}],
  ['text'],
  [null],
])('%j is the document that JSON.stringify makes', (document) => {
  expect([...jsonPieces(document)].join('')).toBe(JSON.stringify(document, null, 2))
})

test('each element of a list is a piece of its own', () => {
  expect([...jsonPieces([{a: 1}, 2])]).toEqual(['[\n  {\n    "a": 1\n  }', ',\n  2', '\n]'])
})
