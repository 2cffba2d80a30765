import {createHash, randomUUID} from 'node:crypto'
import {chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import type {Choice} from '../../services/choices.ts'

const FRESH_MS = 60_000
/** How long an unreachable server is not queried again. */
const FAILED_MS = 10_000

/** The outcome of a query. */
export interface Entry {
  at: number
  /** Absent when the query failed. */
  choices?: Choice[]
}

/** Recent choices for the same words, or a query that failed a moment ago. */
export function cachedChoices(env: NodeJS.ProcessEnv, words: readonly string[]): Entry | undefined {
  try {
    const {at, choices} = JSON.parse(readFileSync(join(directoryOf(env), nameOf(words)), 'utf8')) as Entry
    const age = Date.now() - at
    return age >= 0 && age < (choices ? FRESH_MS : FAILED_MS) ? {at, ...(choices && {choices})} : undefined
  } catch {
    return undefined
  }
}

/** Stores the choices for the next completion of this user. Ignores failures. */
export function keepChoices(env: NodeJS.ProcessEnv, words: readonly string[], entry: Entry): void {
  try {
    writeOwn(env, nameOf(words), JSON.stringify(entry))
  } catch {
    // The next completion queries again.
  }
}

/** Replaces a file that only this user can read; `asOf` is the time that it shows. */
export function writeOwn(env: NodeJS.ProcessEnv, name: string, text: string, asOf = new Date()): void {
  const directory = ownDirectory(env)
  const draft = join(directory, `.${randomUUID()}`)
  writeFileSync(draft, text, {mode: 0o600, flag: 'wx'})
  utimesSync(draft, asOf, asOf)
  renameSync(draft, join(directory, name))
}

/** The XDG specification says to ignore a relative path. */
function directoryOf({XDG_CACHE_HOME: cache = '', HOME}: NodeJS.ProcessEnv): string {
  return join(cache.startsWith('/') ? cache : join(HOME || homedir(), '.cache'), 'xivoctl')
}

function ownDirectory(env: NodeJS.ProcessEnv): string {
  const directory = directoryOf(env)
  mkdirSync(directory, {recursive: true, mode: 0o700})
  const {uid, mode} = lstatSync(directory)
  if (uid !== process.getuid?.()) throw new Error(`${directory} belongs to another user`)
  if ((mode & 0o077) !== 0) chmodSync(directory, 0o700)
  return directory
}

/** A hash, so that the name does not reveal the words. */
const nameOf = (words: readonly string[]) =>
  `choices-${createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32)}.json`
