import {sql} from 'kysely'

/** One parameter, however many they are: PostgreSQL takes 65,535. */
export const anyOf = (uuids: readonly string[]) => sql<string>`any(${uuids}::uuid[])`
