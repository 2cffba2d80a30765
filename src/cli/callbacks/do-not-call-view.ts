import {Flags} from '@oclif/core'
import type {DoNotCallEntry} from '../../services/callbacks/do-not-call.ts'
import type {Listing} from '../list/listing.ts'
import {Day} from '../list/table.ts'

export const queueText = ({queueId, queueName}: Pick<DoNotCallEntry, 'queueId' | 'queueName'>): string =>
  queueId === undefined ? 'all' : (queueName ?? `id:${queueId}`)

export const doNotCallListing: Listing<DoNotCallEntry> = {
  columns: {
    number: ({phoneNumber}) => phoneNumber,
    queue: queueText,
    since: ({since}) => new Day(since),
    reason: ({reason}) => reason,
    by: ({by}) => by,
  },
  more: {'queue id': ({queueId}) => queueId, uuid: ({uuid}) => uuid},
  names: {phoneNumber: 'number', queueName: 'queue', queueId: 'queue id'},
  id: ({phoneNumber}) => phoneNumber,
  empty: 'no number is on the do-not-call list',
}

/** The flags for the entries that a command adds. */
export const objectionFlags = {
  queue: Flags.string({description: 'only for calls from this queue, by name or id [all queues]', helpValue: 'QUEUE'}),
  reason: Flags.string({description: 'reason for the objection; no names or numbers of customers', helpValue: 'TEXT'}),
  since: Flags.string({description: 'day of the objection: 2026-11-02, yesterday, -3d [today]', helpValue: 'DAY'}),
}
