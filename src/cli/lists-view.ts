import type {CallbackList} from '../services/lists.ts'
import type {Columns} from './table.ts'

/** A callback list as a line of a table; `queueNames` are XiVO's by id. */
export const listColumns = (queueNames: ReadonlyMap<number, string>): Columns<CallbackList> => ({
  name: ({name}) => name,
  queue: ({queueId}) => queueNames.get(queueId) ?? `${queueId} (gone)`,
  ongoing: ({callbacks}) => callbacks.length,
  uuid: ({uuid}) => uuid,
})
