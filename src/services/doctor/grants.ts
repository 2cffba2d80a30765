import type {OptionalTable} from '../../database/doctor/diagnosis.ts'
import {type MissingGrant, missingGrants} from '../../database/grants.ts'
import {type Check, type Finding, fault, orFine, warning} from './finding.ts'

/** Checks the grants of docs/database.md; other privileges of the role are not checked. */
export const grants: Check = {
  name: 'grants',
  needs: ['connection'],
  async examine({db, schema}) {
    const missing = await missingGrants(db, schema)
    const found = [...missing.filter(({optional}) => !optional).map(toFault), ...unread(missing)]
    return orFine(found, 'grants', 'the role has every privilege that xivoctl needs')
  },
}

const toFault = ({role, object, privileges}: MissingGrant) =>
  fault('grants', 'refused', {
    what: `the role ${role} lacks ${privileges.join(', ')} on ${object}`,
    why: 'commands that need it are refused by the database',
    remedy: `GRANT ${privileges.join(', ')} ON ${object} TO ${role};`,
  })

const OF_SCHEDULES = 'the schedules and the sounds that they play'

/** What is read from these tables. */
const tellsOf: Record<OptionalTable, string> = {
  'public.schedule': OF_SCHEDULES,
  'public.schedule_time': OF_SCHEDULES,
  'public.schedule_path': OF_SCHEDULES,
  'public.paging': 'the sounds that pagings play',
  'public.groupfeatures': 'the names of groups of telephones',
  'public.agent_login_status': 'the agents who are logged in',
}

/** In one line: nothing fails without them. */
function unread(missing: readonly MissingGrant[]): Finding[] {
  const [first, ...others] = missing.filter(({optional}) => optional)
  if (first === undefined) return []
  const objects = [first, ...others].map(({object}) => object)
  const tables = objects.join(', ')
  const untold = new Set(objects.map((object) => tellsOf[object as OptionalTable]))
  return [
    warning('grants', {
      what: `the role ${first.role} may not read ${tables}`,
      why: `xivoctl cannot see ${[...untold].join(', ')}`,
      remedy: `GRANT SELECT ON ${tables} TO ${first.role};`,
    }),
  ]
}
