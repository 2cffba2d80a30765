import type {Context} from '../../context.ts'
import {deleteLostProfiles, deleteLostRights} from '../../database/orphans.ts'
import {lockRights} from '../../database/rights.ts'
import {type Trx, transact} from '../../database/transact.ts'
import {conflict} from '../../errors.ts'
import {counted} from '../../formats/counted.ts'
import {listPeriods, setDefaultPeriod} from '../periods.ts'
import {initialise} from '../schema.ts'
import type {FixName} from './finding.ts'

interface Fix {
  /** As an order, and as a question with a mark behind it. */
  does: string
  /** Does it, by itself in one transaction, and tells what was done. */
  apply: (context: Context) => Promise<string>
}

export const fixes: Record<FixName, Fix> = {
  'own tables': {
    does: "create or upgrade xivoctl's own tables",
    async apply(context) {
      const {applied, schema} = await initialise(context)
      return `applied to schema '${schema}': ${applied.join(', ')}`
    },
  },
  'default period': {
    does: 'give callbacks a default period',
    apply: chooseDefaultPeriod,
  },
  'lost rights': {
    does: 'take away the rights on what XiVO no longer has',
    apply: async (context) => `${counted(await forget(context, deleteLostRights), 'right')} taken away`,
  },
  'lost profiles': {
    does: 'delete the profiles of users that XiVO no longer has',
    apply: async (context) => `${counted(await forget(context, deleteLostProfiles), 'profile')} deleted`,
  },
}

/** The only one there is; when there is none, the one that `db init` makes. */
async function chooseDefaultPeriod(context: Context): Promise<string> {
  const [first, ...others] = await listPeriods(context)
  if (others.length > 0) throw conflict('there is more than one period by now: say which is the default')
  if (first) await setDefaultPeriod(context, `id:${first.uuid}`)
  else await initialise(context)
  return `the default period is '${(await listPeriods(context)).find((period) => period.default)?.name}'`
}

function forget(context: Context, what: (trx: Trx) => Promise<number>): Promise<number> {
  return transact(context, async (trx) => {
    await lockRights(trx, context.schema)
    return what(trx)
  })
}
