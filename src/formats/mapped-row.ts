import type {CallbackInput} from './callback-fields.ts'
import {wordsOf} from './column-words.ts'
import type {Column} from './headers.ts'
import {type CallbackField, callbackFields, requestFields} from './request-fields.ts'

/** Is this column read into a request? */
export const isRead = ({as}: Column): boolean => as === 'field' || as === 'phone' || as === 'kind'

export interface MappedRow {
  input: CallbackInput
  /** The number of phone numbers left out: a request has only two. */
  leftOut: number
  /** Columns, counted from 1, with a value but without a name. */
  strays: number[]
  /** Does the row end before a column that is read? */
  isShort: boolean
}

const asItIs = (cell: string) => cell

/** Reads rows under a header; undefined for an empty row. `shown` gives the text of a cell that is not a number. */
export function rowReader(
  columns: readonly Column[],
  shown = asItIs,
): (record: readonly string[]) => MappedRow | undefined {
  const fields = columns.flatMap((column, i) =>
    column.as === 'field' ? [[column.field, i, isPhone(column.field) ? asItIs : shown] as const] : [],
  )
  const phones = columns.flatMap((column, i) => (column.as === 'phone' ? [[i, column.kindIn] as const] : []))
  const unnamed = columns.flatMap((column, i) => (column.as === 'passed-over' && column.unnamed ? [i] : []))
  const least = Math.max(0, ...fields.map(([, i]) => i + 1), ...phones.flat().map((i) => i + 1))
  const straysIn = (record: readonly string[]) => {
    if (unnamed.length === 0 && record.length <= columns.length) return none
    return [...unnamed, ...rangeFrom(columns.length, record.length)].filter((i) => record[i]).map((i) => i + 1)
  }
  return (record) => {
    if (record.every((cell) => cell === '')) return undefined
    const input: CallbackInput = {}
    for (const [field, i, read] of fields) input[field] = read(record[i] ?? '')
    const leftOut = phones.length === 0 ? 0 : placePhones(record, phones, columns, input)
    return {input, leftOut, strays: straysIn(record), isShort: record.length < least}
  }
}

const isPhone = (field: CallbackField) => requestFields[field].type === 'phone'

const none: number[] = []

const rangeFrom = (start: number, end: number) => Array.from({length: Math.max(0, end - start)}, (_, i) => start + i)

/** What `Phone 1 - Type` says about the number beside it. A fax or a pager cannot be called. */
type PhoneKind = 'mobile' | 'none' | {rank: number}

const order = ['work', 'main', 'home', 'other'] as const

export function phoneKind(label: string): PhoneKind {
  const {has} = wordsOf(label)
  if (has.has('dead-line') || has.has('colleague')) return 'none'
  if (has.has('mobile')) return 'mobile'
  const found = order.findIndex((word) => has.has(word))
  if (found >= 0) return {rank: found + (found > 0 ? 1 : 0)}
  return {rank: label.trim() === '' || has.has('phone') ? 1 : order.length + 1}
}

/** Assigns the first mobile as mobile number and, of the others, the office first. Returns how many are left over. */
function placePhones(
  record: readonly string[],
  phones: readonly (readonly [value: number, kind: number])[],
  columns: readonly Column[],
  input: CallbackInput,
): number {
  const given = phones
    .map(([value, kind]) => ({number: record[value] ?? '', kind: phoneKind(record[kind] ?? '')}))
    .filter(({number, kind}) => number !== '' && kind !== 'none')
  const mobiles = given.filter(({kind}) => kind === 'mobile').map(({number}) => number)
  const others = given
    .flatMap(({number, kind}) => (typeof kind === 'object' ? [{number, rank: kind.rank}] : []))
    .sort((a, b) => a.rank - b.rank)
    .map(({number}) => number)
  const isFree = (field: CallbackField) => !columns.some((column) => column.as === 'field' && column.field === field)
  if (isFree('phoneNumber')) input.phoneNumber = others.shift() ?? ''
  if (isFree('mobilePhoneNumber')) input.mobilePhoneNumber = mobiles.shift() ?? ''
  return mobiles.length + others.length
}

/** The source of each field, for people. */
export interface ColumnUse {
  column: number
  name: string
  use: CallbackField | 'phone' | 'kind of phone' | 'ignored' | 'passed over' | 'unclear'
}

export const columnUses = (columns: readonly Column[]): ColumnUse[] =>
  columns.map((column, i) => ({column: i + 1, name: column.name, use: useOf(column)}))

function useOf(column: Column): ColumnUse['use'] {
  if (column.as === 'field') return column.field
  return (
    {
      phone: 'phone',
      kind: 'kind of phone',
      ignored: 'ignored',
      'passed-over': 'passed over',
      refused: 'unclear',
    } as const
  )[column.as]
}

/** The column of each field, for the comparison with an earlier form. */
export const fieldColumns = (columns: readonly Column[]): Partial<Record<CallbackField, string>> =>
  Object.fromEntries(
    callbackFields.flatMap((field) => {
      const found = columns.find((column) => column.as === 'field' && column.field === field)
      return found === undefined ? [] : [[field, found.name]]
    }),
  )
