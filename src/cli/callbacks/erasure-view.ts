import {counted} from '../../formats/counted.ts'
import type {Erasure} from '../../services/callbacks/erasure.ts'
import type {Listing} from '../list/listing.ts'

export const erasureListing: Listing<Erasure['lists'][number]> = {
  columns: {
    list: ({name}) => name,
    ongoing: ({ongoing}) => ongoing,
    closed: ({closed}) => closed,
    uuid: ({uuid}) => uuid,
  },
  id: ({uuid}) => uuid,
}

/** `3 callback requests, 1 of them ongoing`. */
export function erasedCount({ongoing, closed}: Erasure): string {
  return `${counted(ongoing + closed, 'callback request')}${ongoing > 0 && closed > 0 ? `, ${ongoing} of them ongoing` : ''}`
}
