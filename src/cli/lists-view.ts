import type {CallbackList} from '../services/lists.ts'
import type {Columns} from './table.ts'

/** A callback list, and what its queue is called when XiVO still has it. */
interface NamedList {
  list: CallbackList
  queue: string | undefined
}

export const listColumns: Columns<NamedList> = {
  name: ({list}) => list.name,
  queue: ({list, queue}) => queue ?? `${list.queueId} (gone)`,
  ongoing: ({list}) => list.callbacks.length,
  uuid: ({list}) => list.uuid,
}
