import {existsSync, readFileSync} from 'node:fs'
import {unavailable, usage} from './errors.ts'

/** What `serve` needs beside the settings of every command. */
export interface ServeSettings {
  /** Any of them opens the door: two while one takes the other's place. */
  tokens: string[]
  /** Where they came from. */
  origin: string
}

/** XiVO's containers read their settings from here. */
const CUSTOM_ENV_FILE = '/etc/docker/xivo/custom.env'

/** The tokens in force: XIVOCTL_TOKEN, the file of XIVOCTL_TOKEN_FILE, PLAY_AUTH_TOKEN, or that of the XiVO host. Without one there is no serving. */
export function loadServeSettings(env: NodeJS.ProcessEnv, customEnvFile = CUSTOM_ENV_FILE): ServeSettings {
  const sources: [string, string | undefined][] = [
    ['XIVOCTL_TOKEN', env.XIVOCTL_TOKEN],
    ['XIVOCTL_TOKEN_FILE', env.XIVOCTL_TOKEN_FILE && readTokenFile(env.XIVOCTL_TOKEN_FILE)],
    ['PLAY_AUTH_TOKEN', env.PLAY_AUTH_TOKEN],
    [customEnvFile, variableOf(customEnvFile, 'PLAY_AUTH_TOKEN')],
  ]
  for (const [origin, text = ''] of sources) {
    const tokens = text.split(/\s+/).filter(Boolean)
    if (tokens.length > 0) return {tokens, origin}
  }
  throw usage('no token is configured: everybody could change everything', {
    hints: [
      'set XIVOCTL_TOKEN, or XIVOCTL_TOKEN_FILE to a file that holds one; several, one a line, are all accepted',
      'a good one: openssl rand -hex 32',
    ],
  })
}

const SHORTEST = 16

/** Can a token be guessed in an afternoon? */
export const shortTokens = ({tokens}: ServeSettings) => tokens.some((token) => token.length < SHORTEST)

function readTokenFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unavailable(`the token file cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

function variableOf(path: string, name: string): string | undefined {
  if (!existsSync(path)) return undefined
  try {
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .findLast((each) => each.trimStart().startsWith(`${name}=`))
    return line
      ?.slice(line.indexOf('=') + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
  } catch {
    return undefined
  }
}
