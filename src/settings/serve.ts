import {readFileSync, statSync} from 'node:fs'
import {usage} from '../errors.ts'
import {customEnvPath, readVariable} from './custom-env.ts'
import {askedFile, readSettingsFile} from './file.ts'

/** The additional settings of `serve`. */
export interface ServeSettings {
  /** Each is accepted: two during a change of tokens. */
  tokens: string[]
  /** Where they came from. */
  origin: string
}

/**
 * The tokens in force: the file of --token-file, XIVOCTL_TOKEN, the file of XIVOCTL_TOKEN_FILE, that of the configuration's tokenFile, PLAY_AUTH_TOKEN, or
 * that of the XiVO host. Without one there is no serving.
 */
export function loadServeSettings(
  flags: {config?: string | undefined; 'token-file'?: string | undefined},
  env: NodeJS.ProcessEnv,
): ServeSettings {
  const file = readSettingsFile(askedFile(flags.config, env), env)
  const customEnvFile = customEnvPath(file)
  const sources: [origin: string, read: () => string | undefined][] = [
    ['--token-file', () => readTokenFile(flags['token-file'], '--token-file')],
    ['XIVOCTL_TOKEN', () => env.XIVOCTL_TOKEN],
    ['XIVOCTL_TOKEN_FILE', () => readTokenFile(env.XIVOCTL_TOKEN_FILE || undefined, 'XIVOCTL_TOKEN_FILE')],
    [`tokenFile of ${file?.path}`, () => readTokenFile(file?.tokenFile, `tokenFile of ${file?.path}`)],
    ['PLAY_AUTH_TOKEN', () => env.PLAY_AUTH_TOKEN],
    [customEnvFile, () => readVariable(customEnvFile, 'PLAY_AUTH_TOKEN')],
  ]
  for (const [origin, read] of sources) {
    const tokens = linesOf(read() ?? '')
    if (tokens.length > 0) return {tokens: tokens.map((token) => fitForHeader(token, origin)), origin}
  }
  throw usage('no token is configured; without one, anyone could change anything', {
    hints: [
      'name a file that holds one with --token-file or XIVOCTL_TOKEN_FILE, or set XIVOCTL_TOKEN; a file may hold several, one per line',
      'to create one: openssl rand -hex 32',
    ],
  })
}

/** One token per line; lines that begin with # are comments. */
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

/** Refuses tokens that no client can send, and lines with several words. */
function fitForHeader(token: string, origin: string): string {
  if (/^[!-~]+$/.test(token)) return token
  throw usage(`a token may have only ASCII letters, digits and punctuation, no blanks; one token per line (${origin})`)
}

const SHORTEST = 16

/** Can a token be guessed in an afternoon? */
export const shortTokens = ({tokens}: ServeSettings) => tokens.some((token) => token.length < SHORTEST)

function readTokenFile(path: string | undefined, origin: string): string | undefined {
  if (path === undefined) return undefined
  try {
    if ((statSync(path).mode & 0o004) !== 0) {
      throw usage(`all users can read the token file ${path}: chmod 600 (${origin})`)
    }
    const text = readFileSync(path, 'utf8')
    if (text.trim() === '') throw usage(`the token file ${path} is empty (${origin})`)
    return text
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw usage(`the token file cannot be read: ${error.message} (${origin})`)
  }
}
