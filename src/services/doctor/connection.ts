import {serverFacts} from '../../database/doctor/diagnosis.ts'
import {type Check, type Finding, fault, fine, warning} from './finding.ts'

export const connection: Check = {
  name: 'connection',
  needs: [],
  async examine({db}) {
    const {version, role, database} = await serverFacts(db)
    return [fine('connection', `PostgreSQL ${version}, database '${database}', role '${role}'`)]
  },
}

export const serverVersion: Check = {
  name: 'server version',
  needs: ['connection'],
  async examine({db}) {
    const {version, major} = await serverFacts(db)
    return [judgeVersion(version, major)]
  },
}

export const encoding: Check = {
  name: 'encoding',
  needs: ['connection'],
  async examine({db}) {
    const {encoding: name, collation, characters, database} = await serverFacts(db)
    if (name === 'SQL_ASCII') return [unchecked(database)]
    if (name !== 'UTF8') return [tooSmall(name, database)]
    return [
      fine(
        'encoding',
        `UTF8, collation ${collation}${isPlain(characters) ? `, characters ${characters}: ilike does not match É with é` : ''}`,
      ),
    ]
  },
}

/** Do only the letters of ASCII have capitals? */
const isPlain = (characters: string) => /^(?:C|POSIX)$/.test(characters)

const inUtf8 = (database: string) =>
  `dump the database, create it with encoding UTF8, and restore it: createdb -T template0 -E UTF8 ${database}`

const unchecked = (database: string) =>
  warning('encoding', {
    what: "the database's encoding is SQL_ASCII, which accepts any bytes",
    why: 'other programs may store texts that are not UTF-8: xivoctl shows U+FFFD for them, and does not find them by name',
    remedy: inUtf8(database),
  })

const tooSmall = (name: string, database: string) =>
  warning('encoding', {
    what: `the database's encoding is ${name}`,
    why: 'it lacks characters of names and descriptions, such as œ and €: what contains one is refused',
    remedy: inUtf8(database),
  })

const oldest = 11
const newest = 18

function judgeVersion(version: string, major: number): Finding {
  const known = `xivoctl is made for PostgreSQL ${oldest} to ${newest}`
  if (major < oldest) {
    return fault('server version', 'unavailable', {
      what: `the server is PostgreSQL ${version}`,
      why: `${known}; it uses features that older versions lack`,
      remedy: 'upgrade XiVO: since 2019 its releases bring PostgreSQL 11 or newer',
    })
  }
  if (major > newest) {
    return warning('server version', {
      what: `the server is PostgreSQL ${version}`,
      why: `${known}; newer versions are untested`,
      remedy: 'check for a newer xivoctl',
    })
  }
  return fine('server version', known)
}
