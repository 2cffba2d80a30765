import {lostLists} from '../../database/orphans.ts'
import {overdueRequests} from '../../database/overdue.ts'
import {counted} from '../../formats/counted.ts'
import {type Check, orFine, warning, xivoctl} from './finding.ts'

export const callbackLists: Check = {
  name: 'callback lists',
  needs: ['xivo tables', 'own tables'],
  async examine({db, settings}) {
    const found = (await lostLists(db)).map(({uuid, name, queue_id, ongoing}) =>
      warning('callback lists', {
        what: `the list '${name}' is for queue ${queue_id}, which XiVO no longer has: ${counted(ongoing, 'ongoing request')}`,
        why: 'no agent is offered these callbacks',
        remedy: xivoctl(settings, 'callbacks', 'lists', 'set-queue', `id:${uuid}`, 'QUEUE'),
      }),
    )
    return orFine(found, 'callback lists', 'each is for a queue that XiVO has')
  },
}

/** Counts alone: whose callbacks they are is for the agents. */
export const overdueCallbacks: Check = {
  name: 'overdue callbacks',
  needs: ['own tables'],
  async examine({db, settings}) {
    const found = (await overdueRequests(db)).map(({uuid, name, count, oldest, today}) => {
      const filters = [`listUuid = ${uuid}`, 'clotured = false', `dueDate < ${today}`]
      return warning('overdue callbacks', {
        what: `${counted(count, 'ongoing request')} of the list '${name}' should have been called before today, since ${oldest}`,
        why: 'customers wait for these calls',
        remedy: xivoctl(settings, 'callbacks', 'find', ...filters.flatMap((filter) => ['--filter', filter])),
      })
    })
    return orFine(found, 'overdue callbacks', 'none')
  },
}
