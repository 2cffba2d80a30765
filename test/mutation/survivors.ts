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

const at = (path: string, line: string, because: string, to?: string[]): Reason => ({
  file: `src/${path}.ts`,
  line,
  because,
  ...(to && {to}),
})

const notSimple = 'what is not a simple line is read by csv-parse: the same records, more slowly'
const written = 'writes rows: test/services/site/site.test.ts does it on a database'

const reasons: Reason[] = [
  at('formats/phone-cleaning', 'printableAscii', shortCut),
  at('formats/phone-cleaning', 'withoutSeparators(stored', 'undefined means false', ['{}']),
  at('formats/phone-cleaning', 'replace(/ {2,}/g', 'a single blank becomes itself', ['/ /g']),
  at('formats/phone-country', `code === 'FR' ||`, shortCut, ['false']),
  at('formats/phone-identity', 'const national =', shortCut),
  at('formats/phone-identity', 'national.test(number)', shortCut),
  at(
    'formats/phone-identity',
    'const abroad =',
    'a number of France with 00 elsewhere is not valid to the library either',
  ),
  at(
    'formats/phone-identity',
    `if (country !== 'FR')`,
    'the library gives the same for France, more slowly; a test compares the two',
  ),
  at(
    'formats/phone-identity',
    `country === 'none' ? undefined`,
    'the library ignores a country that it does not know; only TypeScript needs it',
  ),
  at('formats/phone-number', 'const plainFrench =', shortCut),
  at('formats/phone-number', 'const pairedFrench =', shortCut),
  at('formats/phone-number', 'const bareDigits =', shortCut),
  at('formats/phone-number', `if (country === 'FR') {`, shortCut),
  at('formats/phone-number', 'plainFrench.test(cell)', shortCut),
  at('formats/phone-number', 'pairedFrench.test(cell)', shortCut),
  at('formats/phone-number', 'bareDigits.test(cell)', shortCut),
  at('formats/phone-refusals', '?? []', unmatched, [filler]),
  at('formats/phone-refusals', 'whole === undefined || fraction === undefined', forTypes),
  at(
    'formats/phone-refusals',
    `replace(/^[#*]31#/, '')`,
    'what is removed elsewhere does not move a + to the beginning',
  ),
  at(
    'formats/dates',
    'const iso =',
    'year, month and day are read from fixed places: of a longer text they are no numbers',
  ),
  at('formats/dates', `const [day = ''`, 'only TypeScript needs it: a split text has a first part'),
  at('formats/dates', 'if (isDate(text))', shortCut),
  at('formats/dates', '?? []', unmatched, [filler]),
  at('formats/dates', 'function dayOf', 'only TypeScript needs it: month and day matched with the year'),
  at('formats/dates', 'readers = []', 'only TypeScript needs it: these refusals come with their formats'),
  at('formats/dates', 'Number.isNaN(then)', 'another text is no date either', ['"Stryker was here!"']),
  at('formats/day-words', '?? []', unmatched, [filler]),
  at('formats/filters', '?? []', unmatched, [filler]),
  at(
    'formats/filters',
    `const [, name = '', rest = '']`,
    'without a name, the field is refused before the rest is read',
  ),
  at('formats/filters', 'const range =', 'a missing value is no beginning of a uuid', ['"Stryker was here!"']),
  at('formats/filters', 'states.get(value)', 'a missing value is no state', ['true']),
  at('formats/filters', `typeof order === 'string'`, 'any other text is no order either', ['"Stryker was here!"']),
  at('formats/filters', `typeof operator === 'string'`, 'any other text is no operator either', [
    '"Stryker was here!"',
  ]),
  at('formats/column-meaning', `replace(/\\([^)]*\\)/g, '')`, 'of the rest, only company and account are looked for', [
    '"Stryker was here!"',
  ]),
  at('formats/headers', `? ['phoneNumber', 'mobilePhoneNumber'] : []`, 'no field has such a name', [filler]),
  at(
    'formats/headers',
    `meaning.is === 'unclear' && meaning.why`,
    'only TypeScript needs it: no other meaning has a why',
    ['true'],
  ),
  at('formats/headers', '{map = [], ignore = []}', 'no column has such a name', [filler]),
  at('formats/headers', 'alone[column]?.as', 'only TypeScript needs it: the column is one of the row'),
  at('formats/headers', `meaning.is === 'name' && meaning.of`, 'only TypeScript needs it: only names are of somebody', [
    'true',
  ]),
  at('formats/headers', `meaning.is === 'field' && meaning.field`, 'only TypeScript needs it: only fields have one', [
    'true',
  ]),
  at('formats/headers', 'best === undefined ||', 'only TypeScript needs it: without a column, the loop does nothing', [
    'false',
  ]),
  at('formats/csv-records', 'const end = found === 0', 'the text is read in larger pieces: the records are the same'),
  at('formats/csv-records', 'let isSimple = true', notSimple),
  at('formats/csv-records', 'isSimple && bytes.length <= LONGEST_RECORD', notSimple),
  at('formats/csv-records', 'isSimple &&= rest.length === 0', notSimple),
  at('formats/csv-records', 'if (isSimple) return records', notSimple),
  at('formats/csv-records', 'const blanks =', notSimple),
  at('formats/csv-records', 'i < lines.length - 1', notSimple),
  at('formats/csv-records', 'record === undefined) break', notSimple),
  at('formats/csv-records', 'function simpleRecord', notSimple),
  at('formats/csv-records', `if (!line.includes('"')) return`, shortCut),
  at('formats/csv-records', 'for (;;) {', notSimple),
  at('formats/csv-records', 'found === null) return', notSimple),
  at('formats/filters', 'i?like|is', 'the rest is taken to its end either way'),
  at('sheets/number-format', 'known !== undefined', shortCut),
  at('sheets/number-format', 'days.size < REMEMBERED', shortCut),
  at('sheets/number-format', 'serial < 60', 'the 60th day has returned already', ['serial <= 60']),
  at('sheets/number-format', '?? []', unmatched, [filler]),
  at('sheets/number-format', 'const [mantissa', 'only TypeScript needs it: an exponent splits the text in two'),
  at('sheets/number-format', '(text, i) => i === 0', 'a section of text alone shows the plain number either way'),
  at('sheets/number-format', `'[h]:mm:ss' : 'General'`, 'a format without places shows the plain number', ['""']),
  at('sheets/number-format', 'test(bracket) ?', 'no bracket of a format has a $ elsewhere', ['/\\$/']),
  at('sheets/number-format', 'quoted ?? escaped', 'only TypeScript needs it: one of the two is there'),
  at(
    'sheets/number-format',
    'token.length > 1',
    'a last _ or * alone is in no format; a token without a text shows nothing',
  ),
  at('sheets/number-format', `comparisons[operator ?? '']`, 'no comparison has such a name'),
  at('sheets/number-format', 'const isDuration', 'no colour or condition ends like a unit of time'),
  at('sheets/number-format', 'const zeros', 'the expression always matches, and at the beginning'),
  at('sheets/number-format', 'const places', 'what has no code is no place either way'),
  at('sheets/number-format', 'place === 1 && at > 0', 'with as many digits as places, the first place has one digit', [
    'at >= 0',
  ]),
  at('sheets/number-format', `const [whole = ''`, 'only TypeScript needs it: a split text has a first part'),
  at('sounds/frames', 'first !== undefined', 'only TypeScript needs it: what is missing is no frame either'),
  at('sounds/mp3', `'ID3') return 0`, 'behind a part of a tag there is no frame either', ['false']),
  at('sounds/wav', 'data === undefined || faults', 'only TypeScript needs it: without data there is a fault'),
  at('sounds/verdict', `?? 'plays'`, 'only TypeScript needs it: the index is that of a verdict'),
  at('sounds/verdict', 'only !== undefined && another', shortCut),
  at('services/site/plan', 'deleteMissing = []', 'no section has such a name', [filler]),
  at(
    'services/site/plan',
    'user === undefined || after',
    'only TypeScript needs it: without a user there are no rights',
  ),
  at('services/site/plan', 'alike.get(wanted) === here', shortCut),
  at('services/site/plan', 'if (isAlike) alike.set', shortCut, ['false']),
  at('services/site/plan', 'stored?.rows ?? []', 'a text is a right of no kind', [filler]),
  at('services/site/plan-periods', 'present !== undefined', 'only TypeScript needs it: no period lacks a name'),
  at('services/site/plan', 'write: (trx) =>', written),
  at('services/site/plan-periods', 'write: (trx) =>', written),
  at('services/site/plan-periods', 'instanceof AppError', 'reading a period fails with no other error'),
]

export const reasonOf = (file: string, source: string, replacement: string): string | undefined =>
  reasons.find(
    (reason) =>
      reason.file === file &&
      source.includes(reason.line) &&
      (reason.to === undefined || reason.to.includes(replacement)),
  )?.because
