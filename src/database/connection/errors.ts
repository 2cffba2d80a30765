import pg from 'pg'
import {AppError, busy, conflict, interrupted, invalid, refused, unavailable} from '../../errors.ts'
import type {Database, Link} from './connect.ts'

type Surroundings = Pick<Database, 'schema' | 'stop' | 'link' | 'limits'>
type Translation = (error: pg.DatabaseError, database: Surroundings) => AppError

/** PostgreSQL's SQLSTATEs, by code or by class (two characters). Never its DETAIL: that prints customers' data. */
const translations: Record<string, Translation> = {
  '08': (error, at) => unavailable(`the database connection failed (${error.message})${unwritten(at)}`, {cause: error}),
  // Poolers report everything under it: no such database, no room, no answer of the server.
  '08P01': (error, at) =>
    unavailable(`the database connection failed (${error.message})${unwritten(at)}`, {
      cause: error,
      hints: [
        'if a pooler is in front of the database, see its log; PgBouncer needs pool_mode = transaction or session',
      ],
    }),
  '23': (error, at) => conflict(`the change violates ${constraint(error)}${unwritten(at)}`, {cause: error}),
  '28': (error) => unavailable(`the database rejected the login: ${error.message}`, {cause: error}),
  '28P01': (error) =>
    unavailable(`the database rejected the login: ${error.message}`, {
      cause: error,
      hints: ['the password comes from databaseUrl, PGPASSWORD, or the file ~/.pgpass (PGPASSFILE)'],
    }),
  '53': (error) => unavailable(`the database server is out of resources: ${error.message}`, {cause: error}),
  '54': (error, at) =>
    invalid(`a value, or the whole statement, is too large for the database${unwritten(at)}`, {cause: error}),
  '57': (error, at) =>
    unavailable(`the database server ended the connection (${error.message})${unwritten(at)}`, {cause: error}),
  '58': (error, at) =>
    unavailable(`the database server reports a disk error${unwritten(at)}`, {
      cause: error,
      hints: ["see the server's log"],
    }),
  '22001': (error, at) => invalid(`a value is too long for its column${unwritten(at)}`, {cause: error}),
  '22003': (error, at) => invalid(`a number is out of range${unwritten(at)}`, {cause: error}),
  '22007': (error, at) => invalid(`a value is not a date or a time${unwritten(at)}`, {cause: error}),
  '22008': (error, at) => invalid(`a date is out of range${unwritten(at)}`, {cause: error}),
  '22009': (error, at) => invalid(`a time zone is out of range${unwritten(at)}`, {cause: error}),
  '22021': (error, at) =>
    invalid(`a text contains a character that the database cannot store${unwritten(at)}`, {cause: error}),
  '22P05': (error, at) =>
    invalid(`a text contains a character that the encoding of the database does not have${unwritten(at)}`, {
      cause: error,
    }),
  '25P03': outlasted,
  '25P04': outlasted,
  '26000': (error, at) =>
    unavailable(`the database connection failed (${error.message})${unwritten(at)}`, {
      cause: error,
      hints: [
        'a pooler in front of the database must keep a transaction on one connection: pool_mode transaction or session',
      ],
    }),
  '25006': (error) =>
    unavailable('the database is read-only, as a standby is: use the primary server in databaseUrl', {cause: error}),
  '3D000': (error) => unavailable(error.message, {cause: error}),
  '3F000': missingTables,
  '40001': (error, at) => busy(`another change happened at the same time${unwritten(at)}, try again`, {cause: error}),
  '40P01': (error, at) => busy(`a deadlock with another change${unwritten(at)}, try again`, {cause: error}),
  '42501': (error) =>
    refused(`the database role lacks a privilege: ${error.message}`, {
      cause: error,
      hints: [{run: 'db init', words: ['--grant', 'ROLE'], when: 'as the owner of the database'}],
    }),
  '42703': lacking,
  '42P10': lacking,
  '42P01': missingTables,
  '55P03': (error, at) => busy(`another session holds the lock${unwritten(at)}, try again`, {cause: error}),
  '53100': (error, at) => unavailable(`the disk of the database server is full${unwritten(at)}`, {cause: error}),
  '57P03': (error, at) =>
    unavailable(`the database server accepts no connections at the moment (${error.message})${unwritten(at)}`, {
      cause: error,
    }),
  P0001: (error, at) =>
    conflict(`a rule of this database refused the change (${error.message})${unwritten(at)}`, {cause: error}),
  '57014': (error, at) =>
    busy(`the database server cancelled the statement (${error.message})${unwritten(at)}`, {
      cause: error,
      hints: at.limits ? [] : ['statement_timeout is a setting of the server, the database or the role'],
    }),
}

/** Not after an earlier transaction of the same work. */
const unwritten = ({link}: Surroundings) => (link.committed ? '' : ': nothing was written')

function lacking(error: pg.DatabaseError): AppError {
  return unavailable(`the database lacks a required object: ${error.message}`, {cause: error, hints: [{run: 'doctor'}]})
}

function outlasted(error: pg.DatabaseError, at: Surroundings): AppError {
  return busy(`the transaction took longer than the database allows (${error.message})${unwritten(at)}`, {
    cause: error,
    hints: [
      'transaction_timeout and idle_in_transaction_session_timeout are settings of the server, the database or the role',
    ],
  })
}

function constraint({constraint, table}: pg.DatabaseError): string {
  return constraint ? `constraint '${constraint}' of table '${table}'` : 'a constraint of one of its tables'
}

function missingTables(error: pg.DatabaseError, {schema}: Surroundings): AppError {
  const ours = error.code === '3F000' || error.message.includes(`${schema}.`)
  if (ours) {
    return unavailable(`xivoctl's own tables are not in this database (schema '${schema}')`, {
      cause: error,
      hints: [{run: 'db init'}],
    })
  }
  return unavailable(`this database is not XiVO's: ${error.message}`, {
    cause: error,
    hints: [{run: 'doctor'}],
  })
}

/** Was the connection lost before a reply arrived? pg reports that by SQLSTATE or by a bare Error. */
export function isConnectionLost(error: unknown, link: Link): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P)/.test(error.code ?? '')
  return link.broken && error instanceof Error && !(error instanceof AppError)
}

/** Runs `work`; whatever PostgreSQL or the network throws comes out as an AppError. */
export async function translateErrors<T>(database: Surroundings, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw translate(error, database)
  }
}

/** An error of PostgreSQL or the network as an AppError; anything else as it is. */
export function translate(error: unknown, database: Surroundings): unknown {
  if (error instanceof AppError && error.kind !== 'unavailable') return error
  if (database.stop.aborted) return stopped(database)
  if (error instanceof AppError) return error
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? ''
    const translation = translations[code] ?? translations[code.slice(0, 2)]
    return translation ? translation(error, database) : error
  }
  if (isConnectionLost(error, database.link))
    return unavailable(`the connection to the database was lost${unwritten(database)}`, {cause: error})
  return error
}

const stopped = ({stop, link}: Surroundings) =>
  interrupted(
    stop.reason,
    link.committed ? 'interrupted after the change was made' : 'interrupted: nothing was written',
  )
