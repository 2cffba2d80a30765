import {hostname, userInfo} from 'node:os'
import {connect, type Database} from './database/connect.ts'
import {translateErrors} from './database/errors.ts'
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
): Promise<T> {
  const database = connect(settings, stop)
  try {
    return await translateErrors(database, () =>
      work({...database, settings, sounds: soundDirectory(settings), actor: actor()}),
    )
  } finally {
    await database.close()
  }
}

function actor(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `${process.getuid?.() ?? 'somebody'}@${hostname()}`
  }
}
