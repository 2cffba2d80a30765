import {invalidFilter} from '../errors.ts'
import {isDate} from './dates.ts'
import {nearest} from './nearest.ts'
import {unstorable} from './text.ts'

/** Every field that a callback request can be found by, with the type that its values are checked against. */
export const filterFields = {
  uuid: 'uuid',
  listUuid: 'uuid',
  phoneNumber: 'text',
  mobilePhoneNumber: 'text',
  firstName: 'text',
  lastName: 'text',
  company: 'text',
  description: 'text',
  preferredPeriodUuid: 'uuid',
  period: 'text',
  dueDate: 'date',
  queueId: 'integer',
  clotured: 'boolean',
} as const

export type FilterField = keyof typeof filterFields

const comparisons = ['=', '!=', '>', '>=', '<', '<=', 'like', 'ilike'] as const
const nullTests = ['is null', 'is not null'] as const
type Comparison = (typeof comparisons)[number]
type NullTest = (typeof nullTests)[number]
export const filterOperators = [...comparisons, ...nullTests] as const

/** One condition, one order, or both. Conditions are joined by AND; `!=` follows SQL on NULL. */
export interface Filter {
  field: FilterField
  test?: {operator: Comparison; value: string | number | boolean} | {operator: NullTest}
  order?: 'asc' | 'desc'
}

const fieldNames = Object.keys(filterFields) as FilterField[]

/** Beyond what anybody means, a statement of all of them is deeper than what makes it can climb. */
const MOST = 1000

/** Reads the API's filters, `[{field, operator, value, order}]`, and checks every value against its field's type. */
export function parseFilters(input: unknown): Filter[] {
  if (!Array.isArray(input)) throw invalidFilter('filters must be a list', {hints: [example]})
  if (input.length > MOST) throw invalidFilter(`${input.length} filters are too many: at most ${MOST} are taken`)
  return input.map(parseFilter)
}

const example = '[{"field": "dueDate", "operator": "<=", "value": "2026-12-01", "order": "ASC"}]'

/** Reads `FIELD OPERATOR REST`: the rest, to its end, is the value. */
export function parseFilterText(text: string): Filter {
  const [, name = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  const operators = [...filterOperators].sort((a, b) => b.length - a.length)
  for (const operator of operators) {
    const found = new RegExp(`^${operator.replace(/ /g, '\\s+')}(?:\\s([\\s\\S]*))?$`, 'i').exec(rest)
    if (found) return parseFilter({field: name, operator, ...(found[1] !== undefined && {value: found[1]})})
  }
  fieldNamed(name)
  throw invalidFilter(`no operator in '${text}'`, {
    hints: [`a filter is 'FIELD OPERATOR VALUE', for example 'dueDate <= 2026-12-01'`, operatorHint],
  })
}

const operatorHint = `operators: ${filterOperators.join(', ')}`

/** Reads `FIELD`, `FIELD:asc` or `FIELD:desc`; a field may be called as the column that shows it. */
export function parseSort(text: string): Filter {
  const [, name = text, direction = 'asc'] = /^(.*?)(?::(asc|desc))?$/i.exec(text) ?? []
  return {field: columns.get(name) ?? fieldNamed(name), order: orderOf(direction)}
}

const columns = new Map<string, FilterField>([
  ['due', 'dueDate'],
  ['phone', 'phoneNumber'],
  ['mobile', 'mobilePhoneNumber'],
  ['name', 'lastName'],
  ['state', 'clotured'],
])

function parseFilter(input: unknown): Filter {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalidFilter('a filter must be an object', {hints: [example]})
  }
  const {field: name, operator, value, order, ...others} = input as Record<string, unknown>
  const [other] = Object.keys(others)
  if (other !== undefined)
    throw invalidFilter(`a filter has no '${other}'`, {hints: ['it has field, operator, value, order']})
  const field = fieldNamed(name)
  if (absent(operator) && absent(order)) throw invalidFilter(`the filter on ${field} says neither operator nor order`)
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
  const found = fieldNames.find((field) => field === name)
  if (found) return found
  const near = typeof name === 'string' ? nearest(name, fieldNames) : undefined
  throw invalidFilter(`no field ${shown(name)}`, {
    hints: [...(near === undefined ? [] : [`did you mean '${near}'?`]), `fields: ${fieldNames.join(', ')}`],
  })
}

function orderOf(order: unknown): 'asc' | 'desc' {
  const lower = typeof order === 'string' ? order.toLowerCase() : ''
  if (lower === 'asc' || lower === 'desc') return lower
  throw invalidFilter(`no order ${shown(order)}`, {hints: ['orders: ASC, DESC']})
}

function testOf(field: FilterField, operator: unknown, value: unknown): NonNullable<Filter['test']> {
  const lower = typeof operator === 'string' ? operator.toLowerCase().replace(/\s+/g, ' ').trim() : ''
  const nullTest = nullTests.find((each) => each === lower)
  if (nullTest) {
    if (!absent(value) && value !== '') throw invalidFilter(`'${nullTest}' on ${field} takes no value`)
    return {operator: nullTest}
  }
  const comparison = comparisons.find((each) => each === lower)
  if (!comparison) throw invalidFilter(`no operator ${shown(operator)}`, {hints: [operatorHint]})
  if (comparison.endsWith('like') && filterFields[field] !== 'text') {
    throw invalidFilter(`'${comparison}' works on text only, and ${field} is ${filterFields[field]}`)
  }
  const checked = checkedValue(field, value)
  if (comparison.endsWith('like') && /(?<!\\)(\\\\)*\\$/.test(String(checked))) {
    throw invalidFilter(`the pattern for ${field} ends in a lone backslash`, {hints: ['a backslash is written twice']})
  }
  return {operator: comparison, value: checked}
}

const readers: Record<(typeof filterFields)[FilterField], (value: unknown) => string | number | boolean | undefined> = {
  text: (value) => (typeof value === 'string' && !unstorable(value) ? value : undefined),
  uuid: (value) => (typeof value === 'string' && isUuid(value) ? value : undefined),
  date: (value) => (typeof value === 'string' && isDate(value) ? value : undefined),
  integer: (value) => (isScalar(value) && /^-?\d+$/.test(String(value)) ? int4(Number(value)) : undefined),
  boolean: (value) => (isScalar(value) && /^(true|false)$/.test(String(value)) ? String(value) === 'true' : undefined),
}

const isScalar = (value: unknown) => typeof value !== 'object'

const int4 = (value: number) => (Math.abs(value) < 2 ** 31 ? value : undefined)

const wanted: Record<(typeof filterFields)[FilterField], string> = {
  text: 'a text',
  uuid: 'a uuid',
  date: 'a date that exists, YYYY-MM-DD',
  integer: 'a whole number of at most 32 bits',
  boolean: 'true or false',
}

function checkedValue(field: FilterField, value: unknown): string | number | boolean {
  if (absent(value))
    throw invalidFilter(`the filter on ${field} has no value`, {hints: ["for no value at all: 'is null'"]})
  const type = filterFields[field]
  const read = readers[type](value)
  if (read === undefined) throw invalidFilter(`${field} is ${wanted[type]}, not ${shown(value)}`)
  return read
}

export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
