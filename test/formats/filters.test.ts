import {describe, expect, test} from 'vitest'
import {AppError} from '../../src/errors.ts'
import {filterFields, filterOperators, parseFilters, parseFilterText, parseSort} from '../../src/formats/filters.ts'
import {requestFields} from '../../src/formats/request-fields.ts'

const uuid = '9d28d8fe-0548-4d45-aa08-9623ef69a04b'

const values = {
  uuid: {good: [uuid, uuid.toUpperCase()], bad: ['9d28d8fe', '', 5, true, {}, [uuid], `{${uuid}}`]},
  text: {good: ['Doe', '', "'; drop table callback_list; --", '%'], bad: [5, true, {}, [], 'a\0b', '\ud800']},
  date: {
    good: ['2026-12-01'],
    bad: [
      '2026-02-30',
      'next week',
      '3d',
      '+3',
      '+3h',
      '+999999d',
      'infinity',
      '__proto__',
      '01/12/2026',
      20261201,
      true,
      {},
    ],
  },
  integer: {
    good: [2, '2', -1, '2147483647'],
    bad: ['2.5', 2.5, 'x', '', true, '2147483648', 1e20, [2], {}, '1 or 1=1'],
  },
  boolean: {good: [true, 'false'], bad: ['yes', 1, 0, '', 't', [true], {}]},
  phone: {good: ['0100', '', 'x'], bad: [5, true, {}, [], 'a\0b']},
  time: {
    good: ['2026-12-01', '2026-12-01T09:30', '2026-12-01 09:30:15.5Z', '2026-12-01T09:30+01:00'],
    bad: ['2026-02-30', '2026-12-01T25:00', '2026-12-01T09:30 Europe/Paris', 'infinity', 'now', '', 5, true, {}],
  },
  name: {good: ['Ventes', 5, uuid], bad: ['', true, {}, ['Ventes'], 'a\0b']},
  customer: {good: ['0230210092', '1000', 'x'], bad: ['', true, {}, 'a\0b']},
} as const

const searched = {list: 'name', queue: 'name', phone: 'customer'} as const
const patterns = ['like', 'ilike']
const nulls = ['is null', 'is not null']
const others = ['>', '>=', '<', '<=']
const notOn = {
  uuid: patterns,
  date: patterns,
  integer: patterns,
  boolean: patterns,
  time: patterns,
  text: [],
  phone: [],
}
const notOnSearched = {
  list: [...others, ...nulls],
  queue: [...others, ...nulls],
  phone: [...others, ...nulls, ...patterns],
}

const fields = [...Object.keys(requestFields), ...Object.keys(searched)] as (
  | keyof typeof requestFields
  | keyof typeof searched
)[]
const kindOf = (field: (typeof fields)[number]) =>
  field in searched ? searched[field as 'list'] : requestFields[field as 'uuid'].type
const refusedOn = (field: (typeof fields)[number]): readonly string[] =>
  field in searched ? notOnSearched[field as 'list'] : notOn[requestFields[field as 'uuid'].type]
const comparisons = filterOperators.filter((operator) => !operator.startsWith('is'))

const operators = 'operators: =, !=, >, >=, <, <=, like, ilike, is null, is not null'

const invalid = (text: string) =>
  expect.objectContaining({kind: 'invalid', code: 'InvalidFilter', message: expect.stringContaining(text)})

describe('a filter', () => {
  test('is on one of these fields', () => {
    expect(filterFields).toEqual(fields)
  })

  test.each(fields)('on %s takes every operator of its type, in any case, and only values of its type', (field) => {
    const {good, bad} = values[kindOf(field)]
    for (const operator of comparisons) {
      for (const value of good) {
        const parse = () => parseFilters([{field, operator: operator.toUpperCase(), value}])
        if (refusedOn(field).includes(operator)) expect(parse).toThrow(invalid(`does not work on ${field}`))
        else expect(parse()[0]).toMatchObject({field, test: {operator}})
      }
      for (const value of bad) expect(() => parseFilters([{field, operator, value}])).toThrow(AppError)
      expect(() => parseFilters([{field, operator}])).toThrow(AppError)
      expect(() => parseFilters([{field, operator, value: null}])).toThrow(AppError)
    }
    for (const operator of ['is null', 'IS NOT NULL', 'Is  Null']) {
      const plain = operator.toLowerCase().replace('  ', ' ')
      const parse = () => parseFilters([{field, operator}])
      if (refusedOn(field).includes(plain)) expect(parse).toThrow(invalid(`does not work on ${field}`))
      else expect(parse()[0]?.test).toEqual({operator: plain})
      expect(() => parseFilters([{field, operator, value: 'x'}])).toThrow(AppError)
    }
  })

  test.each([
    ['today', 0, 0],
    ['Tomorrow', 1, 0],
    ['yesterday', -1, 0],
    ['+3d', 3, 0],
    ['-2W', -14, 0],
    ['+1m', 0, 1],
    ['-1y', 0, -12],
  ])('takes the word %s for a day', (value, days, months) => {
    expect(parseFilters([{field: 'dueDate', operator: '=', value}])[0]?.test).toEqual({
      operator: '=',
      value: {days, months},
    })
  })

  test.each([
    ['=', '+33 (0)2 30.21-00/92', '+33230210092'],
    ['=', '02\u202f30\u00a021 00 92', '0230210092'],
    ['!=', 'Tél. : 1000', '1000'],
    ['like', '02 30%', '0230%'],
    ['ilike', '%-00_92', '%00_92'],
    ['=', 'Mr. Smith', 'Mr. Smith'],
    ['like', '%a b%', '%a b%'],
  ])('frees a number of its separators: %s %s', (operator, value, freed) => {
    for (const field of ['phoneNumber', 'mobilePhoneNumber']) {
      expect(parseFilters([{field, operator, value}])[0]?.test).toEqual({operator, value: freed})
    }
    expect(parseFilters([{field: 'lastName', operator, value}])[0]?.test).toEqual({operator, value})
  })

  test('is one of a thousand at most', () => {
    const filters = Array.from({length: 1001}, () => ({field: 'company', operator: 'is null'}))
    expect(parseFilters(filters.slice(1))).toHaveLength(1000)
    expect(() => parseFilters(filters)).toThrow(invalid('1001 filters are too many: at most 1000 are taken'))
  })

  test('reads numbers and switches out of text, and leaves text and dates alone', () => {
    expect(parseFilters([{field: 'queueId', operator: '=', value: '2'}])[0]?.test).toEqual({operator: '=', value: 2})
    expect(parseFilters([{field: 'clotured', operator: '=', value: 'false'}])[0]?.test).toEqual({
      operator: '=',
      value: false,
    })
    expect(parseFilters([{field: 'phoneNumber', operator: '=', value: '0100'}])[0]?.test).toEqual({
      operator: '=',
      value: '0100',
    })
    expect(parseFilters([{field: 'dueDate', operator: '=', value: '2026-12-01'}])[0]?.test).toEqual({
      operator: '=',
      value: '2026-12-01',
    })
  })

  test('may carry only an order, or an order beside its condition', () => {
    expect(parseFilters([{field: 'dueDate', order: 'DESC'}])).toEqual([{field: 'dueDate', order: 'desc'}])
    expect(parseFilters([{field: 'dueDate', operator: '>', value: '2026-01-01', order: 'asc'}])).toEqual([
      {field: 'dueDate', order: 'asc', test: {operator: '>', value: '2026-01-01'}},
    ])
    expect(parseFilters([{field: 'dueDate', operator: null, value: null, order: 'ASC'}])).toHaveLength(1)
    for (const order of ['UP', '', 5, 'asc; drop table x', {}]) {
      expect(() => parseFilters([{field: 'dueDate', order}])).toThrow(invalid('no order'))
    }
  })

  test('must say something', () => {
    expect(() => parseFilters([{field: 'dueDate'}])).toThrow(invalid('neither operator nor order'))
    expect(() => parseFilters([{field: 'dueDate', value: '2026-01-01', order: 'ASC'}])).toThrow(invalid('no operator'))
    expect(() => parseFilters([{}])).toThrow(invalid('no field'))
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'request.uuid', 'due_date', 'dueDate;', ''])(
    'on the field %j is refused',
    (field) => {
      expect(() => parseFilters([{field, operator: '=', value: 'x'}])).toThrow(invalid('no field'))
      expect(() => parseSort(`${field}:asc`)).toThrow(invalid('no field'))
    },
  )

  test('with keys that it does not know is refused, __proto__ among them', () => {
    const hostile = JSON.parse('[{"field": "dueDate", "order": "ASC", "__proto__": {"field": "x"}}]')
    expect(() => parseFilters(hostile)).toThrow(invalid(`no '__proto__'`))
    expect(() => parseFilters([{feild: 'dueDate', operator: '='}])).toThrow(invalid(`no 'feild'`))
  })

  test.each(['==', '<>', '~', 'in', 'or', 'is', 'between', '= 1 or 1 =', '', 5, {}, [], '__proto__'])(
    'with the operator %j is refused',
    (operator) => {
      expect(() => parseFilters([{field: 'lastName', operator, value: 'x'}])).toThrow(invalid('no operator'))
    },
  )

  test('of hostile JSON is an invalid filter, not a bug', () => {
    const trap = JSON.parse('{"toString": 1, "valueOf": 2}')
    for (const input of [
      [{field: trap, operator: '=', value: 'x'}],
      [{field: 'dueDate', operator: trap, value: 'x'}],
      [{field: 'dueDate', operator: '=', value: trap}],
      [{field: 'queueId', operator: '=', value: trap}],
      [{field: 'clotured', operator: '=', value: trap}],
      [{field: 'dueDate', order: trap}],
      [null],
      ['dueDate'],
      [[]],
      {},
      'dueDate = 2026-01-01',
      null,
      undefined,
      5,
    ]) {
      expect(() => parseFilters(input)).toThrow(expect.objectContaining({code: 'InvalidFilter'}))
    }
  })

  test('with a like pattern that ends in a lone backslash is refused before the database does', () => {
    for (const value of ['a\\', '\\', 'a\\\\\\']) {
      expect(() => parseFilters([{field: 'lastName', operator: 'like', value}])).toThrow(invalid('backslash'))
      expect(() => parseFilters([{field: 'lastName', operator: 'ilike', value}])).toThrow(invalid('backslash'))
    }
    for (const value of ['a\\\\', 'a\\%', '\\\\\\\\']) {
      expect(parseFilters([{field: 'lastName', operator: 'like', value}])).toHaveLength(1)
    }
    expect(parseFilters([{field: 'lastName', operator: '=', value: 'a\\'}])).toHaveLength(1)
  })

  test('on a misspelt field names the nearest one and all of them', () => {
    expect(() => parseFilters([{field: 'duedate', order: 'ASC'}])).toThrow(
      expect.objectContaining({hints: [`did you mean 'dueDate'?`, `fields: ${fields.join(', ')}`]}),
    )
  })

  const example = '[{"field": "dueDate", "operator": "<=", "value": "2026-12-01", "order": "ASC"}]'

  test.each<[unknown, string, string[]]>([
    ['x', 'filters must be a list', [example]],
    [[5], 'a filter must be an object', [example]],
    [[{order: 'ASC'}], 'a filter has no field', [example]],
    [[{field: null, order: 'ASC'}], 'a filter has no field', [example]],
    [[{feild: 'x'}], `a filter has no 'feild'`, ['it has field, operator, value, order']],
    [[{field: 'xxxxxxxx', order: 'ASC'}], `no field 'xxxxxxxx'`, [`fields: ${fields.join(', ')}`]],
    [[{field: 5, order: 'ASC'}], 'no field 5', [`fields: ${fields.join(', ')}`]],
    [[{field: 'dueDate', order: 'up'}], `no order 'up'`, ['orders: ASC, DESC']],
    [
      [{field: 'list', operator: '>', value: 'x'}],
      `'>' does not work on list`,
      ['operators of list: =, !=, like, ilike'],
    ],
    [[{field: 'company', operator: '~', value: 'x'}], `no operator '~'`, [operators]],
    [
      [{field: 'company', operator: '='}],
      'the filter on company has no value',
      [`to find requests without a value, use 'is null'`],
    ],
    [
      [{field: 'company', operator: 'like', value: '\\'}],
      'the pattern for company ends in a lone backslash',
      ['a backslash is written twice'],
    ],
  ])('%j is refused with a hint: %s', (input, message, hints) => {
    expect(() => parseFilters(input)).toThrow(expect.objectContaining({message, hints}))
  })

  test.each<[string, unknown, string]>([
    ['company', 5, 'a text, not 5'],
    ['phoneNumber', true, 'a text, not true'],
    ['uuid', 'x', `a uuid, not 'x'`],
    ['dueDate', 'x', `a valid date (YYYY-MM-DD) or a word such as today, +3d or -2w, not 'x'`],
    ['queueId', 'x', `a whole number of at most 32 bits, not 'x'`],
    ['queueId', '2147483648', `a whole number of at most 32 bits, not '2147483648'`],
    ['clotured', 'xtrue', `true or false, not 'xtrue'`],
    ['clotured', 'falsely', `true or false, not 'falsely'`],
    ['createdAt', 'x', `a time such as 2026-12-01T09:30+01:00, a date, or a word such as today, +3d or -2w, not 'x'`],
    ['list', '', `the name or uuid of a list, not ''`],
    ['queue', '', `the name or id of a queue, not ''`],
    ['phone', '', `a phone number, not ''`],
  ])('on %s takes no %j: it needs %s', (field, value, needs) => {
    const message = `the filter on ${field} needs ${needs}`
    expect(() => parseFilters([{field, operator: '=', value}])).toThrow(expect.objectContaining({message}))
  })

  test('may have blanks around its operator, and an empty value where none is wanted', () => {
    expect(parseFilters([{field: 'company', operator: ' is  null ', value: ''}])).toEqual([
      {field: 'company', test: {operator: 'is null'}},
    ])
  })

  test('none at all is fine', () => {
    expect(parseFilters([])).toEqual([])
  })
})

describe('a filter as text', () => {
  test.each([
    ['dueDate <= 2026-12-01', {field: 'dueDate', test: {operator: '<=', value: '2026-12-01'}}],
    ['lastName like du%', {field: 'lastName', test: {operator: 'like', value: 'du%'}}],
    ['lastName ILIKE %du pont%', {field: 'lastName', test: {operator: 'ilike', value: '%du pont%'}}],
    ['company is null', {field: 'company', test: {operator: 'is null'}}],
    ['company IS  NOT  NULL', {field: 'company', test: {operator: 'is not null'}}],
    ['  queueId   != 2', {field: 'queueId', test: {operator: '!=', value: 2}}],
    ['clotured = false', {field: 'clotured', test: {operator: '=', value: false}}],
    ['company = ', {field: 'company', test: {operator: '=', value: ''}}],
    ['company =  two blanks', {field: 'company', test: {operator: '=', value: ' two blanks'}}],
    ['company = a = b and c', {field: 'company', test: {operator: '=', value: 'a = b and c'}}],
    ["company = O'Neill ", {field: 'company', test: {operator: '=', value: "O'Neill "}}],
    ['description = line\nbreak', {field: 'description', test: {operator: '=', value: 'line\nbreak'}}],
    ['company = is null', {field: 'company', test: {operator: '=', value: 'is null'}}],
    ['company > ', {field: 'company', test: {operator: '>', value: ''}}],
  ])('%j takes its value literally, to the end', (text, filter) => {
    expect(parseFilterText(text)).toEqual([filter])
  })

  test.each([
    ['company=two words', {field: 'company', test: {operator: '=', value: 'two words'}}],
    ['company =x', {field: 'company', test: {operator: '=', value: 'x'}}],
    ['dueDate<=2026-12-01', {field: 'dueDate', test: {operator: '<=', value: '2026-12-01'}}],
    ['phoneNumber=1000', {field: 'phoneNumber', test: {operator: '=', value: '1000'}}],
    ['phone!= 1000', {field: 'phone', test: {operator: '!=', value: '1000'}}],
    ['first-name=Jo', {field: 'firstName', test: {operator: '=', value: 'Jo'}}],
    ['due>2026-01-01', {field: 'dueDate', test: {operator: '>', value: '2026-01-01'}}],
    ['state=closed', {field: 'clotured', test: {operator: '=', value: true}}],
    ['state = ongoing', {field: 'clotured', test: {operator: '=', value: false}}],
    ['created>2026-01-01', {field: 'createdAt', test: {operator: '>', value: '2026-01-01'}}],
    ['closed is null', {field: 'closedAt', test: {operator: 'is null'}}],
    ['mobile=1000', {field: 'mobilePhoneNumber', test: {operator: '=', value: '1000'}}],
    ['company = 9d28d8fe-05', {field: 'company', test: {operator: '=', value: '9d28d8fe-05'}}],
    [`uuid = ${uuid}`, {field: 'uuid', test: {operator: '=', value: uuid}}],
    ['company = closed', {field: 'company', test: {operator: '=', value: 'closed'}}],
    ['company is   null', {field: 'company', test: {operator: 'is null'}}],
    [`company like${'\n'}%x`, {field: 'company', test: {operator: 'like', value: '%x'}}],
    ['DUEDATE is null', {field: 'dueDate', test: {operator: 'is null'}}],
    [`list=${uuid}`, {field: 'list', test: {operator: '=', value: uuid}}],
  ])('%j may leave the blanks out, and call a field as a column or a flag does', (text, filter) => {
    expect(parseFilterText(text)).toEqual([filter])
  })

  test('a beginning of a uuid is every uuid that begins so', () => {
    expect(parseFilterText('uuid = 9D28d8fe-05')).toEqual([
      {field: 'uuid', test: {operator: '>=', value: '9d28d8fe-0500-0000-0000-000000000000'}},
      {field: 'uuid', test: {operator: '<=', value: '9d28d8fe-05ff-ffff-ffff-ffffffffffff'}},
    ])
    for (const text of ['uuid = 9d28d8f', 'uuid != 9d28d8fe', 'uuid = 9d28d8fe05'])
      expect(() => parseFilterText(text)).toThrow(invalid('the filter on uuid'))
  })

  test.each([
    ['company', [`a filter is 'FIELD OPERATOR VALUE', for example 'dueDate <= 2026-12-01'`, operators]],
    ['name = Doe', [`a customer's name has two fields: firstName and lastName`]],
    ['compny = x', [`did you mean 'company'?`, `fields: ${fields.join(', ')}`]],
  ])('%j is refused with a hint', (text, hints) => {
    expect(() => parseFilterText(text)).toThrow(expect.objectContaining({hints}))
  })

  test.each([
    ['', `no field ''`],
    ['=x', 'no field'],
    ['= company = x', 'no field'],
    ['uuid =', 'no value'],
    ['company', 'no operator'],
    ['company =', 'no value'],
    ['company like', 'no value'],
    ['company is nothing', 'no operator'],
    ['company is null really', 'takes no value'],
    ['company <> x', 'no operator'],
    ['company==x', 'no operator'],
    ['company=', 'no value'],
    ['company liker', 'no operator'],
    ['name = Doe', 'no field'],
    ['dueDate like 2026%', 'does not work on dueDate'],
    ['compny = x', 'no field'],
  ])('%j is refused: %s', (text, reason) => {
    expect(() => parseFilterText(text)).toThrow(invalid(reason))
  })
})

describe('a sort', () => {
  test('is ascending unless it says otherwise', () => {
    expect(parseSort('dueDate')).toEqual({field: 'dueDate', order: 'asc'})
    expect(parseSort('dueDate:asc')).toEqual({field: 'dueDate', order: 'asc'})
    expect(parseSort('dueDate:DESC')).toEqual({field: 'dueDate', order: 'desc'})
    expect(parseSort('due:desc')).toEqual({field: 'dueDate', order: 'desc'})
    expect(parseSort('queueName:desc')).toEqual({field: 'queue', order: 'desc'})
    expect(parseSort('listName:asc')).toEqual({field: 'list', order: 'asc'})
    expect(parseSort('name')).toEqual({field: 'lastName', order: 'asc'})
    expect(() => parseSort('dueDate:down')).toThrow(invalid('no field'))
    expect(() => parseSort('dueDate:ascending')).toThrow(invalid('no field'))
    expect(() => parseSort('x\ndueDate:asc')).toThrow(invalid('no field'))
  })
})
