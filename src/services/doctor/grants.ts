import {type MissingGrant, missingGrants} from '../../database/grants.ts'
import {type Check, fault, orFine} from './finding.ts'

/** Checks the grants of docs/database.md; other privileges of the role are not checked. */
export const grants: Check = {
  name: 'grants',
  needs: ['connection'],
  async examine({db, schema}) {
    const missing = await missingGrants(db, schema)
    return orFine(missing.map(toFinding), 'grants', 'the role may do what xivoctl does')
  },
}

const toFinding = ({role, object, privileges}: MissingGrant) =>
  fault('grants', 'refused', {
    what: `the role ${role} lacks ${privileges.join(', ')} on ${object}`,
    why: 'commands that need it are refused by the database',
    remedy: `GRANT ${privileges.join(', ')} ON ${object} TO ${role};`,
  })
