import {localTime} from '../../formats/times.ts'
import type {HistoryEntry} from '../../services/history.ts'
import {changeText} from '../command/change-view.ts'
import type {Listing} from '../list/listing.ts'

export const historyListing: Listing<HistoryEntry> = {
  columns: {
    id: ({id}) => id,
    at: ({at, since}) =>
      at !== undefined ? new Date(at) : since === undefined ? undefined : `after ${localTime(new Date(since))}`,
    by: whoText,
    change: ({change}) => changeText(change),
    undone: undoneText,
  },
  more: {
    asked: ({asked}) => asked,
    kind: ({change}) => change.kind,
    name: ({change}) => change.name,
    channel: ({channel}) => channel,
    run: ({run}) => run,
    undoes: ({undoes}) => undoes,
    'undone by': ({undoneBy}) => undoneBy,
  },
  id: ({id}) => id ?? '',
  empty: 'no change matches',
}

/** `root@xivo` by sudo of alice. */
export function whoText({by, via, channel}: Pick<HistoryEntry, 'by' | 'via' | 'channel'>): string {
  const ways = [
    ...(via?.sudo === undefined ? [] : [`sudo ${via.sudo}`]),
    ...(via?.ssh === undefined ? [] : [`ssh ${via.ssh}`]),
    ...(channel === 'cron' ? ['cron'] : []),
  ]
  return ways.length === 0 ? by : `${by} (${ways.join(', ')})`
}

function undoneText({undoes, undoneBy}: HistoryEntry): string {
  if (undoneBy !== undefined) return `by ${undoneBy}`
  return undoes === undefined ? '' : `undoes ${undoes}`
}
