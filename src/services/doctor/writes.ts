import {whyNoWrites} from '../../database/connection/standby.ts'
import {type Check, fault, fine} from './finding.ts'
import {remedyFrom} from './remedy.ts'

/** On a standby database, reads work, but every write is refused. */
export const writes: Check = {
  name: 'writes',
  needs: ['connection'],
  async examine(context) {
    const refusal = await whyNoWrites(context)
    if (refusal === undefined) return [fine('writes', 'the database is the one that XiVO writes into, not a copy')]
    const {kind, message, hints} = refusal
    const remedy = remedyFrom(hints, context.settings)
    return [fault('writes', kind, {what: 'every write would be refused', why: message, ...(remedy && {remedy})})]
  },
}
