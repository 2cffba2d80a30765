/** A request as a filter sees it; absent fields are undefined. */
export interface Row {
  uuid: string
  listUuid: string
  phoneNumber?: string | undefined
  mobilePhoneNumber?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  company?: string | undefined
  description?: string | undefined
  dueDate: string
  period: string
  preferredPeriodUuid: string
  queueId: number
  clotured: boolean
  /** Milliseconds. */
  createdAt: number
  closedAt?: number | undefined
  attempts: number
  lastStatus?: string | undefined
  list: string
  queue: string
  /** Whose numbers these are, however they are spelled. */
  people: readonly string[]
}

export type Field = Exclude<keyof Row, 'people'> | 'phone'

export const comparisons = ['=', '!=', '>', '>=', '<', '<='] as const
export type Operator = (typeof comparisons)[number] | 'like' | 'ilike' | 'is null' | 'is not null'

/** A filter as it is sent, and the value that it means. */
export interface Filter {
  field: Field
  operator?: Operator
  /** As typed. */
  value?: string | number | boolean
  means?: string | number | boolean
  order?: 'asc' | 'desc'
}

/** What differs from database to database. */
export interface Database {
  /** Compares texts by the database's own order. */
  byDatabase: (one: string, other: string) => number
  /** Compares names as people expect. */
  asPeople: (one: string, other: string) => number
  foldsAccents: boolean
}

type Value = string | number | boolean | undefined

const texts: readonly Field[] = ['firstName', 'lastName', 'company', 'description', 'period', 'lastStatus']
const numbers: readonly Field[] = ['phoneNumber', 'mobilePhoneNumber']
const named: readonly Field[] = ['list', 'queue']

/** The requests that the contract says are found, in its order. */
export function found(rows: readonly Row[], filters: readonly Filter[], database: Database): Row[] {
  const orders = filters.filter(({order}) => order)
  const sorted: readonly Filter[] = orders.length > 0 ? orders : [{field: 'dueDate', order: 'asc'}]
  return rows
    .filter((row) => filters.every((filter) => isMet(row, filter, database)))
    .sort((one, other) => {
      const differences = sorted.map((filter) => inOrder(one, other, filter, database))
      return differences.find((difference) => difference !== 0) ?? compare(one.uuid, other.uuid)
    })
}

function isMet(row: Row, {field, operator, means}: Filter, database: Database): boolean {
  if (operator === undefined) return true
  if (field === 'phone') return row.people.includes(String(means)) === (operator === '=')
  const value = row[field]
  if (operator === 'is null') return value === undefined
  if (operator === 'is not null') return value !== undefined
  // As in SQL, nothing is equal or unequal to an absent value.
  if (value === undefined || means === undefined) return false
  if (operator === 'like' || operator === 'ilike') return fits(String(value), String(means), operator, database)
  const byText = texts.includes(field) || numbers.includes(field)
  const difference = byText ? database.byDatabase(String(value), String(means)) : compare(value, means)
  return meets[operator](difference)
}

const meets: Record<(typeof comparisons)[number], (difference: number) => boolean> = {
  '=': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
}

const compare = <T extends string | number | boolean>(one: T, other: T) => (one < other ? -1 : one > other ? 1 : 0)

/** An absent value comes last, and first the other way round. */
function inOrder(one: Row, other: Row, {field, order}: Filter, database: Database): number {
  const [first, second]: Value[] = [one, other].map((row) => row[field === 'phone' ? 'phoneNumber' : field])
  return (order === 'desc' ? -1 : 1) * ascending(first, second, field, database)
}

function ascending(one: Value, other: Value, field: Field, {asPeople, byDatabase}: Database): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  if (texts.includes(field) || named.includes(field)) return asPeople(String(one), String(other))
  return typeof one === 'string' && (numbers.includes(field) || field === 'phone')
    ? byDatabase(one, String(other))
    : compare(one, other)
}

/** LIKE: `%` is any text, `_` one character, and a backslash makes the next character itself. */
function fits(text: string, pattern: string, operator: 'like' | 'ilike', {foldsAccents}: Database): boolean {
  const fold = (each: string) => {
    if (operator === 'like') return each
    return foldsAccents ? each.toLowerCase() : each.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  }
  const parts = [...fold(pattern).matchAll(/\\([\s\S])|([\s\S])/gu)].map(([, escaped, plain = '']) => {
    if (escaped !== undefined) return literally(escaped)
    return plain === '%' ? '[\\s\\S]*' : plain === '_' ? '[\\s\\S]' : literally(plain)
  })
  return new RegExp(`^${parts.join('')}$`, 'u').test(fold(text))
}

const literally = (character: string) => character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
