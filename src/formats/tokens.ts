import {usage} from '../errors.ts'

/** `page`: the routes of XiVO's own configuration server. `read`: everything that only reads. `admin`: everything. */
const roles = ['page', 'read', 'admin'] as const
export type Role = (typeof roles)[number]

/** What a client of the server sends, and what it may do with it. */
export interface Token {
  secret: string
  role: Role
  /** Whose it is, for the log and the journal. */
  name?: string
}

interface Line extends Token {
  line: number
}

const forms = 'a line is TOKEN, NAME TOKEN, or NAME ROLE TOKEN, where ROLE is page, read or admin'

/** Shorter tokens can be guessed; a token alone was never refused for it. */
const SHORTEST = 16
const printable = /^[!-~]+$/
/** What names a token that has no name, in the journal. */
const RESERVED = 'rest'

/** Reads a token from each line; lines that begin with # are comments. Errors name the line, never a word of it. */
export function parseTokens(text: string, origin: string): Token[] {
  const refuse = (line: number, reason: string) =>
    usage(`line ${line} of the tokens ${reason} (${origin})`, {hints: [forms]})
  const tokens: Line[] = []
  for (const [index, content] of text.split('\n').entries()) {
    const words = content.trim().split(/\s+/)
    if (content.trim() === '' || content.trim().startsWith('#')) continue
    const line = index + 1
    const token = parseLine(words)
    if (typeof token === 'string') throw refuse(line, token)
    const twin = tokens.find(({secret}) => secret === token.secret)
    const namesake = tokens.find(({name}) => name !== undefined && name === token.name)
    if (namesake) throw refuse(line, `has the same name as line ${namesake.line}`)
    // A file of tokens alone may hold one twice.
    if (twin && (twin.name ?? token.name) !== undefined) throw refuse(line, `has the same token as line ${twin.line}`)
    if (!twin) tokens.push({...token, line})
  }
  return tokens.map(({line: _, ...token}) => token)
}

/** A line's token, or what is wrong with it. */
function parseLine(words: readonly string[]): Token | string {
  const secret = words.at(-1) ?? ''
  if (!printable.test(secret)) return 'has a token with a character that is not ASCII'
  const [name = '', role = 'page'] = words.slice(0, -1)
  if (words.length === 1) return {secret, role: 'page'}
  if (words.length > 3) return 'has more than three words'
  if (isRole(secret)) return 'has no token'
  if (isRole(name) || name === RESERVED) return 'has a reserved word as its name'
  if (!/^\w[\w.-]{0,63}$/.test(name)) return 'has a name that is not made of at most 64 letters, digits, _, - and .'
  if (!isRole(role)) return 'has an unknown role'
  if (secret.length < SHORTEST) return `has a token of fewer than ${SHORTEST} characters`
  return {secret, role, name}
}

const isRole = (word: string): word is Role => (roles as readonly string[]).includes(word)

/** Can a token be guessed in an afternoon? */
export const isShort = ({secret}: Token) => secret.length < SHORTEST
