import {expect, test} from 'vitest'
import {type Bug, withBug} from '../support/planted.ts'
import {type Phones, wrongCases} from './phone-cases.ts'

const sources = ['formats/phone-number.ts', 'formats/phone-identity.ts']

const bugs: Bug[] = [
  {bug: 'compatibility forms', file: 'formats/phone-cleaning', from: `.normalize('NFKC')`, to: ''},
  {
    bug: 'invisible characters',
    file: 'formats/phone-cleaning',
    from: String.raw`.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')`,
    to: '',
  },
  {bug: 'Unicode blanks', file: 'formats/phone-cleaning', from: `.replace(blanks, ' ')`, to: ''},
  {
    bug: 'Unicode dashes',
    file: 'formats/phone-cleaning',
    from: String.raw`.replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')`,
    to: '',
  },
  {bug: 'the minus sign', file: 'formats/phone-cleaning', from: `\\u2212]`, to: ']'},
  {bug: 'line ends', file: 'formats/phone-cleaning', from: `.replace(lineEnds, '\\n')`, to: `.replace(lineEnds, ' ')`},
  {bug: 'the text formula', file: 'formats/phone-cleaning', from: `.replace(textFormula, '$1')`, to: ''},
  {bug: 'the text mark', file: 'formats/phone-cleaning', from: `.replace(textMark, '')`, to: ''},
  {bug: 'labels', file: 'formats/phone-cleaning', from: `.replace(label, '')`, to: ''},
  {bug: 'one frame in another', file: 'formats/phone-cleaning', from: 'withoutFrame(inner)', to: 'inner'},
  {bug: 'the (0)', file: 'formats/phone-cleaning', from: `.replace(trunkZero, '$1 ')`, to: ''},
  {bug: 'the 0 of Italy', file: 'formats/phone-cleaning', from: `(?!39\\D)`, to: ''},
  {bug: 'brackets', file: 'formats/phone-cleaning', from: `.replace(brackets, ' ')`, to: ''},
  {
    bug: 'slashes between groups',
    file: 'formats/phone-cleaning',
    from: `[ \\n./-]+[0-9*#]+)*$/`,
    to: `[ \\n.-]+[0-9*#]+)*$/`,
  },
  {bug: 'a + behind #31#', file: 'formats/phone-cleaning', from: `^(?:[#*]31# ?)?(?:\\+ ?)?`, to: `^(?:\\+ ?)?`},

  {
    bug: 'cells too long',
    file: 'formats/phone-refusals',
    from: `if (freed.length > longestCell) return 'too-long'`,
    to: '',
  },
  {
    bug: 'error values',
    file: 'formats/phone-refusals',
    from: String.raw`if (/^(?:#[\p{L}/][/\p{L}\d]*[!?]?|err:\d+)$/iu.test(text)) return 'error-value'`,
    to: '',
  },
  {bug: 'no digit', file: 'formats/phone-refusals', from: `if (!hasDigit.test(text)) return 'no-digit'`, to: ''},
  {bug: 'exponents', file: 'formats/phone-refusals', from: `if (exponent.test(text)) return 'exponent'`, to: ''},
  {bug: 'dates', file: 'formats/phone-refusals', from: `if (isDay(text)) return 'date'`, to: ''},
  {
    bug: 'dates with the year first',
    file: 'formats/phone-refusals',
    from: 'if (isDayOfMonth(month, day)) return true',
    to: '',
  },
  {bug: 'dates with the year last', file: 'formats/phone-refusals', from: 'isInEitherOrder(first, second) ||', to: ''},
  {bug: 'dates without a year', file: 'formats/phone-refusals', from: 'isInEitherOrder(third, fourth) ||', to: ''},
  {bug: 'months by name', file: 'formats/phone-refusals', from: '|| namedMonth.test(text)', to: ''},
  {
    bug: 'days that cannot be',
    file: 'formats/phone-refusals',
    from: `isBetween(1, month, 12)`,
    to: 'isBetween(1, month, 99)',
  },
  {bug: 'decimals', file: 'formats/phone-refusals', from: `return isDecimal(text) ? 'decimal' : undefined`, to: ''},
  {bug: 'decimal zeros', file: 'formats/phone-refusals', from: 'if (/^0+$/.test(fraction))', to: 'if (false)'},
  {bug: 'decimal commas', file: 'formats/phone-refusals', from: `if (point === ',')`, to: 'if (false)'},
  {bug: 'points between groups', file: 'formats/phone-refusals', from: 'fraction.length <= 2', to: 'true'},
  {bug: 'extensions', file: 'formats/phone-refusals', from: `if (extension.test(text)) return 'extension'`, to: ''},
  {
    bug: 'letters for digits',
    file: 'formats/phone-refusals',
    from: `if (lookalike.test(text)) return 'letters-for-digits'`,
    to: '',
  },
  {
    bug: 'two numbers with words',
    file: 'formats/phone-refusals',
    from: `if (numbersAmong(text.split(/[^\\d ./*#-]/)) > 1) return 'two-numbers'`,
    to: '',
  },
  {bug: 'words', file: 'formats/phone-refusals', from: String.raw`if (/\p{L}/u.test(text)) return 'text'`, to: ''},
  {bug: 'a second +', file: 'formats/phone-refusals', from: `.includes('+', 1)`, to: `.includes('++', 1)`},
  {
    bug: 'two numbers in digits',
    file: 'formats/phone-refusals',
    from: `if (holdsTwo(freed, number, country)) return 'two-numbers'`,
    to: '',
  },
  {
    bug: 'two numbers by a spaced separator',
    file: 'formats/phone-refusals',
    from: 'numbersAmong(text.split(betweenNumbers)) > 1 ||',
    to: '',
  },
  {bug: 'two numbers by a slash', file: 'formats/phone-refusals', from: '|| wholeNumbersByASlash.test(text)', to: ''},
  {bug: 'two long groups', file: 'formats/phone-refusals', from: 'countDigits(group) >= 7', to: 'false'},
  {bug: 'two French numbers in one row', file: 'formats/phone-refusals', from: 'twoFrench.test(number) ||', to: ''},
  {bug: 'a whole number and another', file: 'formats/phone-refusals', from: '|| hasWholeFrench(groups)', to: ''},
  {
    bug: 'a whole number at the end',
    file: 'formats/phone-refusals',
    from: '|| (wholeNational.test(after) && !beginsAbroad.test(before))',
    to: '',
  },
  {
    bug: 'one number with spaced separators',
    file: 'formats/phone-refusals',
    from: '&& phoneIdentity(number, country) === undefined',
    to: '',
  },
  {
    bug: 'over 15 digits',
    file: 'formats/phone-refusals',
    from: 'countDigits(number) > mostDigits',
    to: 'countDigits(number) > mostDigits + 1',
  },
  {
    bug: 'fifteen digits',
    file: 'formats/phone-refusals',
    from: 'countDigits(number) > mostDigits',
    to: 'countDigits(number) >= mostDigits',
  },

  {bug: 'a lost 0', file: 'formats/phone-repair', from: '/^[1-79]\\d{8}$/', to: '/^$/'},
  {bug: 'a lost +', file: 'formats/phone-repair', from: '/^330?(?<rest>[1-9]\\d{8})$/', to: '/^$(?<rest>)/'},
  {bug: 'a 0 behind 33', file: 'formats/phone-repair', from: '/^(?<exit>\\+|00)330', to: '/^(?<exit>\\+)330'},
  {bug: 'nine digits with 8', file: 'formats/phone-repair', from: '/^8\\d{8}$/', to: '/^$/'},
  {bug: '089', file: 'formats/phone-repair', from: '89\\d{7}|', to: ''},
  {bug: '118', file: 'formats/phone-repair', from: '|118\\d{3}', to: ''},
  {bug: 'a short cut for 089', file: 'formats/phone-number', from: '/^0[1-79][0-9]+$/', to: '/^0[1-9][0-9]+$/'},
  {bug: 'a short cut for pairs', file: 'formats/phone-number', from: '[1-79](?:[', to: '[1-9](?:['},
  {bug: 'a short cut for over 15 digits', file: 'formats/phone-number', from: '{1,15}', to: '+'},
  {bug: 'no repair in warn', file: 'formats/phone-number', from: `mode === 'warn'`, to: 'false'},
  {
    bug: 'no repair in literal',
    file: 'formats/phone-number',
    from: `mode === 'literal' ? undefined : repairPhone(number)`,
    to: 'repairPhone(number)',
  },
  {
    bug: 'nothing of France elsewhere',
    file: 'formats/phone-number',
    from: `country === 'FR' ? readFrench(number, mode) : accepted(number)`,
    to: 'readFrench(number, mode)',
  },

  {bug: '#31#', file: 'formats/phone-identity', from: '/^[#*]31#/', to: '/^[*]31#/'},
  {bug: '*31#', file: 'formats/phone-identity', from: '/^[#*]31#/', to: '/^[#]31#/'},
  {bug: 'a lost 0 in identities', file: 'formats/phone-identity', from: '330?|0?)', to: '330?|0)'},
  {
    bug: 'other countries',
    file: 'formats/phone-identity',
    from: 'abroad.test(called) ? identityByLibrary(called, country) : undefined',
    to: 'undefined',
  },
  {
    bug: 'service codes',
    file: 'formats/phone-identity',
    from: `identity === undefined ? number.replace(hiddenCaller, '')`,
    to: `identity === undefined ? number.replace(/\\D/g, '')`,
  },
]

test.each(bugs)('a case fails without $bug', (bug) => {
  expect(wrongCases(withBug<Phones>(sources, bug))).not.toEqual([])
})

test('no case fails without a bug', () => {
  expect(wrongCases(withBug<Phones>(sources))).toEqual([])
})
