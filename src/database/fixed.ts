import type {CompiledQuery} from 'kysely'
import pg from 'pg'
import type {Db} from './connection/connect.ts'
import {statements} from './statements.ts'

/** The text of a query and its values, as pg sends them. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/** As kysely compiled it: each value is the place of an argument, or a constant. The text has marks where the schema and names are. */
export interface Stored {
  sql: string
  values: readonly ({place: number} | {constant: unknown})[]
}

interface Query<O> {
  compile: (db: Db) => CompiledQuery<O>
}

type Build<A extends readonly unknown[], O> = (db: Db, ...given: A) => Query<O>

interface Sender {
  schema: string
  send: (sql: string, values: unknown[]) => Promise<{rows: unknown[]}>
}

const senders = new WeakMap<object, Sender & {isMade: () => boolean}>()

/** A Kysely that is made when something other than a fixed query is first asked of it. */
export function madeWhenUsed<D extends Db>(make: () => D, sender: Sender): D {
  let made: D | undefined
  const proxy = new Proxy({} as D, {
    get: (_, name) => {
      made ??= make()
      const value = Reflect.get(made, name)
      return typeof value === 'function' ? value.bind(made) : value
    },
  })
  senders.set(proxy, {...sender, isMade: () => made !== undefined})
  return proxy
}

/** For `stored.ts`. */
export const builds = new Map<string, Build<never, unknown>>()

/**
 * A query that has the same text whatever its values, apart from names of schemas: the build stores the text, and a command that asks
 * nothing else loads no kysely, which saves 5 ms of 70.
 */
export function fixed<A extends readonly unknown[], O>(name: string, build: Build<A, O>) {
  builds.set(name, build)
  const statement = (db: Db, ...given: A): Statement => {
    const sender = senders.get(db)
    const stored = statements[name]
    return sender && stored ? filled(stored, sender.schema, given) : build(db, ...given).compile(db)
  }
  const execute = async (db: Db, ...given: A): Promise<O[]> => {
    const sender = senders.get(db)
    const query = statement(db, ...given)
    // Kysely sends later: this query would overtake those that it was asked before.
    const isDirect = sender !== undefined && statements[name] !== undefined && !sender.isMade()
    const {rows} = isDirect
      ? await sender.send(query.sql, [...query.parameters])
      : await db.executeQuery(query as CompiledQuery<O>)
    return rows as O[]
  }
  return Object.assign(execute, {statement})
}

export const SCHEMA = 'the schema'
export const markOf = (place: number) => `the value ${place}`
const marks = new RegExp(`"(?:${SCHEMA}|${markOf(0).replace('0', '(\\d+)')})"`, 'g')

export function filled({sql, values}: Stored, schema: string, given: readonly unknown[]): Statement {
  const quoted = (name: unknown) => pg.escapeIdentifier(String(name))
  return {
    sql: sql.replace(marks, (_, place) => quoted(place === undefined ? schema : given[Number(place)])),
    parameters: values.map((value) => ('place' in value ? given[value.place] : value.constant)),
  }
}
