import {hostname, userInfo} from 'node:os'
import {type ConnectOptions, connect, type Database} from './database/connect.ts'
import {translate, translateErrors} from './database/errors.ts'
import type {Settings} from './settings.ts'
import {type SoundDirectory, soundDirectory} from './sounds/directory.ts'

/** What services work on: one XiVO. Only commands and the server make one; everybody else is handed it. */
export interface Context extends Database {
  settings: Settings
  sounds: SoundDirectory
  /** Who is at work, for ledgers and locks: `user@host`. */
  actor: string
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
      work({...database, settings, sounds: soundDirectory(settings), actor: actor()}),
    )
  } finally {
    await database.close()
  }
}

/** The same XiVO for one request of many: what happens to its connection is nobody else's. */
export const forRequest = (context: Context): Context => ({...context, link: context.newLink()})

/** What a request met, as an AppError when it is one that people should read. */
export const understood = (context: Context, error: unknown): unknown => translate(error, context)

function actor(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`
  }
}
