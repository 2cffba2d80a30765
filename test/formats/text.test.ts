import {expect, test} from 'vitest'
import {shellLine} from '../../src/formats/shell.ts'
import {steering, unfitName, visible} from '../../src/formats/text.ts'

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

test.each([
  ['', 'must not be empty'],
  ['a\u001b[2Jb', 'holds a control character'],
  ['a\u009b2J', 'holds a control character'],
  ['a\nb', 'holds a control character'],
  ['a\0b', 'holds a NUL character, which the database cannot store'],
  ['é'.repeat(256), 'is longer than 255 characters'],
  ['😀'.repeat(255), undefined],
  ['\u00a0\u200b', 'has no visible character'],
  ['é\u200b', undefined],
  ["Relances d'été – 2e", undefined],
])('%j as the name of a list or a period: %s', (name, reason) => {
  expect(unfitName(name)).toBe(reason)
})

test.each([
  ['sales', 'sales'],
  ["l'été", "'l'\\''été'"],
  ['\t', "$'\\t'"],
  ["it's\u001b[2J\\", "$'it\\'s\\u001b[2J\\\\'"],
  ['\u202eabc', "$'\\u202eabc'"],
])('%j in a line for a shell is %s', (word, line) => {
  expect(shellLine(word)).toBe(line)
})

test('what steers a terminal has these properties in Unicode, and nothing else of the first plane steers it', () => {
  let plane = ''
  for (let code = 0; code <= 0xffff; code++) plane += String.fromCodePoint(code)
  expect(plane.match(steering)).toEqual(plane.match(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu))
})
