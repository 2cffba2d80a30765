import type {SiteProfile} from './site-document.ts'

const first = String.raw`[\p{L}\p{N}_][\p{L}\p{N}_.@'/+-]*`
const plain = `${first}(?: ${first})*`
const quoted = String.raw`"[^"\\,\p{C}]*"`
const name = `(?:${plain}|${quoted})`
const list = String.raw`\[((?:${name}(?:, ${name})*)?)\]`
const fields = `queues: ${list}, groups: ${list}, incalls: ${list}`
const line = new RegExp(
  String.raw`^  (${name}): (?:(\w+)|\{profile: (\w+), ${fields}(?:, recording: (true|false), dissuasion: (true|false))?\})$`,
  'u',
)

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
    const found = line.exec(text.slice(at, end))
    if (end === -1 || found === null) return undefined
    const [, written = '', only, profile = '', queues = '', groups = '', incalls = '', recording, dissuasion] = found
    const login = unquoted(written)
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
