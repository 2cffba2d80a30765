import {expect, test} from 'vitest'
import {visible} from '../../src/formats/text.ts'

test.each([
  ['02 30', '02 30'],
  ['Téléphone № 1 ☎', 'Téléphone № 1 ☎'],
  ['\u200b02\u00a030\u202f21', '\\u200b02\\u00a030\\u202f21'],
  ['\u202a02\u202c', '\\u202a02\\u202c'],
  ['\ufeff\u00ad\n', '\\ufeff\\u00ad\\u000a'],
  ['\u{e0041}', '\\u{e0041}'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown)
})
