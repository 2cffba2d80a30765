import {csvRecords, MalformedCsv} from './csv-records.ts'
import {nearest, plainName} from './nearest.ts'
import type {Path, Section, SiteDissuasion, SiteDocument, SitePeriod, SiteProfile} from './site-document.ts'
import type {PlacedProblem, ReadSite, SiteProblem} from './site-yaml.ts'

/** One section of a document as the rows of a list. */
export interface SiteRows extends ReadSite {
  /** Dissuasions, and the names that rights are on, as the list shows them. */
  shown: ReadonlyMap<string, string>
}

/** A row: its cells by the names of their columns, and its place. */
interface Row {
  name: string
  line: number
  cells: ReadonlyMap<string, string>
}

type Note = (problem: Omit<SiteProblem, 'path'> & {column?: string}) => void

interface Form<E> {
  /** The column of names. */
  name: string
  /** The columns that are read, apart from that one. */
  columns: readonly string[]
  /** Those that the list has beside them. */
  ignored: readonly string[]
  /** The entry of a row; undefined for one that says nothing, and after a problem. */
  entry: (row: Row, note: Note) => E | undefined
}

const rights = ['queues', 'groups', 'incalls'] as const

const profiles: Form<SiteProfile> = {
  name: 'login',
  columns: ['profile', ...rights, 'recording', 'dissuasion'],
  ignored: ['name', 'firstname'],
  entry: ({cells}, note) => {
    const profile = cells.get('profile') ?? ''
    const others = [...cells].filter(([column, cell]) => column !== 'profile' && cell !== '')
    if (profile === '') {
      if (others.length > 0) note({column: 'profile', reason: 'is missing'})
      return undefined
    }
    if (profile === 'admin') return {profile}
    const entry: SiteProfile = {profile}
    for (const field of rights) {
      const cell = cells.get(field)
      if (cell !== undefined) entry[field] = namesIn(cell)
    }
    for (const field of profile === 'teacher' ? [] : (['recording', 'dissuasion'] as const)) {
      const allowed = yesNo(cells.get(field), field, note)
      if (allowed !== undefined) entry[field] = allowed
    }
    return entry
  },
}

/** As the list has them: one that XiVO deleted cannot be given, and one that it renamed has its new name. */
const namesIn = (cell: string): string[] =>
  cell
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.endsWith(' (deleted)'))
    .map((name) => / \(now (.*)\)$/s.exec(name)?.[1] ?? name)

function yesNo(cell: string | undefined, column: string, note: Note): boolean | undefined {
  if (cell === undefined || cell === '') return undefined
  if (cell === 'yes' || cell === 'no') return cell === 'yes'
  note({column, value: cell, reason: 'must be yes or no'})
  return undefined
}

const callbackLists: Form<string> = {
  name: 'name',
  columns: ['queue'],
  ignored: ['ongoing', 'uuid', 'queue id'],
  entry: ({cells}, note) => {
    const queue = cells.get('queue') ?? ''
    if (queue === '') note({column: 'queue', reason: 'is missing'})
    return queue === '' || /^\d+ \(gone\)$/.test(queue) ? undefined : queue
  },
}

const periods: Form<SitePeriod> = {
  name: 'name',
  columns: ['start', 'end', 'default'],
  ignored: ['uuid'],
  entry: ({cells}, note) => {
    const [start, end, standard] = [cells.get('start'), cells.get('end'), cells.get('default')]
    const isDefault = standard === '' ? false : yesNo(standard, 'default', note)
    return {
      ...(start !== undefined && {start: of24Hours(start)}),
      ...(end !== undefined && {end: of24Hours(end)}),
      ...(isDefault !== undefined && {default: isDefault}),
    }
  },
}

/** An English spreadsheet saves 14:00:00 as 02:00:00 PM. */
function of24Hours(time: string): string {
  const [, hours, rest, half] = /^(0?[1-9]|1[0-2])(:\d\d(?::\d\d)?) ([AP])M$/.exec(time) ?? []
  if (hours === undefined) return time
  return `${String((Number(hours) % 12) + (half === 'P' ? 12 : 0)).padStart(2, '0')}${rest}`
}

const dissuasions: Form<SiteDissuasion> = {
  name: 'queue',
  columns: ['destination'],
  ignored: ['id', 'state'],
  entry: ({cells}, note) => {
    const text = cells.get('destination') ?? ''
    if (text === '') note({column: 'destination', reason: 'is missing'})
    return text === '' ? undefined : destinationIn(text)
  },
}

/** `sound NAME`, `queue NAME (30 s)`, `none`, `endcall:hangup`: as the list shows it. */
function destinationIn(text: string): SiteDissuasion {
  if (text === 'none') return {none: true}
  const [, action = text, rest = ''] = /^(\S+)(?: (.*))?$/s.exec(text) ?? []
  const [, played = rest, options] = /^(.*) \(([a-z|&,]+)\)$/s.exec(rest) ?? []
  if (action === 'sound') return {sound: played, ...(options !== undefined && {options})}
  const [, target = rest, seconds] = /^(.*) \((\d{1,9})(?: s)?\)$/s.exec(rest) ?? []
  const ringTime = seconds === undefined ? {} : {ringTime: Number(seconds)}
  if (action === 'queue') return {queue: target, ...ringTime}
  if (action === 'group') return {group: target, ...ringTime}
  if (action === 'user') return {user: {login: target}, ...ringTime}
  const [, actionarg1 = rest, actionarg2] = /^(.*) \((.*)\)$/s.exec(rest) ?? []
  return {action, ...(actionarg1 !== '' && {actionarg1}), ...(actionarg2 !== undefined && {actionarg2})}
}

const forms = {profiles, callbackLists, periods, dissuasions} as const

/** The column of a problem's place in the document. */
const columnOf: Record<Section, (path: Path) => string> = {
  profiles: ([field = 'login']) => String(field),
  callbackLists: ([field = 'queue']) => String(field),
  periods: ([field = 'start']) => String(field),
  dissuasions: () => 'destination',
}

/** Is it a list with columns, rather than bare names? */
export function isSiteCsv(section: Section, text: string): boolean {
  const {name, columns} = forms[section]
  const heads = headsIn(text)
  return heads.length > 1 && heads.some((head) => head === name || columns.includes(head))
}

const firstLine = (text: string) => /^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? ''

/** A spreadsheet puts semicolons or tabs between the fields. */
const delimiterOf = (text: string) => [',', ';', '\t'].find((each) => firstLine(text).includes(each)) ?? ','

const headsIn = (text: string) =>
  firstLine(text)
    .split(delimiterOf(text))
    .map((head) => plainName(head.replaceAll('"', '')))

/** Reads a section of a document from the CSV of its list. Returns only what does not fit when it has no row to read. */
export async function readSiteCsv(section: Section, text: string): Promise<SiteRows | {problems: PlacedProblem[]}> {
  const form: Form<unknown> = forms[section]
  const problems: PlacedProblem[] = []
  const entries = new Map<string, unknown>()
  const lines = new Map<string, number>()
  const shown = new Map<string, string>()
  const rows = await rowsOf(form, text, problems)
  if (rows.length === 0 && problems.length > 0) return {problems}
  for (const row of rows) {
    const {name, line, cells} = row
    const note: Note = ({column, value, reason}) =>
      problems.push({place: {line}, path: column ?? form.name, ...(value !== undefined && {value}), reason})
    const former = lines.get(name)
    const entry = form.entry(row, note)
    const isTwice = former !== undefined && (entry !== undefined || entries.has(name))
    if (name === '') note({reason: 'is missing'})
    else if (isTwice) note({value: name, reason: `is already in line ${former}`})
    lines.set(name, former ?? line)
    if (entry !== undefined && !isTwice) entries.set(name, entry)
    if (section === 'dissuasions') shown.set(name, cells.get('destination') ?? '')
    if (section === 'profiles') shown.set(name, rights.map((field) => cells.get(field) ?? '').join('\n'))
  }
  const placed = ({path: [, name = '', ...rest], key, value, reason}: SiteProblem): PlacedProblem => {
    const line = lines.get(String(name))
    return {
      ...(line !== undefined && {place: {line}}),
      path: key && rest.length === 0 ? form.name : columnOf[section](rest),
      ...(value !== undefined && {value}),
      reason,
    }
  }
  return {document: {[section]: entries} as SiteDocument, problems, shown, placed}
}

async function rowsOf(
  {name, columns, ignored}: Form<unknown>,
  text: string,
  problems: PlacedProblem[],
): Promise<Row[]> {
  const rows: Row[] = []
  let heads: string[] | undefined
  let line = 1
  try {
    for await (const records of csvRecords(bytesOf(text), delimiterOf(text))) {
      for (const record of records) {
        const place = {line}
        line += 1 + record.join('').split('\n').length - 1
        if (record.every((cell) => cell === '')) continue
        if (heads === undefined) {
          heads = record.map(
            (head) => [name, ...columns, ...ignored].find((each) => plainName(each) === plainName(head)) ?? '',
          )
          problems.push(...badHeads(record, heads, {name, columns, ignored}).map((each) => ({place, ...each})))
          if (!heads.includes(name) || !heads.some((head) => columns.includes(head))) return []
        } else if (record.length !== heads.length) {
          problems.push({place, path: '', reason: `has ${record.length} fields, the header has ${heads.length}`})
        } else {
          const cells = new Map(heads.map((head, i) => [head, record[i] ?? '']))
          const wanted = new Map([...cells].filter(([head]) => columns.includes(head)))
          rows.push({name: cells.get(name) ?? '', line: place.line, cells: wanted})
        }
      }
    }
  } catch (error) {
    if (!(error instanceof MalformedCsv)) throw error
    problems.push({place: {line: error.line ?? line}, path: '', reason: error.message})
  }
  if (heads === undefined) problems.push({path: '', reason: 'the file is empty'})
  return rows
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function badHeads(
  record: readonly string[],
  heads: readonly string[],
  {name, columns, ignored}: Pick<Form<unknown>, 'name' | 'columns' | 'ignored'>,
): Omit<PlacedProblem, 'place'>[] {
  const unknown = record.filter((_, i) => heads[i] === '')
  const twice = heads.filter((head, i) => head !== '' && heads.indexOf(head) < i)
  const missing = heads.includes(name) ? [] : [name]
  const isBare = !heads.some((head) => columns.includes(head))
  return [
    ...unknown.map((head) => {
      const near = nearest(head, [name, ...columns, ...ignored])
      return {path: '', value: head, reason: `is not a column${near === undefined ? '' : `; did you mean '${near}'?`}`}
    }),
    ...twice.map((head) => ({path: '', value: head, reason: 'is the name of two columns'})),
    ...missing.map((head) => ({path: '', value: head, reason: 'is a required column, and is missing'})),
    ...(isBare ? [{path: '', reason: `there is no column to set: ${columns.join(', ')}`}] : []),
  ]
}
