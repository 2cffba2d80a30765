import {elsewhere, field, type Meaning, meaningOf, type Unclear, unclear} from './column-meaning.ts'
import {folded} from './column-words.ts'
import {type KnownProgram, programOf} from './known-programs.ts'
import {nearest} from './nearest.ts'
import {type CallbackField, callbackFields} from './request-fields.ts'

/** The given settings for columns. A column is given by its name, or as `#3` for the third. */
export interface ColumnSettings {
  map?: readonly (readonly [column: string, field: CallbackField])[]
  ignore?: readonly string[]
  /** Recognise only the API's own names, beside the given columns. */
  noGuess?: boolean
}

/** How a column is used. `kindIn` and `of` are indexes of other columns. */
export type Column = {name: string} & (
  | {as: 'field'; field: CallbackField}
  /** A phone number whose kind, such as mobile, is in another column of the line. */
  | {as: 'phone'; kindIn: number}
  | {as: 'kind'; of: number}
  /** Ignored on request, or because it is the `error` column of a rejects file. */
  | {as: 'ignored'}
  /** Known, but not part of a callback request. `unnamed` columns should be empty. */
  | {as: 'passed-over'; unnamed: boolean}
  | Refused
)

interface Refused {
  as: 'refused'
  why: Refusal
  /** The candidates. */
  fields: readonly CallbackField[]
  /** The column that takes precedence for the same field. */
  rival?: number
}

type Refusal = Unclear | 'competes' | 'twice'

export interface HeaderProblem {
  /** Counted from 1; undefined for a given column that does not exist. */
  column?: number
  name: string
  why: Refusal | 'absent' | 'several' | 'no-number'
  fields: readonly CallbackField[]
  /** The name of the column that takes precedence for the same field. */
  rival?: string
  near?: string
}

/** What resolves all problems of a header, as ColumnSettings names it. */
interface HeaderRemedy {
  map: [column: string, field: CallbackField][]
  ignore: string[]
}

export interface HeaderReading {
  columns: Column[]
  /** The program that exports such rows. */
  program?: string
  problems: HeaderProblem[]
  remedy: HeaderRemedy
}

/** Reads a header row, and gives each name its meaning in the context of the row. */
export function readHeader(names: readonly string[], said: ColumnSettings = {}): HeaderReading {
  const program = said.noGuess ? undefined : programOf(names.slice(ourOwn(names)))
  const meanings = names.map((name) => (said.noGuess ? ownMeaning(name) : meaningIn(name, program)))
  const {settled, problems} = settle(names, meanings, program, said)
  const row = new Row(names, meanings, program, settled)
  const columns = row.resolve()
  problems.push(...columns.flatMap((column, i) => (column.as === 'refused' ? [problemOf(columns, column, i)] : [])))
  const remedy = remedyFor(columns)
  if (problems.length === 0 && !columns.flatMap(fieldsOf).some(isNumber))
    problems.push({name: '', why: 'no-number', fields: []})
  return {columns, ...(program && {program: program.program}), problems, remedy}
}

/** Of a file of which only the numbers are read: a column that can be no number does not matter. */
export const concernsNumbers = ({why, fields}: HeaderProblem): boolean =>
  why === 'callback' || (fields.length > 0 ? fields.some(isNumber) : !withoutNumbers.includes(why))

const withoutNumbers: readonly HeaderProblem['why'][] = ['time-of-day', 'appointment', 'date', 'company']

const isNumber = (each: CallbackField) => each === 'phoneNumber' || each === 'mobilePhoneNumber'

function fieldsOf(column: Column): CallbackField[] {
  if (column.as === 'field') return [column.field]
  return column.as === 'phone' ? ['phoneNumber', 'mobilePhoneNumber'] : []
}

function ownMeaning(name: string): Meaning {
  const own = callbackFields.find((each) => each === name)
  if (own !== undefined) return field(own)
  if (name === 'error') return {is: 'error'}
  return name === '' ? {is: 'unnamed'} : unclear('unknown')
}

/** The column `error` of a rejects file comes before the columns of the original file, which keep their numbers. */
const ourOwn = ([first]: readonly string[]) => (first === 'error' ? 1 : 0)

/** The API's own names take precedence over others with the same meaning. */
const OWN = -1

function meaningIn(name: string, program: KnownProgram | undefined): Meaning {
  const own = callbackFields.find((each) => each === name)
  if (own !== undefined && own !== 'firstName' && own !== 'lastName' && !program) return field(own, OWN)
  const meaning = program?.meaningOf(name) ?? meaningOf(name)
  return program && meaning.is === 'unclear' && meaning.why === 'unknown' ? elsewhere : meaning
}

type Settled = Map<number, CallbackField | 'ignored'>

/** Finds the given columns. Of several columns of one name, `map` means the one that the row alone reads, and `ignore` the others. */
function settle(
  names: readonly string[],
  meanings: readonly Meaning[],
  program: KnownProgram | undefined,
  {map = [], ignore = []}: ColumnSettings,
): {settled: Settled; problems: HeaderProblem[]} {
  const settled: Settled = new Map()
  const problems: HeaderProblem[] = []
  let alone: Column[] | undefined
  const takenAlone = (column: number) => {
    alone ??= new Row(names, meanings, program, new Map()).resolve()
    return alone[column]?.as === 'field'
  }
  for (const [reference, to] of map) {
    const found = columnsNamed(names, reference)
    const [column] = found.length > 1 ? found.filter(takenAlone) : found
    if (found.length === 0) problems.push(absent(names, reference, to))
    else if (column === undefined) problems.push({name: reference, why: 'several', fields: [to]})
    else if ([...settled.values()].includes(to))
      problems.push({column: column + 1, name: reference, why: 'twice', fields: [to]})
    else settled.set(column, to)
  }
  for (const reference of ignore) {
    const found = columnsNamed(names, reference)
    const open = found.filter((column) => !takenAlone(column))
    for (const column of open.length > 0 ? open : found) settled.set(column, 'ignored')
  }
  return {settled, problems}
}

function absent(names: readonly string[], reference: string, to: CallbackField): HeaderProblem {
  const near = nearest(reference, names)
  return {name: reference, why: 'absent', fields: [to], ...(near !== undefined && {near})}
}

function columnsNamed(names: readonly string[], reference: string): number[] {
  const where = (is: (name: string) => boolean) => names.flatMap((name, i) => (is(name) ? [i] : []))
  const exactly = where((name) => name === reference)
  if (exactly.length > 0) return exactly
  const number = /^#(\d+)$/.exec(reference)?.[1]
  if (number !== undefined) {
    const column = Number(number) - 1 + ourOwn(names)
    return Number(number) >= 1 && column < names.length ? [column] : []
  }
  return where((name) => folded(name) === folded(reference))
}

/** How to specify a column: by its name, if it is unique. */
const referenceTo = (columns: readonly Column[], {name}: Column, i: number): string => {
  const names = columns.map((other) => other.name)
  const isOne = names.filter((other) => folded(other) === folded(name)).length === 1
  return isOne ? name.replace(/\s+/gu, ' ').trim() : `#${i + 1 - ourOwn(names)}`
}

function problemOf(columns: readonly Column[], column: Column & Refused, i: number): HeaderProblem {
  const {name, why, fields, rival} = column
  return {column: i + 1, name, why, fields, ...(rival !== undefined && {rival: (columns[rival] as Column).name})}
}

/** Maps a column to a field that no other column holds; otherwise ignores it. */
function remedyFor(columns: readonly Column[]): HeaderRemedy {
  const taken = new Set(columns.flatMap(fieldsOf))
  const remedy: HeaderRemedy = {map: [], ignore: []}
  columns.forEach((column, i) => {
    if (column.as !== 'refused') return
    const free = column.fields.find((each) => !taken.has(each))
    if (free === undefined) remedy.ignore.push(referenceTo(columns, column, i))
    else {
      taken.add(free)
      remedy.map.push([referenceTo(columns, column, i), free])
    }
  })
  return remedy
}

/** A phone of Google without a kind counts as any phone. */
const withoutKind = (meaning: Meaning): Meaning =>
  meaning.is === 'typed-phone' ? field('phoneNumber', 1 + (meaning.nth - 1) / 100) : meaning

/** The columns of a header row, resolved in relation to each other. */
class Row {
  readonly #columns: (Column | undefined)[]
  readonly #names: readonly string[]
  #meanings: readonly Meaning[]
  readonly #program: KnownProgram | undefined
  readonly #said: ReadonlySet<CallbackField | 'ignored'>

  constructor(
    names: readonly string[],
    meanings: readonly Meaning[],
    program: KnownProgram | undefined,
    settled: Settled,
  ) {
    this.#names = names
    this.#meanings = meanings
    this.#program = program
    this.#said = new Set(settled.values())
    this.#columns = names.map((name, i) => {
      const to = settled.get(i)
      if (to === undefined) return undefined
      return to === 'ignored' ? {name, as: 'ignored'} : {name, as: 'field', field: to}
    })
  }

  resolve(): Column[] {
    this.#takeKinds()
    this.#meanings = this.#meanings.map(withoutKind)
    this.#takePeople()
    for (const each of callbackFields) this.#takeField(each)
    return this.#names.map((name, i) => this.#columns[i] ?? this.#rest(name, this.#meaning(i)))
  }

  #meaning = (i: number) => this.#meanings[i] as Meaning

  /** The unresolved columns with this kind of meaning. */
  #open(is: (meaning: Meaning) => boolean): number[] {
    return this.#names.flatMap((_, i) => (this.#columns[i] === undefined && is(this.#meaning(i)) ? [i] : []))
  }

  #name = (i: number) => this.#names[i] as string

  #refuse(i: number, why: Refusal, fields: readonly CallbackField[], rival?: number): void {
    this.#columns[i] = {name: this.#name(i), as: 'refused', why, fields, ...(rival !== undefined && {rival})}
  }

  #take(i: number, to: CallbackField): void {
    this.#columns[i] = {name: this.#name(i), as: 'field', field: to}
  }

  /** Google's pairs: `Phone 1 - Type` is the kind of `Phone 1 - Value`. */
  #takeKinds(): void {
    for (const kind of this.#open(({is}) => is === 'phone-kind')) {
      const {nth} = this.#meaning(kind) as {nth: number}
      const [value] = this.#open((meaning) => meaning.is === 'typed-phone' && meaning.nth === nth)
      if (value === undefined) continue
      this.#columns[value] = {name: this.#name(value), as: 'phone', kindIn: kind}
      this.#columns[kind] = {name: this.#name(kind), as: 'kind', of: value}
    }
  }

  #takePeople(): void {
    const people = (['guardian', 'person', 'pupil'] as const).map((of) =>
      this.#open((meaning) => meaning.is === 'name' && meaning.of === of),
    )
    const [group = [], ...others] = people.filter((columns) => columns.length > 0)
    for (const other of others.flat()) this.#refuse(other, 'other-person', [])
    const part = (wanted: string) => group.filter((i) => (this.#meaning(i) as {part?: string}).part === wanted)
    const hasFirst = this.#one('firstName', part('first'))
    const hasLast = this.#one('lastName', part('last'))
    const names = part('name')
    const hasName = !hasLast && hasFirst && this.#one('lastName', this.#lastNameOf(names))
    const isNamed = hasName || (hasLast && hasFirst) || this.#said.has('lastName')
    for (const i of [...names, ...part('full')]) {
      const isKnown = isNamed || (hasLast && part('full').includes(i))
      if (!isKnown) this.#refuse(i, 'name', names.includes(i) ? ['lastName', 'company'] : ['lastName'])
    }
  }

  /** Of Outlook's two columns `Nom`, the second is the last name. */
  #lastNameOf(names: number[]): number[] {
    return this.#program?.lastNameComesLast ? names.slice(-1) : names
  }

  /** A single column takes the field; several are refused. True when there is a column, or one was given. */
  #one(to: CallbackField, columns: readonly number[]): boolean {
    if (this.#said.has(to)) return true
    for (const i of columns)
      if (columns.length === 1) this.#take(i, to)
      else this.#refuse(i, 'twice', [to])
    return columns.length > 0
  }

  /** The lowest rank takes the field. Columns of other ranks, and two of the lowest rank, are refused. */
  #takeField(to: CallbackField): void {
    const rank = (i: number) => (this.#meaning(i) as {rank: number}).rank
    const found = this.#open((meaning) => meaning.is === 'field' && meaning.field === to)
    const [best, second] = found.sort((a, b) => rank(a) - rank(b))
    if (best === undefined || this.#said.has(to)) return
    const isTie = second !== undefined && rank(best) === rank(second)
    for (const i of found) {
      if (rank(i) !== rank(best)) this.#refuse(i, 'competes', [to], best)
      else if (isTie) this.#refuse(i, 'twice', [to])
      else this.#take(i, to)
    }
  }

  #rest(name: string, meaning: Meaning): Column {
    if (meaning.is === 'error') return {name, as: 'ignored'}
    if (meaning.is === 'unclear' && meaning.fields.length > 0 && meaning.fields.every((each) => this.#said.has(each)))
      return {name, as: 'passed-over', unnamed: false}
    if (meaning.is === 'unclear') return {name, as: 'refused', why: meaning.why, fields: meaning.fields}
    if (meaning.is === 'department' && !this.#hasCompany())
      return {name, as: 'refused', why: 'company', fields: ['company']}
    return {name, as: 'passed-over', unnamed: meaning.is === 'unnamed'}
  }

  #hasCompany(): boolean {
    return this.#columns.some((column) => column?.as === 'field' && column.field === 'company')
  }
}
