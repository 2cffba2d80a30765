import type {Listing} from '../list/listing.ts'

/** A callback list with the number of waiting requests, and the name of its queue if XiVO still has it. */
export interface NamedList {
  list: {uuid: string; name: string; queueId: number}
  ongoing: number
  queue: string | undefined
}

/** XiVO deletes queues freely. */
export const queueText = (name: string | undefined, id: number) => name ?? `${id} (gone)`

export const listListing: Listing<NamedList> = {
  columns: {
    name: ({list}) => list.name,
    queue: ({list, queue}) => queueText(queue, list.queueId),
    ongoing: ({ongoing}) => ongoing,
    uuid: ({list}) => list.uuid,
  },
  more: {'queue id': ({list}) => list.queueId},
  names: {queueId: 'queue id', list: 'name', callbacks: 'ongoing'},
  id: ({list}) => list.uuid,
}
