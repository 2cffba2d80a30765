import {type Stats, statSync} from 'node:fs'
import {join} from 'node:path'
import {usage} from '../errors.ts'
import {type ImportPreset, parseImportPresets} from '../formats/import-presets.ts'
import {nearest} from '../formats/nearest.ts'
import {homeDirectory} from './home.ts'
import {readSettingsText} from './settings-text.ts'

/** One XiVO: its database, its sound directory, its default dissuasion queue. */
export interface ContextSettings {
  databaseUrl?: string
  databaseSchema?: string
  soundsDir?: string
  soundsAsteriskDir?: string
  dissuasionQueue?: string
  /** How long the ledger of imports is kept. */
  importLedgerDays?: string
  /** How long the journal keeps what undo needs of customers. */
  undoDays?: string
  /** How long the journal is kept. */
  historyDays?: string
  /** The country of national phone numbers: an ISO code, or `none`. */
  phoneCountry?: string
  /** The possible outcomes of an attempt to call: `answered, no-answer`. */
  ticketStatuses?: string
  /** What to do with a due date on which the queue is closed: `off`, `warn` or `next`. */
  closedDays?: string
}

/** A configuration file as read: without unknown names and wrong types, but with unchecked values. */
export interface SettingsFile {
  path: string
  contexts: Record<string, ContextSettings>
  defaultContext?: string
  /** XiVO's own environment file, which may hold the token and the default queue. */
  customEnvFile?: string
  /** The name of the default queue's variable in that file. */
  dissuasionQueueVariable?: string
  /** The file in which XiVO records whether its host is the slave of a pair. */
  highAvailabilityFile?: string
  /** Holds the tokens of `serve`, one a line. */
  tokenFile?: string
  /** The proxies of `serve` whose X-Forwarded-For is believed: ADDRESS or ADDRESS/BITS. */
  trustedProxies?: string[]
  /** The forms of files from different sources, by name. */
  importPresets?: unknown
}

export const contextKeys = [
  'databaseUrl',
  'databaseSchema',
  'soundsDir',
  'soundsAsteriskDir',
  'dissuasionQueue',
  'importLedgerDays',
  'undoDays',
  'historyDays',
  'phoneCountry',
  'ticketStatuses',
  'closedDays',
] as const satisfies (keyof ContextSettings)[]

const fileKeys = [
  'contexts',
  'defaultContext',
  'customEnvFile',
  'dissuasionQueueVariable',
  'highAvailabilityFile',
  'tokenFile',
  'trustedProxies',
  'importPresets',
]

export const SYSTEM_FILE = '/etc/xivoctl/config.json'

export const userFile = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CONFIG_HOME || join(homeDirectory(env), '.config'), 'xivoctl', 'config.json')

/** The explicitly selected configuration file; undefined when there is none. */
export const askedFile = (flag: string | undefined, env: NodeJS.ProcessEnv): string | undefined =>
  flag ?? (env.XIVOCTL_CONFIG || undefined)

/** The configuration file in force: the one asked for, else the user's, else the system's; undefined when there is none. */
export function readSettingsFile(asked: string | undefined, env: NodeJS.ProcessEnv): SettingsFile | undefined {
  if (asked !== undefined) return parse(asked, read(asked, {required: true}) ?? '')
  for (const path of [userFile(env), SYSTEM_FILE]) {
    const text = read(path, {required: false})
    if (text !== undefined) return parse(path, text)
  }
  return undefined
}

/** The import presets of the configuration file in force, and the built-in one. */
export const importPresets = (
  {config}: {config?: string | undefined},
  env: NodeJS.ProcessEnv,
): Record<string, ImportPreset> =>
  parseImportPresets(readSettingsFile(askedFile(config, env), env)?.importPresets).presets

let warn: ((sentence: string) => void) | undefined

/** Called once for a system file that this user cannot read and that is therefore ignored. */
export function onPassedOver(listener: (sentence: string) => void): void {
  warn = listener
}

function passOver(path: string): undefined {
  warn?.(`${path} cannot be read by this user, and is ignored`)
  warn = undefined
}

function read(path: string, {required}: {required: boolean}): string | undefined {
  try {
    return readSettingsText(path)
  } catch (error) {
    const hidden = error instanceof Error && 'code' in error && error.code === 'EACCES'
    if (hidden && !required && path === SYSTEM_FILE) return passOver(path)
    const missing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    if (missing && !required) return undefined
    const reason = missing ? 'there is no such file' : error instanceof Error && 'code' in error ? error.code : error
    throw usage(`cannot read the configuration file ${path}: ${reason}`)
  }
}

/** Parses the file's text; an error names every problem. */
export function parse(path: string, text: string): SettingsFile {
  const file = decode(path, text)
  if (!isObject(file)) throw usage(`${path} must be a JSON object`)
  const {contexts = {}, importPresets, trustedProxies, ...others} = file
  const problems = [
    ...unknownKeys(file, fileKeys, ''),
    ...notText(others, ''),
    ...notTexts(trustedProxies, 'trustedProxies'),
    ...parseImportPresets(importPresets).problems,
    ...(isObject(contexts) ? contextProblems(path, contexts, others.defaultContext) : ["'contexts' must be an object"]),
  ]
  if (problems.length > 0) throw usage(`${path}: ${problems.join('; ')}`)
  return {
    path,
    ...(others as Omit<SettingsFile, 'path' | 'contexts' | 'importPresets' | 'trustedProxies'>),
    ...(importPresets !== undefined && {importPresets}),
    ...(trustedProxies !== undefined && {trustedProxies: trustedProxies as string[]}),
    contexts: contexts as SettingsFile['contexts'],
  }
}

function contextProblems(path: string, contexts: Record<string, unknown>, defaultContext: unknown): string[] {
  const each = Object.entries(contexts).flatMap(([name, context]) => {
    const where = `context '${name}': `
    if (!isObject(context)) return [`${where}must be an object`]
    return [...unknownKeys(context, contextKeys, where), ...notText(context, where)]
  })
  return [...each, ...unknownDefault(defaultContext, Object.keys(contexts)), ...exposedPasswords(path, contexts)]
}

function decode(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw usage(`${path} is not JSON`, {hints: [`python3 -m json.tool ${path} shows where`]})
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownKeys(object: Record<string, unknown>, known: readonly string[], where: string): string[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => `${where}unknown setting '${key}'${suggestion(key, known)}`)
}

/** The default must be a context of the file; a demo must always be named explicitly. */
function unknownDefault(name: unknown, contexts: readonly string[]): string[] {
  if (typeof name !== 'string' || name === '' || contexts.includes(name)) return []
  return [`'defaultContext' names '${name}', which is not among its contexts${suggestion(name, contexts)}`]
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return near === undefined ? '' : ` (did you mean '${near}'?)`
}

function notText(object: Record<string, unknown>, where: string): string[] {
  return Object.entries(object)
    .filter(([, value]) => typeof value !== 'string' || value === '')
    .map(([key]) => `${where}'${key}' must be a text that is not empty`)
}

function notTexts(value: unknown, key: string): string[] {
  const fits = value === undefined || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
  return fits ? [] : [`'${key}' must be a list of texts`]
}

/** A file that holds a password must not be readable by others. */
function exposedPasswords(path: string, contexts: Record<string, unknown>): string[] {
  const readers = readersOf(statSync(path))
  const holders = Object.keys(contexts).filter((name) => hasPassword(contexts[name]))
  if (readers === undefined || holders.length === 0) return []
  const whose = holders.map((name) => `'${name}'`).join(', ')
  return [`it holds the password of ${whose} and ${readers} can read it: chmod 600 ${path}`]
}

/**
 * Who can read a file but should not. The rule is PostgreSQL's for private keys: the group may read a file of root (root:xivoctl
 * 0640, for the service), but not a file of another user, whose default group may include everybody.
 */
export function readersOf({mode, uid}: Pick<Stats, 'mode' | 'uid'>): string | undefined {
  if ((mode & 0o004) !== 0) return 'everybody'
  return (mode & 0o040) !== 0 && uid !== 0 ? 'its group' : undefined
}

function hasPassword(context: unknown): boolean {
  const url = isObject(context) ? context.databaseUrl : undefined
  return typeof url === 'string' && withoutPassword(url) !== url
}

/** A text with the password of a database URL hidden. */
export function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^/?#@:]*:).+@/, '$1***@').replace(/([?&](?:ssl)?password=)[^&]+/g, '$1***')
}
