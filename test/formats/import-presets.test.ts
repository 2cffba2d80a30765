import {expect, test} from 'vitest'
import {isDelimiter, parseImportPresets, parseMapping, withPreset} from '../../src/formats/import-presets.ts'

test('the preset of Excel in French is there, and says its dates alone', () => {
  expect(parseImportPresets(undefined)).toEqual({presets: {'excel-fr': {dates: 'DD/MM/YYYY'}}, problems: []})
})

test('a preset of the configuration is read whole', () => {
  const crm = {
    map: {Date: 'dueDate', 'N° = tél': 'phoneNumber'},
    ignore: ['N° client'],
    dates: 'dd/mm/yyyy',
    phones: 'literal',
    delimiter: '\t',
    encoding: 'windows-1252',
    hidden: 'skip',
    onDuplicate: 'skip',
    noGuess: true,
  }
  const {presets, problems} = parseImportPresets({crm})
  expect(problems).toEqual([])
  expect(presets.crm).toEqual({
    ...crm,
    map: [
      ['Date', 'dueDate'],
      ['N° = tél', 'phoneNumber'],
    ],
    dates: 'DD/MM/YYYY',
  })
})

test.each([
  [[], "'importPresets' must be an object"],
  [{crm: 1}, "import preset 'crm': must be an object"],
  [{'excel-fr': {}}, "import preset 'excel-fr': this name is built in, choose another"],
  [{crm: {date: 'x'}}, "import preset 'crm': unknown setting 'date' (did you mean 'dates'?)"],
  [{crm: {toString: 'x'}}, "import preset 'crm': unknown setting 'toString'"],
  [{crm: {dates: 'DD-MM'}}, "import preset 'crm': 'dates' is \"DD-MM\", not one of YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY"],
  [
    {crm: {map: {Date: 'due'}}},
    'import preset \'crm\': \'map\' is {"Date":"due"}, not an object of columns and fields',
  ],
  [{crm: {map: {a: 'dueDate', b: 'dueDate'}}}, "not one column for each field: 'dueDate' has two"],
  [{crm: {ignore: 'x'}}, "import preset 'crm': 'ignore' is \"x\", not a list of names of columns"],
  [{crm: {noGuess: 'yes'}}, '\'noGuess\' is "yes", not true or false'],
  [{crm: {delimiter: ';;'}}, '\'delimiter\' is ";;", not one character'],
  [{crm: {delimiter: '"'}}, "'delimiter' is"],
  [{crm: {encoding: 'latin1'}}, '\'encoding\' is "latin1", not one of utf-8'],
  [{crm: {phones: 'fix'}}, '\'phones\' is "fix", not one of repair, literal'],
  [{crm: {hidden: true}}, "'hidden' is true, not one of read, skip"],
  [{crm: {onDuplicate: 'merge'}}, '\'onDuplicate\' is "merge", not one of insert, skip, error'],
])('%j is refused: %s', (value, problem) => {
  const {problems} = parseImportPresets(value)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(problem)
})

test('what is said beside a preset comes first, and adds to its columns', () => {
  const preset = {dates: 'DD/MM/YYYY', map: [['Date', 'dueDate']], ignore: ['a']} as const
  expect(withPreset(preset, {dates: 'MM/DD/YYYY', map: [['Jour', 'dueDate']], ignore: ['b']})).toEqual({
    dates: 'MM/DD/YYYY',
    map: [['Jour', 'dueDate']],
    ignore: ['a', 'b'],
  })
  expect(withPreset(preset, {map: [['Tél', 'phoneNumber']]}).map).toEqual([
    ['Date', 'dueDate'],
    ['Tél', 'phoneNumber'],
  ])
  expect(withPreset(undefined, {noGuess: true})).toEqual({noGuess: true})
})

test.each([
  ['Date=dueDate', ['Date', 'dueDate']],
  ['N°=tel=phoneNumber', ['N°=tel', 'phoneNumber']],
  ['Date=due', undefined],
  ['=dueDate', undefined],
  ['dueDate', undefined],
])('%s maps %j', (text, mapping) => {
  expect(parseMapping(text)).toEqual(mapping)
})

test('a delimiter is one character that is no blank but a tab, and no quote', () => {
  for (const text of [';', '|', ',', '\t', '€', '😀']) expect(isDelimiter(text), text).toBe(true)
  for (const text of ['', ';;', ' ', '"', '\n', '\r', '\u00a0', '\ufeff'])
    expect(isDelimiter(text), JSON.stringify(text)).toBe(false)
})
