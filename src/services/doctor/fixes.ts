import type {Context} from '../../context.ts'
import {deleteLostRights, lostProfiles} from '../../database/doctor/orphans.ts'
import {deleteProfile, lockRights, storedRights} from '../../database/rights.ts'
import {usersWithLogin} from '../../database/users.ts'
import {conflict} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {grouped} from '../../formats/grouped.ts'
import {listPeriods, setDefaultPeriod} from '../callbacks/periods.ts'
import {change} from '../journal.ts'
import {rightsChange} from '../rights/rights.ts'
import {initialise} from '../schema.ts'
import type {FixName} from './finding.ts'

interface Fix {
  /** In the imperative; with a question mark it becomes the question to confirm. */
  does: string
  /** Applies the fix in a transaction of its own. */
  apply: (context: Context) => Promise<Changed<unknown>>
}

export const fixes: Record<FixName, Fix> = {
  'own tables': {
    does: "create or upgrade xivoctl's own tables",
    apply: initialise,
  },
  'default period': {
    does: 'give callbacks a default period',
    apply: chooseDefaultPeriod,
  },
  'lost rights': {
    does: 'delete the rights on objects that XiVO no longer has',
    apply: deleteRightsOnNothing,
  },
  'lost profiles': {
    does: 'delete the profiles of users that XiVO no longer has',
    apply: deleteProfilesOfNobody,
  },
}

const chooseDefault = {run: 'callbacks periods set-default', words: ['PERIOD']} as const

/** The only period; when there is none, the one that `db init` creates. */
async function chooseDefaultPeriod(context: Context): Promise<Changed<unknown>> {
  const [first, ...others] = await listPeriods(context)
  if (others.length > 0)
    throw conflict('there are several periods now: choose the default one', {hints: [chooseDefault]})
  return first ? setDefaultPeriod(context, `id:${first.uuid}`) : initialise(context)
}

function deleteRightsOnNothing(context: Context): Promise<Changed<void>> {
  return change(context, async (trx, record) => {
    await lockRights(trx, context.schema)
    const lost = grouped(await deleteLostRights(trx), ({user_id}) => user_id)
    const logins = new Map((await usersWithLogin(trx)).map(({id, login}) => [id, login]))
    for (const [user, gone] of lost) {
      const after = await storedRights(trx, user)
      const before = after && {...after, rows: [...after.rows, ...gone]}
      await record(rightsChange(user, logins.get(user) ?? `user ${user}`, before, after), async () => {})
    }
  })
}

function deleteProfilesOfNobody(context: Context): Promise<Changed<void>> {
  return change(context, async (trx, record) => {
    await lockRights(trx, context.schema)
    const {ids, mendable} = await lostProfiles(trx)
    for (const id of mendable ? ids : []) {
      const before = await storedRights(trx, id)
      await record(rightsChange(id, `user ${id}`, before, undefined), () => deleteProfile(trx, id))
    }
  })
}
