import type {Context} from '../../context.ts'
import {allLists} from '../../database/callbacks/lists.ts'
import {snapshot} from '../../database/connection/transact.ts'
import {allQueues} from '../../database/queues.ts'
import type {Callback, NamedCallback} from './view.ts'

/** Names requests after their lists and queues. To be asked for before a write, so that nothing can fail once it is done. */
export function callbackNames(context: Context): Promise<(callback: Callback) => NamedCallback> {
  return snapshot(context, async (trx) => {
    const [allOfLists, allOfQueues] = await Promise.all([allLists(trx), allQueues(trx)])
    const lists = new Map(allOfLists.map(({uuid, name}) => [uuid, name]))
    const queues = new Map(allOfQueues.map(({id, name}) => [id, name]))
    return (callback) => {
      const queueName = queues.get(callback.queueId)
      return {...callback, listName: lists.get(callback.listUuid) ?? '', ...(queueName !== undefined && {queueName})}
    }
  })
}
