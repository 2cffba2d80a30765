import type {Context} from '../context.ts'
import {groupSizes} from '../database/agents.ts'
import {readAtOnce} from '../database/connection/transact.ts'
import {allGroups} from '../database/groups.ts'

/** An agent group. */
export interface Group {
  id: number
  name: string
  /** How many agents are in it. */
  agents: number
}

/** Every agent group that XiVO has not deleted, by name. */
export const listGroups = (context: Context): Promise<Group[]> =>
  readAtOnce(context, async (trx) => {
    const [sizes, groups] = await Promise.all([groupSizes(trx), allGroups(trx)])
    return groups.map(({id, name}) => ({id, name, agents: sizes.get(id) ?? 0}))
  })
