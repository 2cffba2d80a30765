import {expect, test} from 'vitest'
import {parsePhoneNumber} from '../../src/formats/phone-number.ts'

test.each([
  ['0230210092', '0230210092'],
  ['+33230210092', '+33230210092'],
  ['02 30 21 00 92', '0230210092'],
  ['02.30.21.00.92', '0230210092'],
  ['02-30-21-00-92', '0230210092'],
  ['02\u00a030\u202f21', '023021'],
  ['+33 2. - 30', '+33230'],
  ['*55#', '*55#'],
  ['1000', '1000'],
  ['0', '0'],
])('%j is the number %s', (text, number) => {
  expect(parsePhoneNumber(text)).toBe(number)
})

test.each([
  '',
  ' ',
  '+',
  '++33',
  '33+2',
  '-0230',
  '0230-',
  '02 30 ',
  ' 0230',
  '(0)230',
  '02/30',
  'poste 12',
  '0230a',
  '٠١٢',
  '02\n\0',
  '+ 33',
])('%j is no number', (text) => {
  expect(parsePhoneNumber(text)).toBeUndefined()
})
