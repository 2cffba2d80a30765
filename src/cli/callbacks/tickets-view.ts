import {Flags} from '@oclif/core'
import type {Attempt, Ticket} from '../../services/callbacks/attempts.ts'
import type {Listing} from '../list/listing.ts'
import {Day} from '../list/table.ts'

export const ticketListing: Listing<Ticket> = {
  columns: {
    at: ({startedAt}) => new Date(startedAt),
    list: ({listName}) => listName,
    phone: ({phoneNumber, mobilePhoneNumber}) => phoneNumber ?? mobilePhoneNumber,
    name: ({firstName, lastName}) => [firstName, lastName].filter(Boolean).join(' '),
    status: ({status}) => status,
    comment: ({comment}) => comment,
    agent: ({agentNumber}) => agentNumber,
    closed: ({closed}) => (closed ? 'yes' : ''),
    request: ({requestUuid}) => requestUuid,
  },
  more: {
    company: ({company}) => company,
    mobile: ({mobilePhoneNumber}) => mobilePhoneNumber,
    due: ({dueDate}) => new Day(dueDate),
    by: ({by}) => by,
    'queue id': ({queueId}) => queueId,
    'list uuid': ({listUuid}) => listUuid,
    uuid: ({uuid}) => uuid,
  },
  names: {
    startedAt: 'at',
    listName: 'list',
    phoneNumber: 'phone',
    agentNumber: 'agent',
    requestUuid: 'request',
    dueDate: 'due',
    listUuid: 'list uuid',
    queueId: 'queue id',
  },
  id: ({requestUuid}) => requestUuid,
  empty: 'no tickets match',
}

const helpGroup = 'TICKET'

const statuses = 'answered, no-answer, busy, voicemail, wrong-number, refused, or another of ticketStatuses'
const status = {
  description: `outcome of the call: ${statuses}`,
  helpValue: 'STATUS',
  helpGroup,
}
const comment = {description: 'note about the call', helpValue: 'TEXT', helpGroup}
const agent = {description: 'agent who called, by number', helpValue: 'AGENT', helpGroup}

/** The outcome of a call. */
export const attemptFlags = {
  status: Flags.string({...status, required: true}),
  comment: Flags.string(comment),
  agent: Flags.string(agent),
}

/** The same flags for a command in which a ticket is optional. */
export const closingFlags = {
  status: Flags.string({...status, description: `add a ticket with this outcome of the call: ${statuses}`}),
  comment: Flags.string({...comment, dependsOn: ['status']}),
  agent: Flags.string({...agent, dependsOn: ['status']}),
}

/** The attempt that the flags describe; undefined without a status. */
export const attemptOf = ({
  status,
  comment,
  agent,
}: {
  status?: string | undefined
  comment?: string | undefined
  agent?: string | undefined
}): Attempt | undefined => (status === undefined ? undefined : {status, comment, agent})
