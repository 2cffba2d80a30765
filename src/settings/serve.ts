import {readFileSync, statSync} from 'node:fs'
import {isIP} from 'node:net'
import {usage} from '../errors.ts'
import {parseTokens, type Token} from '../formats/tokens.ts'
import {customEnvPath, readVariable} from './custom-env.ts'
import {askedFile, readSettingsFile, type SettingsFile} from './file.ts'

/** The additional settings of `serve`. */
export interface ServeSettings {
  /** Each is accepted: two during a change of tokens. */
  tokens: Token[]
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
}

/**
 * The proxies of --trusted-proxy, else of the configuration; and the tokens in force: the file of --token-file, XIVOCTL_TOKEN, the file of XIVOCTL_TOKEN_FILE, that of the configuration's tokenFile, PLAY_AUTH_TOKEN, or
 * that of the XiVO host. Without one there is no serving.
 */
export function loadServeSettings(
  flags: {config?: string | undefined; 'token-file'?: string | undefined; 'trusted-proxy'?: string[] | undefined},
  env: NodeJS.ProcessEnv,
): ServeSettings {
  const file = readSettingsFile(askedFile(flags.config, env), env)
  const customEnvFile = customEnvPath(file)
  const sources: [origin: string, read: () => string | undefined][] = [
    ['--token-file', () => readTokenFile(flags['token-file'], '--token-file')],
    ['XIVOCTL_TOKEN', () => env.XIVOCTL_TOKEN],
    ['XIVOCTL_TOKEN_FILE', () => readTokenFile(env.XIVOCTL_TOKEN_FILE || undefined, 'XIVOCTL_TOKEN_FILE')],
    [`tokenFile of ${file?.path}`, () => readTokenFile(file?.tokenFile, `tokenFile of ${file?.path}`)],
    ['PLAY_AUTH_TOKEN', () => unnamed(env.PLAY_AUTH_TOKEN, 'PLAY_AUTH_TOKEN')],
    [customEnvFile, () => unnamed(readVariable(customEnvFile, 'PLAY_AUTH_TOKEN'), customEnvFile)],
  ]
  for (const [origin, read] of sources) {
    const tokens = parseTokens(read() ?? '', origin)
    if (tokens.length > 0) return {tokens, trustedProxies: trustedProxies(flags['trusted-proxy'], file)}
  }
  throw usage('no token is configured; without one, anyone could change anything', {
    hints: [
      'name a file that holds one with --token-file or XIVOCTL_TOKEN_FILE, or set XIVOCTL_TOKEN; a file may hold several, one per line',
      'to create one: openssl rand -hex 32',
    ],
  })
}

function trustedProxies(flag: string[] | undefined, file: SettingsFile | undefined): string[] {
  const proxies = flag ?? file?.trustedProxies ?? []
  const origin = flag ? '--trusted-proxy' : `trustedProxies of ${file?.path}`
  const wrong = proxies.filter((proxy) => !isNetwork(proxy))
  if (wrong.length === 0) return proxies
  const are = wrong.length === 1 ? 'is not an address or network' : 'are not addresses or networks'
  throw usage(`${wrong.map((each) => `'${each}'`).join(', ')} ${are} (${origin})`, {
    hints: ['a trusted proxy is ADDRESS or ADDRESS/BITS: 192.0.2.10, 10.0.0.0/8, 2001:db8::/32'],
  })
}

/** Not /0: then whoever sends the header would be believed. */
function isNetwork(text: string): boolean {
  const [address = '', bits = '1', ...others] = text.split('/')
  const longest = {4: 32, 6: 128}[isIP(address)] ?? 0
  return others.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest
}

/** XiVO's own variable knows no names: blanks in it are a mistake. */
function unnamed(value: string | undefined, origin: string): string | undefined {
  if (value === undefined || !/\S[^\S\n]+\S/.test(value)) return value
  throw usage(`a token of XiVO has no blanks (${origin})`)
}

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
