import {DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler} from 'kysely'
import {builds, markOf, SCHEMA, type Stored} from './fixed.ts'
import type {Tables} from './tables.ts'

/** Every fixed query of the modules that are loaded. */
export function storedStatements(): Record<string, Stored> {
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }).withSchema(SCHEMA)
  const entries = [...builds].map(([name, build]): [string, Stored] => {
    const given = Array.from({length: build.length - 1}, (_, place) => markOf(place))
    const {sql, parameters} = build(db, ...(given as never)).compile(db)
    const whichIs = (value: unknown) => {
      const place = given.indexOf(value as string)
      return place === -1 ? {constant: value} : {place}
    }
    return [name, {sql, values: parameters.map(whichIs)}]
  })
  return Object.fromEntries(entries)
}
