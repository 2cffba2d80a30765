import {beginConnection} from './database/connection/ahead.ts'
import {serversOf} from './database/connection/server.ts'
import type {Settings} from './settings/load.ts'

/** Begins the connection of the context that `withContext` opens next, without the code for a context. */
export async function beginContext({databaseUrl}: Settings): Promise<void> {
  const [first] = serversOf(databaseUrl, process.env).all
  if (first) await beginConnection(first)
}
