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

const oldest = 11
const newest = 18

function judgeVersion(version: string, major: number): Finding {
  const known = `made for PostgreSQL ${oldest} to ${newest}`
  if (major < oldest) {
    return fault('server version', 'unavailable', {
      what: `the server is PostgreSQL ${version}`,
      why: `${known}, and uses what older ones do not have`,
      remedy: 'upgrade XiVO: since 2019 its releases bring PostgreSQL 11 or newer',
    })
  }
  if (major > newest) {
    return warning('server version', {
      what: `the server is PostgreSQL ${version}`,
      why: `${known}: nobody has tried a newer one`,
      remedy: 'see whether there is a newer xivoctl',
    })
  }
  return fine('server version', known)
}
