import type {SiteProfile} from './site-document.ts'

type Characters = Record<'first' | 'next' | 'others', string>

/** A name, whose words begin with `first` and go on with `next`; in quotes stand `others`. */
function nameOf({first, next, others}: Characters): string {
  const word = `${first}${next}*`
  return `(?:${word}(?: ${word})*|"${others}*")`
}

/** The beginning of a line. */
const loginOf = (characters: Characters, flags: string) => new RegExp(`  (${nameOf(characters)}): `, `${flags}y`)

/** The rest of the line. */
function entryOf(characters: Characters, flags: string): RegExp {
  const name = nameOf(characters)
  const list = String.raw`\[((?:${name}(?:, ${name})*)?)\]`
  const fields = `queues: ${list}, groups: ${list}, incalls: ${list}`
  const switches = '(?:, recording: (true|false), dissuasion: (true|false))?'
  return new RegExp(String.raw`^(?:(\w+)|\{profile: (\w+), ${fields}${switches}\})$`, flags)
}

/** The patterns of a line; those of all letters take V8 20 ms. */
function patternsOf(characters: Characters, flags: string): [login: RegExp, entry: RegExp] {
  return [loginOf(characters, flags), entryOf(characters, flags)]
}

/** Western letters, as most lines have no others. */
const western = patternsOf(
  {
    first: String.raw`[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]`,
    next: String.raw`[A-Za-z0-9_.@'/+\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff-]`,
    others: String.raw`[ !#-+\--[\]-~\u00c0-\u00ff]`,
  },
  '',
)

let every: typeof western | undefined

function patternsOfAll(): typeof western {
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

const HEADER = 'profiles:\n'

/** A text whose section of profiles is read already. */
export interface ReadAhead {
  profiles: Map<string, SiteProfile>
  /** The text without the lines of that section, and where its header stands. */
  rest: string
  header: number
}

/**
 * Reads the section of profiles as it is written: thousands of lines, for which a parser of YAML takes seconds. Undefined unless every
 * line of it has the one form.
 */
export function readAhead(text: string): ReadAhead | undefined {
  const header = text.startsWith(HEADER) ? 0 : text.indexOf(`\n${HEADER}`) + 1
  if (header === 0 && !text.startsWith(HEADER)) return undefined
  const start = header + HEADER.length
  const profiles = new Map<string, SiteProfile>()
  const read = new Map<string, SiteProfile>()
  let at = start
  while (text.startsWith(' ', at)) {
    const end = text.indexOf('\n', at)
    const found = matchAt(western[0], text, at) ?? matchAt(patternsOfAll()[0], text, at)
    if (end === -1 || found === null) return undefined
    const [begin, written = ''] = found
    const name = unquoted(written)
    const rest = text.slice(at + begin.length, end)
    const profile = read.get(rest) ?? profileIn(rest)
    if (profile === undefined || profiles.has(name)) return undefined
    read.set(rest, profile)
    profiles.set(name, profile)
    at = end + 1
  }
  return {profiles, rest: text.slice(0, start) + text.slice(at), header}
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** Thousands of users share a few: each is read once. */
function profileIn(text: string): SiteProfile | undefined {
  const found = western[1].exec(text) ?? patternsOfAll()[1].exec(text)
  if (found === null) return undefined
  const [, only, profile = '', queues = '', groups = '', incalls = '', recording, dissuasion] = found
  const lists = {queues: namesIn(queues), groups: namesIn(groups), incalls: namesIn(incalls)}
  const switches = recording && {recording: recording === 'true', dissuasion: dissuasion === 'true'}
  return only === undefined ? {profile, ...lists, ...switches} : {profile: only}
}

const namesIn = (text: string): string[] => (text === '' ? [] : text.split(', ').map(nameIn))

/** The same few names stand in thousands of lines: each is kept once. */
const known = new Map<string, string>()

function nameIn(written: string): string {
  const found = known.get(written)
  if (found !== undefined) return found
  const name = unquoted(written)
  known.set(written, name)
  return name
}

const unquoted = (text: string) => (text.startsWith('"') ? text.slice(1, -1) : text)
