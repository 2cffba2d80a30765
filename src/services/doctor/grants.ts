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

/** In one line: nothing fails without them. */
function unread(missing: readonly MissingGrant[]): Finding[] {
  const [first, ...others] = missing.filter(({optional}) => optional)
  if (first === undefined) return []
  const tables = [first, ...others].map(({object}) => object).join(', ')
  return [
    warning('grants', {
      what: `the role ${first.role} may not read ${tables}`,
      why: 'schedules that close a queue, and the sounds that schedules and pagings play, are not shown',
      remedy: `GRANT SELECT ON ${tables} TO ${first.role};`,
    }),
  ]
}
