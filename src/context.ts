import {hostname, userInfo} from 'node:os'
import {type ConnectOptions, connect, type Database} from './database/connection/connect.ts'
import {translate, translateErrors} from './database/connection/errors.ts'
import type {Change} from './formats/changes.ts'
import type {Run} from './formats/origin.ts'
import type {Condition} from './formats/tags.ts'
import type {Settings} from './settings/load.ts'
import {commandRun} from './settings/origin.ts'
import {type SoundDirectory, soundDirectory} from './sounds/directory.ts'

/** What services work on: one XiVO. Only commands and the server create one; all other code receives it. */
export interface Context extends Database {
  settings: Settings
  sounds: SoundDirectory
  /** Who is at work, for ledgers and locks: `user@host`; over REST the caller. */
  actor: string
  /** What the changes belong to. */
  run: Run
  /** Does every write, then rolls it back. */
  dryRun?: boolean
  /** The changes that somebody agreed to; a write may make no others. */
  expected?: readonly Change[]
  /** The state in which a write must find its object. */
  condition?: Condition
}

/** Opens what services need, lets `work` use it, closes it whatever happens. `stop` aborts with the signal's name. */
export async function withContext<T>(
  settings: Settings,
  stop: AbortSignal,
  work: (context: Context) => Promise<T>,
  options?: ConnectOptions,
): Promise<T> {
  const database = connect(settings, stop, options)
  try {
    return await translateErrors(database, () =>
      work({...database, settings, sounds: soundDirectory(settings), actor: actor(), run: commandRun('')}),
    )
  } finally {
    await database.close()
  }
}

/** The same XiVO for one piece of work: what happens to its connection belongs to no other. */
export const begin = (
  context: Context,
  work: Partial<Pick<Context, 'actor' | 'run' | 'dryRun' | 'expected' | 'condition'>> = {},
): Context => ({
  ...context,
  link: context.newLink(),
  ...work,
})

/** An error of a request, as an AppError if people should read it. */
export const translated = (context: Context, error: unknown): unknown => translate(error, context)

function actor(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`
  }
}
