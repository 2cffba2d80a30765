import type {ExplainedRights, NamedRight} from '../../services/rights/rights.ts'
import type {QueueAction} from '../../services/rights/why.ts'

export const actionNames: Record<QueueAction, string> = {
  ccManager: 'see and manage it in CC Manager',
  recordings: 'listen to its recordings',
  recordingSwitch: 'turn its recording on and off, manage teachers',
  dissuasion: 'change its dissuasion',
}

/** A user's rights as fields for people: names with ids, with objects that XiVO deleted or replaced marked. */
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
