/** Sources that need no database, and the tests that state what they do. */
export interface Module {
  key: string
  name: string
  mutate: string[]
  tests: string[]
}

const formats = (...names: string[]) => names.map((name) => `src/formats/${name}.ts`)
const tests = (...names: string[]) => names.map((name) => `test/${name}.test.ts`)

export const modules: Module[] = [
  {
    key: 'phones',
    name: 'Phone numbers',
    mutate: formats(
      'phone-cleaning',
      'phone-country',
      'phone-identity',
      'phone-number',
      'phone-refusals',
      'phone-repair',
    ),
    tests: tests('formats/phone-cells', 'formats/phone-identity', 'formats/filters'),
  },
  {
    key: 'dates',
    name: 'Dates',
    mutate: formats('dates', 'day-words', 'dates-of-file'),
    tests: tests('formats/dates'),
  },
  {
    key: 'headers',
    name: 'The meaning of headers',
    mutate: formats('headers', 'header-problems'),
    tests: tests('formats/headers'),
  },
  {
    key: 'columns',
    name: 'The meaning of a column',
    mutate: formats('column-meaning'),
    tests: tests('formats/column-meaning'),
  },
  {key: 'filters', name: 'Filters', mutate: formats('filters'), tests: tests('formats/filters')},
  {
    key: 'records',
    name: 'CSV records',
    mutate: formats('csv-records', 'csv-line'),
    tests: tests('formats/csv-records', 'formats/csv-line'),
  },
  {
    key: 'changes',
    name: 'The differ of changes',
    mutate: formats('changes'),
    tests: tests('formats/changes'),
  },
  {
    key: 'numbers',
    name: 'Number formats of sheets',
    mutate: ['src/sheets/number-format.ts'],
    tests: tests('sheets/number-format'),
  },
  {
    key: 'sounds',
    name: 'The judgement of sounds',
    mutate: ['au', 'frames', 'judge', 'mp3', 'ogg', 'verdict', 'wav', 'wav49'].map((name) => `src/sounds/${name}.ts`),
    tests: tests('sounds/judge', 'sounds/verdict', 'sounds/heard', 'sounds/inspect'),
  },
  {
    key: 'plan',
    name: 'The plan of site apply',
    mutate: ['src/services/site/plan.ts', 'src/services/site/plan-periods.ts'],
    tests: tests('services/site/plan'),
  },
]
