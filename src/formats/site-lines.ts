import {remembered} from './remembered.ts'
import {
  type Section,
  type SiteDissuasion,
  type SiteDocument,
  type SitePeriod,
  type SiteProfile,
  sections,
} from './site-document.ts'
import {WESTERN} from './site-text.ts'

/** Of a line of each section, as `site export` writes it. */
interface Patterns {
  key: RegExp
  entries: Record<Section, RegExp>
}

/** The words of a name begin with `first` and go on with `next`; in quotes stand `others`. */
function patternsOf({first, next, others}: Record<'first' | 'next' | 'others', string>, flags: string): Patterns {
  const word = `${first}(?:${next}|:(?=${first}))*`
  const name = `(?:${word}(?: ${word})*|"${others}*")`
  const list = String.raw`\[((?:${name}(?:, ${name})*)?)\]`
  const lists = `queues: ${list}, groups: ${list}, incalls: ${list}`
  const switches = '(?:, recording: (true|false), dissuasion: (true|false))?'
  const user = String.raw`\{login: (?<login>${name})\}|\{id: (?<id>\d{1,9}), name: (?<name>${name})\}`
  const target = `(?<kind>queue|group): (?<target>${name})|user: (?:${user})`
  const destinations = [
    `(?:${target})(?:, ringTime: (?<ringTime>\\d{1,9}))?`,
    `sound: (?<sound>${name})(?:, options: (?<options>${name}))?`,
    `action: (?<action>${name})(?:, actionarg1: (?<actionarg1>${name}))?(?:, actionarg2: (?<actionarg2>${name}))?`,
  ]
  const entry = (pattern: string) => new RegExp(`^(?:${pattern})$`, flags)
  return {
    key: new RegExp(`  (${name}): `, `${flags}y`),
    entries: {
      profiles: entry(String.raw`(\w+)|\{profile: (\w+), ${lists}${switches}\}`),
      callbackLists: entry(`(${name})`),
      periods: entry(String.raw`\{start: (${name}), end: (${name})(, default: true)?\}`),
      dissuasions: entry(String.raw`none|\{(?:${destinations.join('|')})\}`),
    },
  }
}

/** Western letters, as most lines have no others. */
const western = patternsOf(
  {
    first: `[${WESTERN}0-9_]`,
    next: `[${WESTERN}0-9_.@'/+-]`,
    others: String.raw`[ !#-+\--[\]-~\u00c0-\u00ff]`,
  },
  '',
)

let every: Patterns | undefined

/** The letters of all the world take V8 20 ms. */
function patternsOfAll(): Patterns {
  every ??= patternsOf(
    {
      first: String.raw`[\p{L}\p{N}_]`,
      next: String.raw`[\p{L}\p{N}_.@'/+-]`,
      others: String.raw`[^"\\,\p{C}]`,
    },
    'u',
  )
  return every
}

/** The sections that have the form in which they are written. */
export interface ReadAhead {
  document: SiteDocument
  /** The text without the lines of these sections; undefined if nothing is in it. */
  rest: string | undefined
  /** Where their headers stand in it. */
  headers: Map<Section, number>
}

/** Reads sections as they are written: thousands of lines, for which a parser of YAML takes seconds. */
export function readAhead(text: string): ReadAhead {
  const document: SiteDocument = {}
  let rest = text
  for (const section of sections) {
    const header = headerOf(section, rest)
    const start = header + section.length + 2
    const found = header === -1 ? undefined : entriesAt(rest, start, section)
    if (found === undefined) continue
    Object.assign(document, {[section]: found.entries})
    rest = rest.slice(0, start) + rest.slice(found.end)
  }
  const read = sections.filter((section) => document[section] !== undefined)
  const headers = new Map(read.map((section) => [section, headerOf(section, rest)]))
  if (!isNothing(rest)) return {document, rest, headers}
  for (const [, section = ''] of rest.matchAll(emptySection)) Object.assign(document, {[section]: new Map()})
  return {document, rest: undefined, headers}
}

function headerOf(section: Section, text: string): number {
  const header = `${section}:\n`
  if (text.startsWith(header)) return 0
  const before = text.indexOf(`\n${header}`)
  return before === -1 ? -1 : before + 1
}

/** Comments, and sections without entries, each once. */
function isNothing(text: string): boolean {
  const named = [...text.matchAll(/^(\w+):/gm)].map(([, section]) => section)
  return noEntries.test(text) && new Set(named).size === named.length
}

const noEntries = new RegExp(String.raw`^(?:(?:#.*|(?:${sections.join('|')}):(?: \{\})?)?\n)*$`)
const emptySection = /^(\w+): \{\}$/gm

/** Undefined unless every line has the one form, and a name of its own. */
function entriesAt(
  text: string,
  start: number,
  section: Section,
): {entries: Map<string, unknown>; end: number} | undefined {
  const entries = new Map<string, unknown>()
  // Thousands of users share a few.
  const entryIn = remembered((line: string) => entryOfLine(line, section))
  let at = start
  while (text.startsWith(' ', at)) {
    const end = text.indexOf('\n', at)
    const found = matchAt(western.key, text, at) ?? matchAt(patternsOfAll().key, text, at)
    if (end === -1 || found === null) return undefined
    const [begin, written = ''] = found
    const name = unquoted(written)
    const entry = entryIn(text.slice(at + begin.length, end))
    if (entry === undefined || entries.has(name)) return undefined
    entries.set(name, entry)
    at = end + 1
  }
  return {entries, end: at}
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function entryOfLine(line: string, section: Section): unknown {
  const found = western.entries[section].exec(line) ?? patternsOfAll().entries[section].exec(line)
  return found ? entryOf[section](found) : undefined
}

const entryOf = {
  profiles([, only, profile = '', queues = '', groups = '', incalls = '', recording, dissuasion]): SiteProfile {
    const lists = {queues: namesIn(queues), groups: namesIn(groups), incalls: namesIn(incalls)}
    const switches = recording && {recording: recording === 'true', dissuasion: dissuasion === 'true'}
    return only === undefined ? {profile, ...lists, ...switches} : {profile: only}
  },
  callbackLists: ([, queue = '']): string => unquoted(queue),
  periods: ([, start = '', end = '', isDefault]): SitePeriod => ({
    start: unquoted(start),
    end: unquoted(end),
    ...(isDefault && {default: true}),
  }),
  dissuasions({groups = {}}): SiteDissuasion {
    const {kind, target = '', login, id, name = '', ringTime, sound, action, ...others} = groups
    const ringing = ringTime !== undefined && {ringTime: Number(ringTime)}
    const besides = Object.entries(others).flatMap(([field, text]) =>
      text === undefined ? [] : [[field, unquoted(text)]],
    )
    if (kind !== undefined) return {[kind as 'queue']: unquoted(target), ...ringing}
    if (login !== undefined) return {user: {login: unquoted(login)}, ...ringing}
    if (id !== undefined) return {user: {id: Number(id), name: unquoted(name)}, ...ringing}
    if (sound !== undefined) return {sound: unquoted(sound), ...Object.fromEntries(besides)}
    return action === undefined ? {none: true} : {action: unquoted(action), ...Object.fromEntries(besides)}
  },
} satisfies Record<Section, (found: RegExpExecArray) => unknown>

const namesIn = (text: string): string[] => (text === '' ? [] : text.split(', ').map(nameIn))

const unquoted = (text: string) => (text.startsWith('"') ? text.slice(1, -1) : text)

/** The same few names stand in thousands of lines: each is kept once. */
const nameIn = remembered(unquoted)
