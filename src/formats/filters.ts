import {invalidFilter} from '../errors.ts'
import {isDate, isTime} from './dates.ts'
import {type DayWord, dayWordOf} from './day-words.ts'
import {nearest, plainName} from './nearest.ts'
import {withoutSeparators} from './phone-cleaning.ts'
import {type FieldType, type RequestFieldName, requestFields} from './request-fields.ts'
import {unstorable} from './text.ts'
import {isUuid, uuidsFrom} from './uuids.ts'

const comparisons = ['=', '!=', '>', '>=', '<', '<=', 'like', 'ilike'] as const
const nullTests = ['is null', 'is not null'] as const
type Comparison = (typeof comparisons)[number]
type NullTest = (typeof nullTests)[number]
type Operator = Comparison | NullTest
export const filterOperators: readonly Operator[] = [...comparisons, ...nullTests]

/** The fields of a request; also its list and queue by name, and its customer by either number. */
const searched = {list: 'list', queue: 'queue', phone: 'customer'} as const
type SearchedName = keyof typeof searched
export type FilterField = RequestFieldName | SearchedName
type Kind = FieldType | (typeof searched)[SearchedName]

const kindOf = (field: FilterField): Kind =>
  field in searched ? searched[field as SearchedName] : requestFields[field as RequestFieldName].type

const unpatterned = filterOperators.filter((operator) => !operator.endsWith('like'))
const operatorsOf: Record<Kind, readonly Operator[]> = {
  uuid: unpatterned,
  text: filterOperators,
  phone: filterOperators,
  date: unpatterned,
  integer: unpatterned,
  boolean: unpatterned,
  time: unpatterned,
  list: ['=', '!=', 'like', 'ilike'],
  queue: ['=', '!=', 'like', 'ilike'],
  customer: ['=', '!='],
}

type Value = string | number | boolean | DayWord

/** One condition, one order, or both. Conditions are joined by AND; `!=` treats NULL as SQL does. */
export interface Filter {
  field: FilterField
  test?: {operator: Comparison; value: Value} | {operator: NullTest}
  order?: 'asc' | 'desc'
}

export const filterFields = [...Object.keys(requestFields), ...Object.keys(searched)] as FilterField[]

/** More conditions would overflow the stack of the query builder; real filters have fewer. */
const MOST = 1000

/** Reads the API's filters, `[{field, operator, value, order}]`, and checks every value against its field's type. */
export function parseFilters(input: unknown): Filter[] {
  if (!Array.isArray(input)) throw invalidFilter('filters must be a list', {hints: [example]})
  if (input.length > MOST) throw invalidFilter(`${input.length} filters are too many: at most ${MOST} are taken`)
  return input.map(parseFilter)
}

const example = '[{"field": "dueDate", "operator": "<=", "value": "2026-12-01", "order": "ASC"}]'

/** Reads `FIELD OPERATOR VALUE` as typed; the value extends to the end. A uuid prefix matches every uuid that has it. */
export function parseFilterText(text: string): Filter[] {
  const [, name = '', rest = ''] = /^\s*([^\s=!<>]+)\s*([\s\S]*)/.exec(text) ?? []
  const [, sign, word, afterBlank, adjoining] = operatorText.exec(rest) ?? []
  const operator = sign ?? word
  const value = afterBlank ?? adjoining
  const field = fieldOf(name)
  if (operator === undefined) {
    throw invalidFilter(`no operator in '${text}'`, {
      hints: [`a filter is 'FIELD OPERATOR VALUE', for example 'dueDate <= 2026-12-01'`, operatorHint],
    })
  }
  const range = kindOf(field) === 'uuid' && operator === '=' && !isUuid(value ?? '') && uuidsFrom(value ?? '')
  if (range) return [filterOn(field, '>=', range.first), filterOn(field, '<=', range.last)]
  return [filterOn(field, operator, field === 'clotured' && value !== undefined ? (states.get(value) ?? value) : value)]
}

const filterOn = (field: FilterField, operator: string, value: string | undefined) =>
  parseFilter({field, operator, value})

/** An operator of signs needs no blank after it; such a blank is not part of the value. */
const operatorText =
  /^(?:(!=|>=|<=|=|>|<)(?![=!<>])|(i?like|is\s+null|is\s+not\s+null)(?=\s|$))(?:\s([\s\S]*)|([\s\S]+))?$/i

const operatorHint = `operators: ${filterOperators.join(', ')}`

/** Reads `FIELD`, `FIELD:asc` or `FIELD:desc`. */
export function parseSort(text: string): Filter {
  const [, name = text, direction = 'asc'] = /^(.*):(asc|desc)$/i.exec(text) ?? []
  return {field: name === 'name' ? 'lastName' : fieldOf(name), order: orderOf(direction)}
}

/** A field by its name in JSON, in the columns of a table or in a flag. */
function fieldOf(name: string): FilterField {
  const plain = plainName(name)
  const field = filterFields.find((each) => plainName(each) === plain) ?? otherNames.get(plain)
  if (field) return field
  if (plain === 'name')
    throw invalidFilter("no field 'name'", {hints: ["a customer's name has two fields: firstName and lastName"]})
  return fieldNamed(name)
}

const otherNames = new Map<string, FilterField>([
  ['due', 'dueDate'],
  ['created', 'createdAt'],
  ['closed', 'closedAt'],
  ['mobile', 'mobilePhoneNumber'],
  ['state', 'clotured'],
  ['listname', 'list'],
  ['queuename', 'queue'],
])

/** What the column of that field shows. */
const states = new Map([
  ['closed', 'true'],
  ['ongoing', 'false'],
])

function parseFilter(input: unknown): Filter {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalidFilter('a filter must be an object', {hints: [example]})
  }
  const {field: name, operator, value, order, ...others} = input as Record<string, unknown>
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw invalidFilter(`a filter has no '${other}'`, {hints: ['it has field, operator, value, order']})
  if (absent(name)) throw invalidFilter('a filter has no field', {hints: [example]})
  const field = fieldNamed(name)
  if (absent(operator) && absent(order)) throw invalidFilter(`the filter on ${field} has neither operator nor order`)
  if (absent(operator) && !absent(value)) throw invalidFilter(`the filter on ${field} has a value but no operator`)
  return {
    field,
    ...(!absent(operator) && {test: testOf(field, operator, value)}),
    ...(!absent(order) && {order: orderOf(order)}),
  }
}

/** JSON may hold objects whose `toString` is no function. */
const shown = (value: unknown) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

const absent = (value: unknown) => value === undefined || value === null

function fieldNamed(name: unknown): FilterField {
  const found = filterFields.find((field) => field === name)
  if (found) return found
  const near = typeof name === 'string' ? nearest(name, filterFields) : undefined
  throw invalidFilter(`no field ${shown(name)}`, {
    hints: [...(near === undefined ? [] : [`did you mean '${near}'?`]), `fields: ${filterFields.join(', ')}`],
  })
}

function orderOf(order: unknown): 'asc' | 'desc' {
  const lower = typeof order === 'string' ? order.toLowerCase() : ''
  if (lower === 'asc' || lower === 'desc') return lower
  throw invalidFilter(`no order ${shown(order)}`, {hints: ['orders: ASC, DESC']})
}

function testOf(field: FilterField, operator: unknown, value: unknown): NonNullable<Filter['test']> {
  const lower = typeof operator === 'string' ? operator.toLowerCase().replace(/\s+/g, ' ').trim() : ''
  const possible = operatorsOf[kindOf(field)]
  if (filterOperators.some((each) => each === lower) && !possible.some((each) => each === lower)) {
    throw invalidFilter(`'${lower}' does not work on ${field}`, {
      hints: [`operators of ${field}: ${possible.join(', ')}`],
    })
  }
  const nullTest = nullTests.find((each) => each === lower)
  if (nullTest) {
    if (!absent(value) && value !== '') throw invalidFilter(`'${nullTest}' on ${field} takes no value`)
    return {operator: nullTest}
  }
  const comparison = comparisons.find((each) => each === lower)
  if (!comparison) throw invalidFilter(`no operator ${shown(operator)}`, {hints: [operatorHint]})
  const checked = checkedValue(field, comparison, value)
  if (comparison.endsWith('like') && /(?<!\\)(\\\\)*\\$/.test(String(checked))) {
    throw invalidFilter(`the pattern for ${field} ends in a lone backslash`, {hints: ['a backslash is written twice']})
  }
  return {operator: comparison, value: checked}
}

const textIn = (value: unknown) => (typeof value === 'string' && !unstorable(value) ? value : undefined)
const nameIn = (value: unknown) => textIn(typeof value === 'number' ? String(value) : value) || undefined

const readers: Record<Kind, (value: unknown, operator: Comparison) => Value | undefined> = {
  text: textIn,
  phone: (value, operator) => {
    const number = textIn(value)
    return number === undefined ? undefined : withoutSeparators(number, {pattern: operator.endsWith('like')})
  },
  uuid: (value) => (typeof value === 'string' && isUuid(value) ? value : undefined),
  date: (value) => (typeof value === 'string' ? (isDate(value) ? value : dayWordOf(value)) : undefined),
  integer: (value) => (isScalar(value) && /^-?\d+$/.test(String(value)) ? int4(Number(value)) : undefined),
  boolean: (value) => (isScalar(value) && /^(true|false)$/.test(String(value)) ? String(value) === 'true' : undefined),
  time: (value) => (typeof value === 'string' ? (isTime(value) ? value : dayWordOf(value)) : undefined),
  list: nameIn,
  queue: nameIn,
  customer: nameIn,
}

const isScalar = (value: unknown) => typeof value !== 'object'

const int4 = (value: number) => (Math.abs(value) < 2 ** 31 ? value : undefined)

const wanted: Record<Kind, string> = {
  text: 'a text',
  phone: 'a text',
  uuid: 'a uuid',
  date: 'a valid date (YYYY-MM-DD) or a word such as today, +3d or -2w',
  integer: 'a whole number of at most 32 bits',
  boolean: 'true or false',
  time: 'a time such as 2026-12-01T09:30+01:00, a date, or a word such as today, +3d or -2w',
  list: 'the name or uuid of a list',
  queue: 'the name or id of a queue',
  customer: 'a phone number',
}

function checkedValue(field: FilterField, operator: Comparison, value: unknown): Value {
  if (absent(value))
    throw invalidFilter(`the filter on ${field} has no value`, {
      hints: ["to find requests without a value, use 'is null'"],
    })
  const kind = kindOf(field)
  const read = readers[kind](value, operator)
  if (read === undefined) throw invalidFilter(`the filter on ${field} needs ${wanted[kind]}, not ${shown(value)}`)
  return read
}
