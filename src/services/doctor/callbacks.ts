import {objectedRequests} from '../../database/callbacks/do-not-call.ts'
import {stubbornFiles} from '../../database/callbacks/imports.ts'
import {allLists, type ListRow} from '../../database/callbacks/lists.ts'
import {overdueRequests} from '../../database/callbacks/overdue.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {type LostList, lostLists} from '../../database/doctor/orphans.ts'
import {counted} from '../../formats/counted.ts'
import {grouped} from '../../formats/grouped.ts'
import {xivoctl} from '../../settings/command-line.ts'
import type {Settings} from '../../settings/load.ts'
import {type Check, type Finding, few, orFine, warning} from './finding.ts'

export const callbackLists: Check = {
  name: 'callback lists',
  needs: ['xivo tables', 'own tables'],
  async examine({db, settings}) {
    const lost = await lostLists(db)
    const shared = [...grouped(await allLists(db), ({name}) => name).values()].filter(({length}) => length > 1)
    const found = [
      ...lost.map((list) => ofALostQueue(list, settings)),
      ...shared.map((lists) => ofOneName(lists, settings)),
    ]
    return orFine(found, 'callback lists', 'every list has a unique name and an existing queue')
  },
}

/** A file that fails as often as this will not come in by itself. */
const STUBBORN = 3

export const failedImports: Check = {
  name: 'failed imports',
  needs: ['own tables'],
  async examine({db, schema, settings}) {
    const files = await stubbornFiles(db, schema, STUBBORN)
    const found = files.map(({file, list, times, reason}) =>
      warning('failed imports', {
        what: `the import of '${file}' into '${list}' failed ${times} times: ${reason}`,
        why: 'its callback requests are missing',
        remedy: xivoctl(settings, 'callbacks', 'imports'),
      }),
    )
    return orFine(found, 'failed imports', 'no import has failed repeatedly')
  },
}

const ofALostQueue = ({uuid, name, queue_id, ongoing}: LostList, settings: Settings): Finding =>
  warning('callback lists', {
    what: `the list '${name}' is for queue ${queue_id}, which XiVO no longer has: ${counted(ongoing, 'ongoing request')}`,
    why: 'agents do not get these callbacks',
    remedy: xivoctl(settings, 'callbacks', 'lists', 'set-queue', `id:${uuid}`, 'QUEUE'),
  })

function ofOneName(lists: readonly ListRow[], settings: Settings): Finding {
  const each = lists.map(({uuid, queue_id}) => `${uuid} (queue ${queue_id})`)
  const others = lists.slice(1).map(({uuid}) => xivoctl(settings, 'callbacks', 'lists', 'rename', `id:${uuid}`, 'NAME'))
  return warning('callback lists', {
    what: `${lists.length} callback lists are named '${lists[0]?.name}': ${few(each)}`,
    why: 'the name is ambiguous: an import that uses it is refused',
    remedy: others.join(' && '),
  })
}

/** Reports only counts, no customers' data. */
export const overdueCallbacks: Check = {
  name: 'overdue callbacks',
  needs: ['own tables'],
  isLong: true,
  async examine(context) {
    const {settings} = context
    const found = (await snapshot(context, overdueRequests)).map(({uuid, name, count, oldest, today}) => {
      const filters = [`listUuid = ${uuid}`, 'clotured = false', `dueDate < ${today}`]
      return warning('overdue callbacks', {
        what: `${counted(count, 'ongoing request')} of the list '${name}' ${count === 1 ? 'is' : 'are'} overdue, ${count === 1 ? '' : 'the oldest '}since ${oldest}`,
        why: 'customers wait for these calls',
        remedy: xivoctl(settings, 'callbacks', 'find', ...filters.flatMap((filter) => ['--filter', filter])),
      })
    })
    return orFine(found, 'overdue callbacks', 'none')
  },
}

/** Names requests by their uuids, which are no customer's data. */
export const doNotCall: Check = {
  name: 'do not call',
  needs: ['own tables'],
  isLong: true,
  async examine({db, settings}) {
    const ongoing = (await objectedRequests(db)).filter(({clotured}) => !clotured)
    const found = [...grouped(ongoing, ({list_uuid}) => list_uuid)].map(([list, requests]) => {
      const uuids = few(requests.map(({uuid}) => uuid))
      return warning('do not call', {
        what: `${counted(requests.length, 'ongoing request')} of the list '${requests[0]?.list_name}' with a number on the do-not-call list: ${uuids}`,
        why: 'these customers have objected to being called',
        remedy: xivoctl(settings, 'callbacks', 'close', '--list', `id:${list}`, '--do-not-call'),
      })
    })
    return orFine(found, 'do not call', 'no ongoing request has a number on the do-not-call list')
  },
}
