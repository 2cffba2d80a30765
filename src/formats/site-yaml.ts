import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  type Scalar,
} from 'yaml'
import {nearest} from './nearest.ts'
import {
  type Path,
  type Place,
  pathText,
  type Section,
  type SiteDissuasion,
  type SiteDocument,
  type SitePeriod,
  type SiteProfile,
  type SiteUser,
  sections,
} from './site-document.ts'
import {type ReadAhead, readAhead} from './site-lines.ts'

/** Something that does not fit; `path` leads to it. */
export interface SiteProblem {
  path: Path
  /** Is it the key at the end of the path, rather than its value? */
  key?: boolean
  value?: string
  reason: string
}

/** A problem with its place in the file. */
export interface PlacedProblem {
  place?: Place
  path: string
  value?: string
  reason: string
}

/** A document as far as it could be read, and what could not. `placed` says where the problems of the rest stand. */
export interface ReadSite {
  document: SiteDocument
  problems: PlacedProblem[]
  placed: (problem: SiteProblem) => PlacedProblem
}

/**
 * Reads a document from YAML 1.2 or JSON. Every scalar is text as it is written: `no`, `0123` and `2026-08-01` are names. Returns
 * only the faults of a text that is no YAML.
 */
export const readSiteYaml = (text: string): ReadSite | {problems: PlacedProblem[]} => {
  const bare = text.replace(/^\uFEFF/, '')
  return readInParts(bare) ?? readWhole(bare)
}

/** Undefined when the parts have a problem, or may be something else together. */
function readInParts(text: string): ReadSite | undefined {
  const ahead = readAhead(text)
  const rest = ahead.rest === undefined ? {} : readRest(ahead.rest, ahead.headers)
  if (rest === undefined) return undefined
  const document = {...rest, ...ahead.document}
  let whole: ReturnType<typeof readWhole> | undefined
  const placed: ReadSite['placed'] = (problem) => {
    whole ??= readWhole(text)
    return 'placed' in whole ? whole.placed(problem) : asRead(document).placed(problem)
  }
  return {document, problems: [], placed}
}

/** The other sections. Undefined when that of a header is none, which stands within something else. */
function readRest(text: string, headers: ReadAhead['headers']): SiteDocument | undefined {
  if (headers.size === 0) return undefined
  const parsed = parseYaml(text, {uniqueKeys: false})
  const {contents} = parsed
  if (parsed.errors.length + parsed.warnings.length > 0 || !isMap(contents) || contents.flow) return undefined
  const isHeader = ([section, place]: [Section, number]) => {
    const pair = contents.items.find((each) => keyOf(each) === section)
    return pair && rangeOf(pair.key) === place && isNothing(pair.value)
  }
  if (!contents.items.every(isOfSection) || ![...headers].every(isHeader)) return undefined
  const reading = new Reading()
  const document = reading.document(contents)
  return reading.problems.length > 0 || reading.hasTwins ? undefined : document
}

const isOfSection = (pair: Pair) => (sections as readonly string[]).includes(keyOf(pair))

const parseYaml = (text: string, options: {uniqueKeys?: false; lineCounter?: LineCounter}) =>
  parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
    ...options,
  })

function readWhole(text: string): ReadSite | {problems: PlacedProblem[]} {
  const lines = new LineCounter()
  const parsed = parseYaml(text, {lineCounter: lines})
  const at = (offset: number): Place => {
    const {line, col: column} = lines.linePos(offset)
    return {line, column}
  }
  const faults = [...parsed.errors, ...parsed.warnings]
  const faulty = faults.map(({message, pos}) => ({place: at(pos[0]), path: '', reason: yamlReason(message)}))
  if (faults.some(({code}) => code !== 'DUPLICATE_KEY')) return {problems: faulty}
  const placed = ({path, key, value, reason}: SiteProblem): PlacedProblem => {
    const offset = offsetOf(parsed.contents, path, key ?? false)
    return {
      ...(offset !== undefined && {place: at(offset)}),
      path: pathText(path),
      ...(value !== undefined && {value}),
      reason,
    }
  }
  const reading = new Reading()
  const document = reading.document(parsed.contents)
  return {document, problems: [...faulty, ...reading.problems.map(placed)], placed}
}

const yamlReason = (message: string) => message.charAt(0).toLowerCase() + message.slice(1)

/** Where the key or the value at the end of a path begins. */
function offsetOf(contents: ParsedNode | null, path: Path, key: boolean): number | undefined {
  let node: unknown = contents
  for (const [i, step] of path.entries()) {
    const found: Pair | undefined = isMap(node) ? node.items.find((pair) => keyOf(pair) === step) : undefined
    if (key && i === path.length - 1 && found) return rangeOf(found.key)
    const next: unknown = found ? found.value : isSeq(node) && typeof step === 'number' ? node.items[step] : undefined
    if (rangeOf(next) === undefined) return rangeOf(found?.key) ?? rangeOf(node)
    node = next
  }
  return rangeOf(node)
}

const rangeOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null ? (node as Node).range?.[0] : undefined

const keyOf = ({key}: Pair): string => (isScalar(key) ? String(key.value ?? '') : '')

/** Walks through the nodes of a document, and collects what does not fit. A text that cannot be read is an empty one in the document. */
class Reading {
  readonly problems: SiteProblem[] = []
  /** Does a mapping have a key twice? A parser of YAML takes 20 ms to see that of 300 keys. */
  hasTwins = false

  document(contents: unknown): SiteDocument {
    const document: SiteDocument = {}
    const entries = contents === null ? [] : this.entries(contents, [])
    const read: {[S in Section]: (node: unknown, path: Path) => SiteDocument[S]} = {
      profiles: (node, path) => this.each(node, path, (...entry) => this.profile(...entry)),
      callbackLists: (node, path) => this.each(node, path, (...entry) => this.text(...entry)),
      periods: (node, path) => this.each(node, path, (...entry) => this.period(...entry)),
      dissuasions: (node, path) => this.each(node, path, (...entry) => this.dissuasion(...entry)),
    }
    for (const [name, node] of entries) {
      const section = sections.find((each) => each === name)
      if (section) Object.assign(document, {[section]: read[section](node, [name])})
      else if (name !== '$schema') this.unknown([name], sections, 'section')
    }
    return document
  }

  private profile(node: unknown, path: Path): SiteProfile | undefined {
    if (isText(node)) return {profile: this.text(node, path) ?? ''}
    const fields = ['profile', 'queues', 'groups', 'incalls', 'recording', 'dissuasion']
    const given = this.fields(node, path, fields)
    if (given === undefined) return undefined
    const of = <T>(field: string, read: (node: unknown, path: Path) => T | undefined) =>
      given.has(field) ? read.call(this, given.get(field), [...path, field]) : undefined
    const profile = of('profile', this.text)
    if (!given.has('profile')) this.note({path: [...path, 'profile'], reason: 'is missing'})
    return defined({
      profile: profile ?? '',
      queues: of('queues', this.texts),
      groups: of('groups', this.texts),
      incalls: of('incalls', this.texts),
      recording: of('recording', this.switch),
      dissuasion: of('dissuasion', this.switch),
    })
  }

  private period(node: unknown, path: Path): SitePeriod | undefined {
    const given = this.fields(node, path, ['start', 'end', 'default'])
    if (given === undefined) return undefined
    for (const field of ['start', 'end']) {
      if (!given.has(field)) this.note({path: [...path, field], reason: 'is missing'})
    }
    const isDefault = given.has('default') ? this.switch(given.get('default'), [...path, 'default']) : undefined
    return {
      start: given.has('start') ? (this.text(given.get('start'), [...path, 'start']) ?? '') : '',
      end: given.has('end') ? (this.text(given.get('end'), [...path, 'end']) ?? '') : '',
      ...(isDefault !== undefined && {default: isDefault}),
    }
  }

  private dissuasion(node: unknown, path: Path): SiteDissuasion | undefined {
    if (isText(node)) {
      if (this.text(node, path) === 'none') return {none: true}
      this.note({path, value: String((node as Scalar).value), reason: `is not a destination; use ${destinations}`})
      return undefined
    }
    const given = this.fields(node, path, fieldsOfDissuasion)
    if (given === undefined) return undefined
    const kinds = kindsOfDissuasion.filter((kind) => given.has(kind))
    const [kind] = kinds
    if (kind === undefined || kinds.length > 1) {
      this.note({
        path,
        key: true,
        reason: kind ? `has several destinations: ${kinds.join(', ')}` : `needs a destination; use ${destinations}`,
      })
      return undefined
    }
    const others = [...given.keys()].filter((field) => field !== kind && !besides[kind].includes(field))
    for (const field of others) this.note({path: [...path, field], key: true, reason: `does not belong to ${kind}`})
    const text = (field: string) => (given.has(field) ? this.text(given.get(field), [...path, field]) : undefined)
    const ringTime = given.has('ringTime') ? this.number(given.get('ringTime'), [...path, 'ringTime']) : undefined
    if (kind === 'sound') return defined({sound: text('sound') ?? '', options: text('options')})
    if (kind === 'queue') return defined({queue: text('queue') ?? '', ringTime})
    if (kind === 'group') return defined({group: text('group') ?? '', ringTime})
    if (kind === 'action')
      return defined({action: text('action') ?? '', actionarg1: text('actionarg1'), actionarg2: text('actionarg2')})
    const user = this.user(given.get('user'), [...path, 'user'])
    return user && defined({user, ringTime})
  }

  private user(node: unknown, path: Path): SiteUser | undefined {
    const given = this.fields(node, path, ['login', 'id', 'name'])
    if (given === undefined) return undefined
    if (given.has('login')) return {login: this.text(given.get('login'), [...path, 'login']) ?? ''}
    if (!given.has('id') || !given.has('name')) {
      this.note({path, key: true, reason: 'needs a login, or an id and a name'})
      return undefined
    }
    const id = this.number(given.get('id'), [...path, 'id'])
    return id === undefined ? undefined : {id, name: this.text(given.get('name'), [...path, 'name']) ?? ''}
  }

  private each<T>(node: unknown, path: Path, read: (node: unknown, path: Path) => T | undefined): Map<string, T> {
    const found = new Map<string, T>()
    for (const [name, value] of isNothing(node) ? [] : this.entries(node, path)) {
      const entry = read(value, [...path, name])
      if (entry !== undefined) found.set(name, entry)
    }
    return found
  }

  private fields(node: unknown, path: Path, known: readonly string[]): Map<string, unknown> | undefined {
    if (!isMap(node)) {
      this.note({path, reason: `must be a mapping with ${known.join(', ')}`})
      return undefined
    }
    const entries = new Map(this.entries(node, path))
    for (const field of entries.keys()) if (!known.includes(field)) this.unknown([...path, field], known, 'field')
    return entries
  }

  private entries(node: unknown, path: Path): [string, unknown][] {
    if (isMap(node)) {
      const entries = node.items.map((pair): [string, unknown] => [keyOf(pair), pair.value])
      this.hasTwins ||= new Set(entries.map(([name]) => name)).size < entries.length
      return entries
    }
    this.note({
      path,
      reason: isAlias(node)
        ? 'is a YAML alias, and aliases are not supported'
        : 'must be a mapping from names to entries',
    })
    return []
  }

  private text(node: unknown, path: Path): string | undefined {
    if (isText(node) && !isNothing(node)) return String((node as Scalar).value)
    this.note({path, reason: 'must be text'})
    return undefined
  }

  private texts(node: unknown, path: Path): string[] | undefined {
    if (isNothing(node)) return []
    if (isSeq(node)) return node.items.map((item, i) => this.text(item, [...path, i]) ?? '')
    this.note({path, reason: 'must be a list'})
    return undefined
  }

  private switch(node: unknown, path: Path): boolean | undefined {
    const value = isText(node) ? String((node as Scalar).value) : undefined
    if (value === 'true' || value === 'false') return value === 'true'
    this.note({path, ...(value !== undefined && {value}), reason: 'must be true or false'})
    return undefined
  }

  private number(node: unknown, path: Path): number | undefined {
    const value = isText(node) ? String((node as Scalar).value) : ''
    if (/^[0-9]{1,9}$/.test(value)) return Number(value)
    this.note({path, value, reason: 'must be a whole number'})
    return undefined
  }

  private unknown(path: Path, known: readonly string[], what: string): void {
    const name = String(path.at(-1))
    const near = nearest(name, known)
    this.note({
      path,
      key: true,
      value: name,
      reason: `is not a ${what}; ${near === undefined ? `use ${known.join(', ')}` : `did you mean '${near}'?`}`,
    })
  }

  private note(problem: SiteProblem): void {
    this.problems.push(problem)
  }
}

const isText = (node: unknown): boolean => isScalar(node)

/** Is it left out after its key? */
const isNothing = (node: unknown): boolean =>
  node === null || (isScalar(node) && node.value === '' && node.type === 'PLAIN')

const kindsOfDissuasion = ['sound', 'queue', 'group', 'user', 'action'] as const
const besides: Record<(typeof kindsOfDissuasion)[number], readonly string[]> = {
  sound: ['options'],
  queue: ['ringTime'],
  group: ['ringTime'],
  user: ['ringTime'],
  action: ['actionarg1', 'actionarg2'],
}
const fieldsOfDissuasion = [...kindsOfDissuasion, ...new Set(Object.values(besides).flat())]
const destinations = `none, or one of ${kindsOfDissuasion.join(', ')}`

const defined = <T extends object>(fields: {[K in keyof T]: T[K] | undefined}): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

/** A document that no file holds. */
export const asRead = (document: SiteDocument): ReadSite => ({
  document,
  problems: [],
  placed: ({path, key: _, ...problem}) => ({...problem, path: pathText(path)}),
})
