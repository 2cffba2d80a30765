import {beginConnection, dropBegun} from './database/connection/ahead.ts'
import type {Settings} from './settings/load.ts'

/** Begins the connection of the context that `withContext` opens next, without the code for a context. */
export const beginContext = ({databaseUrl}: Settings): Promise<void> => beginConnection(databaseUrl, process.env)

/** Ends it if no context was opened. */
export const dropContext = dropBegun
