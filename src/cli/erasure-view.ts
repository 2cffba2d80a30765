import type {Erasure} from '../services/callbacks-erasure.ts'
import type {Columns} from './table.ts'

export const erasureColumns: Columns<Erasure['lists'][number]> = {
  list: ({name}) => name,
  ongoing: ({ongoing}) => ongoing,
  closed: ({closed}) => closed,
  uuid: ({uuid}) => uuid,
}

/** `3 callback requests, 1 of them ongoing`. */
export function erasedCount({ongoing, closed}: Erasure): string {
  const all = ongoing + closed
  return `${all} callback request${all === 1 ? '' : 's'}${ongoing > 0 && closed > 0 ? `, ${ongoing} of them ongoing` : ''}`
}
