import type {SiteProfile} from './site-document.ts'

/** A line, whose words begin with `first` and go on with `next`; in quotes stand `others`. */
function lineOf({first, next, others}: Record<'first' | 'next' | 'others', string>, flags: string): RegExp {
  const word = `${first}${next}*`
  const name = `(?:${word}(?: ${word})*|"${others}*")`
  const list = String.raw`\[((?:${name}(?:, ${name})*)?)\]`
  const fields = `queues: ${list}, groups: ${list}, incalls: ${list}`
  const switches = '(?:, recording: (true|false), dissuasion: (true|false))?'
  return new RegExp(String.raw`^  (${name}): (?:(\w+)|\{profile: (\w+), ${fields}${switches}\})$`, flags)
}

const line = lineOf(
  {
    first: String.raw`[\p{L}\p{N}_]`,
    next: String.raw`[\p{L}\p{N}_.@'/+-]`,
    others: String.raw`[^"\\,\p{C}]`,
  },
  'u',
)

/** The same in ASCII, as most lines are, takes V8 half the time. */
const asciiLine = lineOf({first: '[A-Za-z0-9_]', next: "[A-Za-z0-9_.@'/+-]", others: String.raw`[ !#-+\--[\]-~]`}, '')

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
  let at = start
  while (text.startsWith(' ', at)) {
    const end = text.indexOf('\n', at)
    const written = text.slice(at, end)
    const found = asciiLine.exec(written) ?? line.exec(written)
    if (end === -1 || found === null) return undefined
    const [, name = '', only, profile = '', queues = '', groups = '', incalls = '', recording, dissuasion] = found
    const login = unquoted(name)
    if (profiles.has(login)) return undefined
    const lists = {queues: namesIn(queues), groups: namesIn(groups), incalls: namesIn(incalls)}
    const switches = recording && {recording: recording === 'true', dissuasion: dissuasion === 'true'}
    profiles.set(login, only === undefined ? {profile, ...lists, ...switches} : {profile: only})
    at = end + 1
  }
  return {profiles, rest: text.slice(0, start) + text.slice(at), header}
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
