import {readFile} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {expect, test} from 'vitest'
import {wrongCases} from './phone-cases.ts'

/** One line of a rule put in another's place. */
interface Bug {
  bug: string
  file: 'cleaning' | 'identity' | 'number' | 'refusals' | 'repair'
  from: string
  to: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The functions about numbers, with this bug. */
async function phonesWith({file, from, to}: Bug) {
  const patched = `src/formats/phone-${file}.ts`
  const {outputFiles} = await build({
    stdin: {
      contents: `export * from './src/formats/phone-number.ts'; export * from './src/formats/phone-identity.ts'`,
      resolveDir: root,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'the bug',
        setup: ({onLoad}) => {
          onLoad({filter: new RegExp(`/${patched}$`)}, async ({path}) => {
            const source = await readFile(path, 'utf8')
            expect(source.split(from)).toHaveLength(2)
            return {contents: source.replace(from, () => to), loader: 'ts'}
          })
        },
      },
    ],
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64')
  return import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)
}

const bugs: Bug[] = [
  {bug: 'compatibility forms', file: 'cleaning', from: `.normalize('NFKC')`, to: ''},
  {bug: 'invisible characters', file: 'cleaning', from: `.replace(invisible, '')`, to: ''},
  {bug: 'Unicode blanks', file: 'cleaning', from: `.replace(blanks, ' ')`, to: ''},
  {bug: 'Unicode dashes', file: 'cleaning', from: `.replace(dashes, '-')`, to: ''},
  {bug: 'the minus sign', file: 'cleaning', from: `\\u2212]`, to: ']'},
  {bug: 'line ends', file: 'cleaning', from: `.replace(lineEnds, '\\n')`, to: `.replace(lineEnds, ' ')`},
  {bug: 'the text formula', file: 'cleaning', from: `.replace(textFormula, '$1')`, to: ''},
  {bug: 'the text mark', file: 'cleaning', from: `.replace(textMark, '')`, to: ''},
  {bug: 'labels', file: 'cleaning', from: `.replace(label, '')`, to: ''},
  {bug: 'one frame in another', file: 'cleaning', from: 'withoutFrame(inner)', to: 'inner'},
  {bug: 'the (0)', file: 'cleaning', from: `.replace(trunkZero, '$1 ')`, to: ''},
  {bug: 'the 0 of Italy', file: 'cleaning', from: `(?!39\\D)`, to: ''},
  {bug: 'brackets', file: 'cleaning', from: `.replace(brackets, ' ')`, to: ''},
  {bug: 'slashes between groups', file: 'cleaning', from: `[ \\n./-]+[0-9*#]+)*$/`, to: `[ \\n.-]+[0-9*#]+)*$/`},
  {bug: 'a + behind #31#', file: 'cleaning', from: `^(?:[#*]31# ?)?(?:\\+ ?)?`, to: `^(?:\\+ ?)?`},

  {bug: 'cells too long', file: 'refusals', from: `if (freed.length > longestCell) return 'too-long'`, to: ''},
  {bug: 'error values', file: 'refusals', from: `if (errorValue.test(text)) return 'error-value'`, to: ''},
  {bug: 'no digit', file: 'refusals', from: `if (!hasDigit.test(text)) return 'no-digit'`, to: ''},
  {bug: 'exponents', file: 'refusals', from: `if (exponent.test(text)) return 'exponent'`, to: ''},
  {bug: 'dates', file: 'refusals', from: `if (isDay(text)) return 'date'`, to: ''},
  {bug: 'dates with the year first', file: 'refusals', from: 'if (isDayOfMonth(month, day)) return true', to: ''},
  {bug: 'dates with the year last', file: 'refusals', from: 'isInEitherOrder(first, second) ||', to: ''},
  {bug: 'dates without a year', file: 'refusals', from: 'isInEitherOrder(third, fourth) ||', to: ''},
  {bug: 'months by name', file: 'refusals', from: '|| namedMonth.test(text)', to: ''},
  {bug: 'days that cannot be', file: 'refusals', from: `isBetween(1, month, 12)`, to: 'isBetween(1, month, 99)'},
  {bug: 'decimals', file: 'refusals', from: `return isDecimal(text) ? 'decimal' : undefined`, to: ''},
  {bug: 'decimal zeros', file: 'refusals', from: 'if (/^0+$/.test(fraction))', to: 'if (false)'},
  {bug: 'decimal commas', file: 'refusals', from: `if (point === ',')`, to: 'if (false)'},
  {bug: 'points between groups', file: 'refusals', from: 'fraction.length <= 2', to: 'true'},
  {bug: 'extensions', file: 'refusals', from: `if (extension.test(text)) return 'extension'`, to: ''},
  {bug: 'letters for digits', file: 'refusals', from: `if (lookalike.test(text)) return 'letters-for-digits'`, to: ''},
  {
    bug: 'two numbers with words',
    file: 'refusals',
    from: `if (numbersAmong(text.split(/[^\\d ./*#-]+/)) > 1) return 'two-numbers'`,
    to: '',
  },
  {bug: 'words', file: 'refusals', from: `if (letter.test(text)) return 'text'`, to: ''},
  {bug: 'a second +', file: 'refusals', from: `.includes('+', 1)`, to: `.includes('++', 1)`},
  {
    bug: 'two numbers in digits',
    file: 'refusals',
    from: `if (holdsTwo(freed, number, country)) return 'two-numbers'`,
    to: '',
  },
  {
    bug: 'two numbers by a spaced separator',
    file: 'refusals',
    from: 'numbersAmong(text.split(betweenNumbers)) > 1 ||',
    to: '',
  },
  {bug: 'two numbers by a slash', file: 'refusals', from: '|| wholeNumbersByASlash.test(text)', to: ''},
  {bug: 'two long groups', file: 'refusals', from: 'countDigits(group) >= 7', to: 'false'},
  {bug: 'two French numbers in one row', file: 'refusals', from: 'twoFrench.test(number) ||', to: ''},
  {bug: 'a whole number and another', file: 'refusals', from: '|| hasWholeFrench(groups)', to: ''},
  {
    bug: 'a whole number at the end',
    file: 'refusals',
    from: '|| (wholeNational.test(after) && !beginsAbroad.test(before))',
    to: '',
  },
  {
    bug: 'one number with spaced separators',
    file: 'refusals',
    from: '&& phoneIdentity(number, country) === undefined',
    to: '',
  },
  {
    bug: 'over 15 digits',
    file: 'refusals',
    from: 'countDigits(number) > mostDigits',
    to: 'countDigits(number) > mostDigits + 1',
  },
  {
    bug: 'fifteen digits',
    file: 'refusals',
    from: 'countDigits(number) > mostDigits',
    to: 'countDigits(number) >= mostDigits',
  },

  {bug: 'a lost 0', file: 'repair', from: '/^[1-79]\\d{8}$/', to: '/^$/'},
  {bug: 'a lost +', file: 'repair', from: '/^330?(?<rest>[1-9]\\d{8})$/', to: '/^$(?<rest>)/'},
  {bug: 'a 0 behind 33', file: 'repair', from: '/^(?<exit>\\+|00)330', to: '/^(?<exit>\\+)330'},
  {bug: 'nine digits with 8', file: 'repair', from: '/^8\\d{8}$/', to: '/^$/'},
  {bug: '089', file: 'repair', from: '89\\d{7}|', to: ''},
  {bug: '118', file: 'repair', from: '|118\\d{3}', to: ''},
  {bug: 'a short cut for 089', file: 'number', from: '/^0[1-79][0-9]+$/', to: '/^0[1-9][0-9]+$/'},
  {bug: 'a short cut for pairs', file: 'number', from: '[1-79](?:[', to: '[1-9](?:['},
  {bug: 'a short cut for over 15 digits', file: 'number', from: '{1,15}', to: '+'},
  {bug: 'no repair in warn', file: 'number', from: `mode === 'warn'`, to: 'false'},
  {
    bug: 'no repair in literal',
    file: 'number',
    from: `mode === 'literal' ? undefined : repairPhone(number)`,
    to: 'repairPhone(number)',
  },
  {
    bug: 'nothing of France elsewhere',
    file: 'number',
    from: `country === 'FR' ? readFrench(number, mode) : accepted(number)`,
    to: 'readFrench(number, mode)',
  },

  {bug: '#31#', file: 'identity', from: '/^[#*]31#/', to: '/^[*]31#/'},
  {bug: '*31#', file: 'identity', from: '/^[#*]31#/', to: '/^[#]31#/'},
  {bug: 'a lost 0 in identities', file: 'identity', from: '330?|0?)', to: '330?|0)'},
  {
    bug: 'other countries',
    file: 'identity',
    from: 'abroad.test(called) ? identityByLibrary(called, country) : undefined',
    to: 'undefined',
  },
  {
    bug: 'service codes',
    file: 'identity',
    from: `identity === undefined ? number.replace(hiddenCaller, '')`,
    to: `identity === undefined ? number.replace(/\\D/g, '')`,
  },
]

test.each(bugs)('a case fails without $bug', async (bug) => {
  expect(wrongCases(await phonesWith(bug))).not.toEqual([])
})

test('no case fails without a bug', async () => {
  const none = await phonesWith({bug: 'none', file: 'number', from: 'const refused =', to: 'const refused ='})
  expect(wrongCases(none)).toEqual([])
})
