import {expect, test} from 'vitest'
import type * as dates from '../../src/formats/dates.ts'
import type * as headers from '../../src/formats/headers.ts'
import {type Bug, withBug} from '../support/planted.ts'
import {wrongDates} from './date-cases.ts'
import {wrongHeader} from './header-cases.ts'

const ofDates: Omit<Bug, 'file'>[] = [
  {bug: 'midnight behind it', from: `text.replace(midnight, '')`, to: 'text'},
  {bug: 'two-digit years', from: `year.length === 2 ? \`20\${year}\` : year`, to: 'year'},
  {
    bug: 'the day first',
    from: `'DD/MM/YYYY': dayOf(last, second, first)`,
    to: `'DD/MM/YYYY': dayOf(last, first, second)`,
  },
  {
    bug: 'the month first',
    from: `'MM/DD/YYYY': dayOf(last, first, second)`,
    to: `'MM/DD/YYYY': dayOf(last, second, first)`,
  },
  {bug: 'points and dashes', from: `([-./])(\\d{1,2})\\2(\\d{4}|`, to: `([/])(\\d{1,2})\\2(\\d{4}|`},
  {bug: 'one digit', from: `^(\\d{1,2})([-./])(\\d{1,2})\\2`, to: `^(\\d{2})([-./])(\\d{2})\\2`},
  {bug: 'the year first', from: 'if (year !== undefined) {', to: 'if (false) {'},
  {bug: 'slashes behind the year', from: `([-/])(\\d{1,2})\\2(\\d{1,2})$`, to: `([-])(\\d{1,2})\\2(\\d{1,2})$`},
  {bug: 'days that do not exist', from: `day > 0 && day <= daysIn(year, month)`, to: `day > 0 && day <= 31`},
  {bug: 'serial numbers', from: `{refused: 'serial-number', day:`, to: `{day:`},
  {bug: 'a time of day', from: `return hasTime && reading.refused === undefined ?`, to: 'return false ?'},
]

const ofHeaders: Bug[] = [
  {
    bug: 'known programs',
    file: 'formats/headers',
    from: 'said.noGuess ? undefined : programOf(names.slice(ourOwn(names)))',
    to: 'undefined',
  },
  {
    bug: 'the other columns of a program',
    file: 'formats/headers',
    from: `meaning.why === 'unknown' ? elsewhere`,
    to: `meaning.why === 'unknown' ? meaning`,
  },
  {
    bug: 'the last name behind the second Nom',
    file: 'formats/headers',
    from: 'this.#program?.lastNameComesLast',
    to: 'false',
  },
  {bug: 'the kinds of phones', file: 'formats/headers', from: 'this.#takeKinds()\n', to: '\n'},
  {bug: 'names beside one another', file: 'formats/headers', from: 'this.#takePeople()\n', to: '\n'},
  {
    bug: 'Nom without a first name',
    file: 'formats/headers',
    from: '!hasLast && hasFirst && this.#one',
    to: '!hasLast && this.#one',
  },
  {bug: 'the rank of a column', file: 'formats/headers', from: '.sort((a, b) => rank(a) - rank(b))', to: ''},
  {
    bug: 'competing columns',
    file: 'formats/headers',
    from: `this.#refuse(i, 'competes', [to], best)`,
    to: 'continue',
  },
  {bug: 'a department beside a company', file: 'formats/headers', from: '&& !this.#hasCompany()', to: ''},
  {
    bug: 'unclear columns',
    file: 'formats/headers',
    from: `if (meaning.is === 'unclear') return`,
    to: 'if (false as boolean) return',
  },
  {
    bug: 'the office before the home',
    file: 'formats/column-meaning',
    from: `return any('work') ? 0 : 1\n}\n\nfunction date`,
    to: `return any('work') ? 20 : 1\n}\n\nfunction date`,
  },
  {
    bug: 'mobile phones',
    file: 'formats/column-meaning',
    from: `const isMobile = any('mobile')`,
    to: 'const isMobile = false',
  },
  {bug: 'the day of a callback', file: 'formats/column-meaning', from: `|| (any('callback') && any('date'))`, to: ''},
  {
    bug: 'a bare date',
    file: 'formats/column-meaning',
    from: `? unclear('date', 'dueDate') :`,
    to: `? field('dueDate') :`,
  },
  {
    bug: 'a bare number',
    file: 'formats/column-meaning',
    from: `? unclear(words.has.has('extension') ? 'extension' : 'number', 'phoneNumber')`,
    to: `? field('phoneNumber')`,
  },
  {
    bug: 'times of day',
    file: 'formats/column-meaning',
    from: `if (any('time') && !any('period')) return unclear('time-of-day')`,
    to: '',
  },
  {bug: 'dates of birth', file: 'formats/column-meaning', from: `if (any('birth')) return`, to: 'if (false) return'},
  {bug: 'notes', file: 'formats/column-meaning', from: `if (any('note')) return note(words, any)`, to: ''},
  {
    bug: 'companies',
    file: 'formats/column-meaning',
    from: `return field('company', isCompany ? 0 : 2)`,
    to: 'return elsewhere',
  },
  {bug: 'full names', file: 'formats/column-meaning', from: `return named('full')\n`, to: `return named('last')\n`},
  {bug: 'guardians', file: 'formats/column-meaning', from: `any('guardian') ? 'guardian' :`, to: ''},
  {
    bug: 'addresses',
    file: 'formats/column-meaning',
    from: `if (any('address', 'civility', 'function', 'middle')) return elsewhere`,
    to: '',
  },
  {
    bug: 'what a person has beside',
    file: 'formats/column-meaning',
    from: `if (any('email', 'web', 'dead-line', 'login', 'photo', 'language')) return elsewhere`,
    to: '',
  },
  {
    bug: 'most columns of a program',
    file: 'formats/known-programs',
    from: 'const SHARE = 0.8',
    to: 'const SHARE = 1.8',
  },
  {bug: 'numbers in names', file: 'formats/known-programs', from: `.replace(/\\d+/g, '1')`, to: ''},
]

test.each(ofDates)('a cell of dates is read wrongly without $bug', (bug) => {
  const file = 'formats/dates'
  expect(wrongDates(withBug<typeof dates>([`${file}.ts`], {...bug, file}))).not.toEqual([])
})

test.each(ofHeaders)('a header is read wrongly without $bug', (bug) => {
  expect(wrongHeader(withBug<typeof headers>(['formats/headers.ts'], bug))).toBeDefined()
})

test('none is without a bug', () => {
  expect(wrongDates(withBug<typeof dates>(['formats/dates.ts']))).toEqual([])
  expect(wrongHeader(withBug<typeof headers>(['formats/headers.ts']))).toBeUndefined()
})
