/** Mutants that no test can kill, or need not. */
interface Reason {
  file: string
  /** A part of the mutated line. */
  line: string
  /** All mutants of the line when omitted. */
  to?: string[]
  because: string
}

const shortCut = 'a short cut: without it, the general way gives the same result, more slowly'
const unmatched = 'what did not match has no groups: the elements that are read are undefined either way'
const forTypes = 'only TypeScript needs it: both groups match, or none'

/** What Stryker puts into an empty list. */
const filler = '["Stryker was here"]'

const formats = (name: string, line: string, because: string, to?: string[]): Reason => ({
  file: `src/formats/${name}.ts`,
  line,
  because,
  ...(to && {to}),
})

const reasons: Reason[] = [
  formats('phone-cleaning', 'printableAscii', shortCut),
  formats('phone-cleaning', 'withoutSeparators(stored', 'undefined means false', ['{}']),
  formats('phone-cleaning', 'replace(/ {2,}/g', 'a single blank becomes itself', ['/ /g']),
  formats('phone-country', `code === 'FR' ||`, shortCut, ['false']),
  formats('phone-identity', 'const national =', shortCut),
  formats('phone-identity', 'national.test(number)', shortCut),
  formats(
    'phone-identity',
    'const abroad =',
    'a number of France with 00 elsewhere is not valid to the library either',
  ),
  formats(
    'phone-identity',
    `if (country !== 'FR')`,
    'the library gives the same for France, more slowly; a test compares the two',
  ),
  formats(
    'phone-identity',
    `country === 'none' ? undefined`,
    'the library ignores a country that it does not know; only TypeScript needs it',
  ),
  formats('phone-number', 'const plainFrench =', shortCut),
  formats('phone-number', 'const pairedFrench =', shortCut),
  formats('phone-number', 'const bareDigits =', shortCut),
  formats('phone-number', `if (country === 'FR') {`, shortCut),
  formats('phone-number', 'plainFrench.test(cell)', shortCut),
  formats('phone-number', 'pairedFrench.test(cell)', shortCut),
  formats('phone-number', 'bareDigits.test(cell)', shortCut),
  formats('phone-refusals', '?? []', unmatched, [filler]),
  formats('phone-refusals', 'whole === undefined || fraction === undefined', forTypes),
  formats('phone-refusals', `replace(/^[#*]31#/, '')`, 'what is removed elsewhere does not move a + to the beginning'),
  formats(
    'dates',
    'const iso =',
    'year, month and day are read from fixed places: of a longer text they are no numbers',
  ),
  formats('dates', `const [day = ''`, 'only TypeScript needs it: a split text has a first part'),
  formats('dates', 'if (isDate(text))', shortCut),
  formats('dates', '?? []', unmatched, [filler]),
  formats('dates', 'function dayOf', 'only TypeScript needs it: month and day matched with the year'),
  formats('dates', 'readers = []', 'only TypeScript needs it: these refusals come with their formats'),
  formats('day-words', '?? []', unmatched, [filler]),
  formats('filters', '?? []', unmatched, [filler]),
  formats('filters', `const [, name = '', rest = '']`, 'without a name, the field is refused before the rest is read'),
  formats('filters', 'const range =', 'a missing value is no beginning of a uuid', ['"Stryker was here!"']),
  formats('filters', 'states.get(value)', 'a missing value is no state', ['true']),
  formats('filters', `typeof order === 'string'`, 'any other text is no order either', ['"Stryker was here!"']),
  formats('filters', `typeof operator === 'string'`, 'any other text is no operator either', ['"Stryker was here!"']),
]

export const reasonOf = (file: string, source: string, replacement: string): string | undefined =>
  reasons.find(
    (reason) =>
      reason.file === file &&
      source.includes(reason.line) &&
      (reason.to === undefined || reason.to.includes(replacement)),
  )?.because
