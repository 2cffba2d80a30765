import {usage} from '../../errors.ts'
import {nameHints, plainName} from '../../formats/nearest.ts'
import {dataText, escapeControls} from '../escapes.ts'
import {type Cell, type Columns, Day, renderCsv, renderTable, renderTableInPieces} from './table.ts'

/** The description of a list, from which all its flags follow. */
export interface Listing<T, J = T> {
  columns: Columns<T>
  /** Columns that are only shown on request. */
  more?: Columns<T>
  /** Other names of columns, in flags and JSON. Case, blanks and hyphens do not matter. */
  names?: Record<string, string>
  /** The columns of CSV and workbooks, if they differ from those of the table. */
  csv?: Columns<T>
  /** The reference to this row for other commands. */
  id: (row: T) => string | number
  /** The row in --json and --ndjson; by default the row itself. */
  json?: (row: T) => J
  /** The message for an empty list. */
  empty?: string
}

/** The flags of a list; see `listFlags`. */
export interface ListFlags {
  columns?: string | undefined
  sort?: string[] | undefined
  'no-headers'?: boolean
  csv?: boolean
  /** The file to write. */
  xlsx?: string | undefined
  ndjson?: boolean
  ids?: boolean
}

/** Is a format for programs requested, instead of the default for people? */
export const asksForRows = ({csv, xlsx, ndjson, ids, columns, sort}: ListFlags) =>
  Boolean(csv || xlsx !== undefined || ndjson || ids || columns !== undefined || sort !== undefined)

/** A row, and its context if several were queried. */
export interface Located<T> {
  context?: string | undefined
  row: T
}

/** How to show a list: the requested columns, all columns for sorting, and the list itself. */
export interface Layout<T, J> {
  listing: Listing<T, J>
  shown: Columns<Located<T>>
  headers: boolean
  flags: ListFlags
  several: boolean
  arrange: (rows: readonly Located<T>[]) => Located<T>[]
}

/** Reads the flags of a list. Refuses an unknown column before any query. */
export function layOut<T, J>(listing: Listing<T, J>, flags: ListFlags, several: boolean): Layout<T, J> {
  const isFile = flags.csv || flags.xlsx !== undefined
  const standard = located((isFile && listing.csv) || listing.columns, several)
  const named = namedColumns(listing, several)
  const order = (flags.sort ?? []).map((text) => comparison(text, named))
  return {
    listing,
    shown: chosen(standard, named, flags.columns, several),
    headers: !flags['no-headers'],
    flags,
    several,
    arrange: (rows) => (order.length === 0 ? [...rows] : [...rows].sort(inTurn(order))),
  }
}

/** The rows as text; undefined when there is nothing to print. */
export function renderList<T, J>(rows: readonly Located<T>[], layout: Layout<T, J>): string | undefined {
  const {flags, shown, headers} = layout
  if (flags.csv) return dataText(renderCsv(rows, shown, {headers})) || undefined
  if (rows.length === 0) return undefined
  if (flags.ndjson) return dataText(rows.map((row) => jsonLine(row, layout)).join('\n'))
  if (flags.ids) return [...new Set(rows.map((row) => idLine(row, layout)))].join('\n')
  return renderTable(rows, shown, undefined, {headers})
}

/** The same for more rows than fit into memory. */
export async function* renderListInPieces<T, J>(
  pieces: AsyncIterable<readonly Located<T>[]>,
  layout: Layout<T, J>,
): AsyncGenerator<string> {
  const {flags, shown, headers} = layout
  if (!flags.csv && !flags.ndjson && !flags.ids) return yield* renderTableInPieces(pieces, shown, {headers})
  if (flags.csv && headers) yield `${renderCsv([], shown)}\n`
  for await (const rows of pieces) {
    if (rows.length > 0) yield `${renderList(rows, {...layout, headers: false})}\n`
  }
}

/** The row as --json has it. */
export const jsonOf = <T, J>({json}: Listing<T, J>, row: T): J => (json ? json(row) : (row as unknown as J))

const jsonLine = <T, J>({context, row}: Located<T>, {listing}: Layout<T, J>) =>
  JSON.stringify(context === undefined ? jsonOf(listing, row) : named(context, jsonOf(listing, row) as object))

const idLine = <T, J>({context, row}: Located<T>, {listing}: Layout<T, J>) =>
  [...(context === undefined ? [] : [context]), listing.id(row)].map((word) => escapeControls(String(word))).join('\t')

/** Puts the context first; renames a field of the object that has the same name. */
function named(context: string, object: object): object {
  const {context: own, ...others} = object as {context?: unknown}
  return {context, ...others, ...(own !== undefined && {ownContext: own})}
}

export function located<T>(columns: Columns<T>, several: boolean): Columns<Located<T>> {
  const nameOf = (head: string) => (several && head === 'context' ? 'own context' : head)
  const entries = Object.entries(columns).map(
    ([head, cell]) => [nameOf(head), ({row}: Located<T>) => cell(row)] as const,
  )
  return {...(several && {context: ({context}: Located<T>) => context}), ...Object.fromEntries(entries)}
}

type Named<T> = (name: string) => Columns<T>[string]

/** Finds a column by any of its names. */
function namedColumns<T, J>(listing: Listing<T, J>, several: boolean): Named<Located<T>> {
  const columns = located({...listing.columns, ...listing.more}, several)
  const byName = new Map(Object.entries(columns).map(([head, column]) => [plainName(head), column]))
  for (const [name, head] of Object.entries(listing.names ?? {})) {
    const column = columns[head]
    if (column && !byName.has(plainName(name))) byName.set(plainName(name), column)
  }
  return (name) => {
    const column = byName.get(plainName(name))
    if (column) return column
    throw usage(`no column '${name}'`, {hints: nameHints('columns', name, Object.keys(columns))})
  }
}

/** With several contexts, every row names its context, even when that was not requested. The heads are as requested. */
function chosen<T>(columns: Columns<T>, named: Named<T>, asked: string | undefined, several: boolean): Columns<T> {
  if (asked === undefined) return columns
  const names = asked.split(',').map((name) => name.trim())
  const heads = several && !names.includes('context') ? ['context', ...names] : names
  return Object.fromEntries(heads.map((head) => [head, named(head)]))
}

type Comparison<T> = (one: T, other: T) => number

const inTurn =
  <T>(order: readonly Comparison<T>[]): Comparison<T> =>
  (one, other) => {
    for (const compare of order) {
      const result = compare(one, other)
      if (result !== 0) return result
    }
    return 0
  }

const comparable = (cell: Cell) =>
  cell instanceof Date ? cell.getTime() : cell instanceof Day ? cell.text : (cell ?? '')

/** Sorts by one column: numbers by value, also within texts, and dates by day. Empty values come last in either direction. */
function comparison<T>(text: string, named: Named<T>): Comparison<T> {
  const [, name = text, direction = 'asc'] = /^(.*?)(?::(asc|desc))?$/i.exec(text) ?? []
  const column = named(name)
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1
  // A fixed language, for the same order on every machine.
  const collator = new Intl.Collator('fr', {numeric: true})
  return (one, other) => {
    const a = comparable(column(one))
    const b = comparable(column(other))
    if (a === '' || b === '') return Number(a === '') - Number(b === '')
    const difference = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
    return sign * difference
  }
}
