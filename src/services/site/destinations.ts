import type {DissuasionRow} from '../../database/dissuasion.ts'
import type {UserRow} from '../../database/users.ts'
import {HIDDEN, shownArgument} from '../../formats/changes.ts'
import {nearest} from '../../formats/nearest.ts'
import type {Path, SiteDissuasion, SiteUser} from '../../formats/site-document.ts'
import type {SiteProblem} from '../../formats/site-yaml.ts'
import {nameFault} from '../../sounds/sound.ts'
import {none} from '../dissuasion/destinations.ts'
import {byName, type Holdings, unique} from './holdings.ts'

/** Objects that calls can be sent to, by their names. */
export interface Targets {
  holdings: Holdings
  queues: ReadonlyMap<string, {id: number}>
  groups: ReadonlyMap<string, {id: number}>
  users: ReadonlyMap<string, UserRow>
  /** Throws where the sound directory cannot be read. */
  hasSound: (name: string) => boolean
}

export function targetsOf(holdings: Holdings, hasSound: Targets['hasSound']): Targets {
  return {
    holdings,
    queues: byName(holdings.queues),
    groups: byName(holdings.groups ?? []),
    users: unique(
      holdings.users.filter(({login}) => login !== ''),
      ({login}) => login,
    ),
    hasSound,
  }
}

/** The same, with the stored rights of some users. */
export const withStored = (targets: Targets, stored: NonNullable<Holdings['stored']>): Targets => ({
  ...targets,
  holdings: {...targets.holdings, stored},
})

/** A queue's row by names, or why it cannot be said by name. */
export function siteDissuasion(
  row: DissuasionRow | undefined,
  targets: Targets,
): {dissuasion: SiteDissuasion} | {remark: string} {
  if (row === undefined || row.action === 'none') return {dissuasion: {none: true}}
  const {action, actionarg1, actionarg2, linked} = row
  const id = actionarg1 ?? ''
  if (linked !== 1) return {remark: `its destination, ${action} ${id}, no longer exists`}
  if (shownArgument(action, actionarg1) === HIDDEN) return {remark: `${action}: its password stays out of this file`}
  if (action === 'sound') return {dissuasion: siteSound(row, targets)}
  if (action === 'queue' || action === 'group' || action === 'user') {
    const ringTime = ringTimeOf(actionarg2)
    if (ringTime === undefined) return {remark: `${action} ${id}: '${actionarg2}' is not a ring time`}
    const target = targetBy(action, id, targets)
    return 'remark' in target ? target : {dissuasion: {...target, ...ringTime}}
  }
  if (!actions.includes(action)) return {remark: `${action} ${id} is identified only by an id`}
  return {dissuasion: {action, ...(actionarg1 && {actionarg1}), ...(actionarg2 && {actionarg2})}}
}

/** Actions whose first argument is an id without a name. */
const byId = ['meetme', 'voicemail', 'trunk', 'schedule', 'voicemenu', 'outcall', 'ivr']

function siteSound({actionarg1, actionarg2}: DissuasionRow, {holdings: {asteriskPath}}: Targets): SiteDissuasion {
  const name = actionarg1?.startsWith(`${asteriskPath}/`) ? actionarg1.slice(asteriskPath.length + 1) : undefined
  if (name && !name.includes('/')) return {sound: name, ...(actionarg2 && {options: actionarg2})}
  return {action: 'sound', ...(actionarg1 && {actionarg1}), ...(actionarg2 && {actionarg2})}
}

function ringTimeOf(argument: string | null): {ringTime?: number} | undefined {
  if (!argument) return {}
  return /^(0|[1-9][0-9]{0,8})$/.test(argument) ? {ringTime: Number(argument)} : undefined
}

type Named = {queue: string} | {group: string} | {user: SiteUser}

function targetBy(action: 'queue' | 'group' | 'user', id: string, targets: Targets): Named | {remark: string} {
  const {holdings, queues, groups, users} = targets
  if (action === 'user') {
    const user = holdings.users.find((each) => String(each.id) === id)
    if (user === undefined) return {remark: `user ${id} no longer exists`}
    return {user: users.get(user.login) === undefined ? {id: user.id, name: fullName(user)} : {login: user.login}}
  }
  if (action === 'group' && holdings.groups === undefined) {
    return {remark: `group ${id}: the role may not read XiVO's table groupfeatures`}
  }
  const all: readonly {id: number; name: string}[] = (action === 'queue' ? holdings.queues : holdings.groups) ?? []
  const found = all.find((each) => String(each.id) === id)
  if (found === undefined || !(action === 'queue' ? queues : groups).has(found.name)) {
    return {remark: unnamed(action, id, found)}
  }
  return action === 'queue' ? {queue: found.name} : {group: found.name}
}

/** Why an object cannot be named. */
export const unnamed = (what: string, id: number | string, found: {name: string} | undefined): string =>
  found ? `${what} ${id} shares its name '${found.name}' with another ${what}` : `${what} ${id} no longer exists`

const fullName = ({firstname, lastname}: UserRow) => `${firstname} ${lastname}`.trim()

/** The row that a dissuasion of the document stands for; undefined after a problem. */
export function dissuasionRow(
  queue: {id: number} | undefined,
  wanted: SiteDissuasion,
  path: Path,
  targets: Targets,
  note: (problem: SiteProblem) => void,
): DissuasionRow | undefined {
  const row = (action: string, actionarg1: string | null, actionarg2?: string | number): DissuasionRow => ({
    action: action as DissuasionRow['action'],
    actionarg1,
    actionarg2: actionarg2 === undefined ? null : String(actionarg2),
    linked: 1,
  })
  if ('none' in wanted) return none
  if ('action' in wanted) return rowOfAction(wanted, path, row, note)
  if ('sound' in wanted) {
    const {sound, options} = wanted
    const fault = nameFault(sound)
    if (fault?.verdict === 'does not play')
      note({path: [...path, 'sound'], value: sound, reason: `does not play: ${fault.fault}`})
    else if (!targets.hasSound(sound))
      note({path: [...path, 'sound'], value: sound, reason: 'is not a sound of this XiVO'})
    noteLong(options, [...path, 'options'], note)
    return row('sound', `${targets.holdings.asteriskPath}/${sound}`, options)
  }
  if ('user' in wanted) {
    const user = userFor(wanted.user, [...path, 'user'], targets, note)
    return user && row('user', String(user.id), wanted.ringTime)
  }
  const [kind, name, all] =
    'queue' in wanted
      ? (['queue', wanted.queue, targets.holdings.queues] as const)
      : (['group', wanted.group, targets.holdings.groups ?? []] as const)
  const target = (kind === 'queue' ? targets.queues : targets.groups).get(name)
  if (target === undefined) {
    const unreadable = kind === 'group' && targets.holdings.groups === undefined
    const reason = unreadable
      ? "cannot be looked up, because the database role may not read XiVO's table groupfeatures: grant it SELECT"
      : notOne(kind, name, all)
    note({path: [...path, kind], value: name, reason})
    return undefined
  }
  if (kind === 'queue' && target.id === queue?.id)
    note({path: [...path, kind], value: name, reason: 'cannot be its own dissuasion'})
  return row(kind, String(target.id), wanted.ringTime)
}

/** Actions whose arguments are neither ids nor passwords. Queues, groups and users are written by name; the rest cannot be. */
const actions = [
  'endcall:busy',
  'endcall:congestion',
  'endcall:hangup',
  'extension',
  'application:directory',
  'application:faxtomail',
  'application:voicemailmain',
  'sound',
  'custom',
]
const byTheirName = ['queue', 'group', 'user']

function rowOfAction(
  {action, actionarg1, actionarg2}: Extract<SiteDissuasion, {action: string}>,
  path: Path,
  row: (action: string, actionarg1: string | null, actionarg2?: string) => DissuasionRow,
  note: (problem: SiteProblem) => void,
): DissuasionRow | undefined {
  if (!actions.includes(action)) {
    note({path: [...path, 'action'], value: action, reason: whyNoAction(action)})
    return undefined
  }
  noteLong(actionarg1, [...path, 'actionarg1'], note)
  noteLong(actionarg2, [...path, 'actionarg2'], note)
  return row(action, actionarg1 ?? null, actionarg2)
}

function whyNoAction(action: string): string {
  if (byTheirName.includes(action))
    return action === 'user' ? 'is written as user: {login: LOGIN}' : `is written as ${action}: NAME`
  if (action === 'none') return 'is written as none, without a mapping'
  if (byId.includes(action)) return 'needs an id, and ids differ between XiVOs: leave this entry out'
  if (shownArgument(action, 'x') === HIDDEN) return 'needs a password, which does not belong in a file'
  return unknown('an action of XiVO', action, actions)
}

/** XiVO's columns are varchar(255). */
function noteLong(argument: string | undefined, path: Path, note: (problem: SiteProblem) => void): void {
  if (argument !== undefined && [...argument].length > 255) note({path, reason: 'is longer than 255 characters'})
  if (argument?.includes('\0')) note({path, reason: 'holds a NUL character, which the database cannot store'})
}

function userFor(
  wanted: SiteUser,
  path: Path,
  {holdings, users}: Targets,
  note: (problem: SiteProblem) => void,
): {id: number} | undefined {
  if ('login' in wanted) {
    const user = users.get(wanted.login)
    if (user === undefined)
      note({
        path: [...path, 'login'],
        value: wanted.login,
        reason: unknown('the login of exactly one user of this XiVO', wanted.login, [...users.keys()]),
      })
    return user
  }
  const user = holdings.users.find(({id}) => id === wanted.id)
  if (user && fullName(user) === wanted.name) return user
  note({
    path: [...path, 'id'],
    value: String(wanted.id),
    reason: user ? `is '${fullName(user)}' here, not '${wanted.name}'` : 'is not a user of this XiVO',
  })
  return undefined
}

/** Why the text in a list is ambiguous; undefined if it is clear. */
export function whyUnclear(text: string, {queues, groups, users, hasSound}: Targets): string | undefined {
  const [, action, whole = ''] = /^(\S+) (.*)$/s.exec(text) ?? []
  if ((action === 'user' || action === 'group') && /^\d+(?: |$)/.test(whole)) {
    return `is an id, as the list shows it for a ${action}: set this queue with its own command`
  }
  const isName = {
    sound: hasSound,
    queue: queues.has.bind(queues),
    group: groups.has.bind(groups),
    user: users.has.bind(users),
  }
  const has = action !== undefined && action in isName ? isName[action as keyof typeof isName] : undefined
  return has !== undefined && whole.endsWith(')') && has(whole)
    ? `could also be the name of a ${action} that ends with brackets: set this queue with its own command`
    : undefined
}

const several = {queue: 'queues', group: 'groups', 'agent group': 'agent groups', incall: 'incalls'}

/** Why a name does not mean one object. */
export function notOne(what: keyof typeof several, name: string, all: readonly {name: string}[]): string {
  if (all.some((each) => each.name === name)) return `is the name of several ${several[what]} of this XiVO`
  const article = /^[aeiou]/.test(what) ? 'an' : 'a'
  return unknown(`${article} ${what} of this XiVO`, name, [...byName(all).keys()])
}

/** With the nearest name. */
export function unknown(what: string, name: string, all: readonly string[]): string {
  const near = nearest(name, all)
  return near === undefined ? `is not ${what}` : `is not ${what}; did you mean '${near}'?`
}
