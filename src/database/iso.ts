import {sql} from 'kysely'
import type {DayWord} from '../formats/day-words.ts'

/** A day as `YYYY-MM-DD`, whatever the server's DateStyle. */
export const isoDate = (column: string) => sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`

/** A moment as JavaScript writes it: ISO 8601 in UTC. */
export const isoInstant = <T extends string | null>(column: string) =>
  sql<T>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** A day counted from the database's today. */
export const dayFromToday = ({days, months}: DayWord) =>
  sql<string>`(current_date + make_interval(days => ${days}::int, months => ${months}::int))::date`
