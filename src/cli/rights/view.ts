import type {UserRights} from '../../services/rights/overview.ts'
import type {ExplainedRights, NamedRight} from '../../services/rights/rights.ts'
import type {EveryAccess, QueueAction} from '../../services/rights/why.ts'
import type {Listing} from '../list/listing.ts'

export const actionNames: Record<QueueAction, string> = {
  ccManager: 'see and manage it in CC Manager',
  recordings: 'listen to its recordings',
  recordingSwitch: 'turn its recording on and off, manage teachers',
  dissuasion: 'change its dissuasion',
}

/** The same in a column each. */
const actionColumns: Record<string, QueueAction> = {
  'cc manager': 'ccManager',
  recordings: 'recordings',
  'recording switch': 'recordingSwitch',
  dissuasion: 'dissuasion',
}

type QueueAccess = EveryAccess['queues'][number]

/** What a user may do on one queue as a line of a list. */
export const queueAccessListing: Listing<QueueAccess> = {
  columns: {
    queue: ({queue}) => queue.name,
    ...Object.fromEntries(
      Object.entries(actionColumns).map(([head, action]) => [
        head,
        ({permissions}: QueueAccess) => yesNo(permissions.some((each) => each.action === action && each.allowed)),
      ]),
    ),
  },
  more: {id: ({queue}) => queue.id},
  id: ({queue}) => queue.name,
}

/** What one user may do as a line of a list. */
export const rightsListing: Listing<UserRights> = {
  columns: {
    name: ({name}) => name,
    firstname: ({firstname}) => firstname,
    login: ({login}) => login,
    profile: ({profile}) => profile,
    queues: ({queues}) => shortList(queues),
    groups: ({groups}) => shortList(groups),
    incalls: ({incalls}) => shortList(incalls),
    recording: ({recording, profile}) => (profile === 'teacher' ? 'in their period' : yesNo(recording)),
    dissuasion: ({dissuasion}) => yesNo(dissuasion),
  },
  id: ({login}) => login,
}

const shortList = (rights: NamedRight[] | undefined) => rights?.map(shortName).join(', ') ?? 'all'

function shortName({name, state, now}: NamedRight): string {
  if (state === 'gone') return `${name} (deleted)`
  return state === 'renamed' ? `${name} (now ${now})` : name
}

/** A user's rights as fields for people: names with ids, and marks on objects that XiVO has deleted or replaced. */
export function rightsFields(login: string, {rights: {type, data}, named}: ExplainedRights): Record<string, string> {
  return {
    login,
    profile: type,
    ...(data.queueIds && {queues: list(named.queue)}),
    ...(data.groupIds && {groups: list(named.group)}),
    ...(data.incallIds && {incalls: list(named.incall)}),
    ...(data.recordingAccess !== undefined && {recording: yesNo(data.recordingAccess)}),
    ...(data.dissuasionAccess !== undefined && {dissuasion: yesNo(data.dissuasionAccess)}),
  }
}

const list = (rights: NamedRight[]) => (rights.length === 0 ? 'none' : rights.map(describe).join(', '))

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

function describe({id, name, state, now}: NamedRight): string {
  if (state === 'gone') return `${name} (${id}, deleted in XiVO)`
  if (state === 'renamed') return `${name} (${id}, now called ${now})`
  return `${name} (${id})`
}
