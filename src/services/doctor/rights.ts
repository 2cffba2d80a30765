import {
  type LostRight,
  lostProfiles,
  lostRights,
  type RenamedRight,
  renamedGroups,
  type UsersRight,
} from '../../database/doctor/orphans.ts'
import {grouped} from '../../formats/grouped.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

export const rights: Check = {
  name: 'rights',
  needs: ['xivo tables', 'own tables'],
  async examine({db, settings}) {
    const lost = grouped(await lostRights(db), ({user_id}) => user_id)
    const renamed = grouped(await renamedGroups(db), ({user_id}) => user_id)
    const found = [
      ...[...lost.values()].map((rows) => pointingAtNothing(rows, settings)),
      ...[...renamed.values()].map((rows) => pointingAtAnother(rows, settings)),
      ...ofNobody(await lostProfiles(db), settings),
    ]
    return orFine(found, 'rights', 'every right belongs to a user and an object that exist in XiVO')
  },
}

const holder = ({user_id, login}: UsersRight) => (login === '' ? `user ${user_id}, who has no login,` : `'${login}'`)

const setRights = (settings: Settings, rows: readonly UsersRight[], action: 'add' | 'remove') =>
  xivoctl(
    settings,
    ...['rights', 'set', rows[0]?.login ?? ''],
    ...rows.flatMap(({kind, object_id}) => [`--${action}-${kind}`, `id:${object_id}`]),
  )

function pointingAtNothing(rows: LostRight[], settings: Settings): Finding {
  const [first] = rows as [LostRight]
  const objects = rows.map(({kind, object_id, object_name}) => `${kind} ${object_id} ('${object_name}')`)
  const trouble = {
    what: `${holder(first)} has rights on objects that XiVO no longer has: ${few(objects)}`,
    why: 'XiVO gives the id of a deleted group to a new one, and the right would then be on the new group',
  }
  if (!rows.every(({mendable}) => mendable)) {
    return warning('rights', {
      ...trouble,
      remedy: 'XiVO has none of this kind at all: check that its database is complete',
    })
  }
  const aLine = first.login !== '' && first.holders === 1 && rows.length <= MOST_ON_A_LINE
  const remedy = aLine ? setRights(settings, rows, 'remove') : xivoctl(settings, 'doctor', '--fix')
  return warning('rights', {...trouble, remedy, fix: 'lost rights'})
}

/** A longer command is not readable. */
const MOST_ON_A_LINE = 10

function pointingAtAnother(rows: RenamedRight[], settings: Settings): Finding {
  const [first] = rows as [RenamedRight]
  const changes = rows.map(({object_id, object_name, now}) => `group ${object_id}, then '${object_name}', now '${now}'`)
  return warning('rights', {
    what: `${holder(first)} has rights on groups that had another name when they were given: ${few(changes)}`,
    why: 'XiVO gives the id of a deleted group to a new one: the right may be on the wrong group',
    remedy: `${setRights(settings, rows, 'remove')}; or, to keep these rights: ${setRights(settings, rows, 'add')}`,
  })
}

function ofNobody({ids, mendable}: {ids: number[]; mendable: boolean}, settings: Settings): Finding[] {
  if (ids.length === 0) return []
  const trouble = {
    what: `profiles of users that XiVO no longer has: user ids ${few(ids)}`,
    why: 'nobody can use them, and no list shows them',
  }
  if (mendable)
    return [warning('rights', {...trouble, remedy: xivoctl(settings, 'doctor', '--fix'), fix: 'lost profiles'})]
  return [warning('rights', {...trouble, remedy: 'XiVO has no users at all: check that its database is complete'})]
}
