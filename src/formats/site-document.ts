/** The configuration of one XiVO, by names. Maps, because anything can be a name. */
export interface SiteDocument {
  /** By login. */
  profiles?: Map<string, SiteProfile>
  /** The queue of each list, by the list's name. */
  callbackLists?: Map<string, string>
  /** By name. */
  periods?: Map<string, SitePeriod>
  /** By the queue's name. */
  dissuasions?: Map<string, SiteDissuasion>
}

export const sections = ['profiles', 'callbackLists', 'periods', 'dissuasions'] as const
export type Section = (typeof sections)[number]

/** Omitted fields keep their value. Users with the same profile may share one object. */
export interface SiteProfile {
  profile: string
  queues?: readonly string[]
  groups?: readonly string[]
  /** `EXTEN@CONTEXT` */
  incalls?: readonly string[]
  recording?: boolean
  dissuasion?: boolean
}

/** Times as `HH:MM` or `HH:MM:SS`. In a list, omitted ones keep their value. */
export interface SitePeriod {
  start?: string
  end?: string
  /** Exactly one period is the default. */
  default?: boolean
}

/** A user whose login is empty, or not unique, can only be named by the id and the name that XiVO shows. */
export type SiteUser = {login: string} | {id: number; name: string}

/** Where a queue's callers go when no agent can answer. */
export type SiteDissuasion =
  | {none: true}
  | {sound: string; options?: string}
  | {queue: string; ringTime?: number}
  | {group: string; ringTime?: number}
  | {user: SiteUser; ringTime?: number}
  | {action: string; actionarg1?: string; actionarg2?: string}

/** Where something stands in a document: keys, and positions in lists. */
export type Path = readonly (string | number)[]

/** Line and column, from 1; of a row of a list, the line. */
export interface Place {
  line: number
  column?: number
}

/** `profiles.jbond.queues[2]` */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, each) => {
    if (typeof each === 'number') return `${text}[${each}]`
    const key = /^[\p{L}\p{N}_@-]+$/u.test(each) ? each : JSON.stringify(each)
    return text === '' ? key : `${text}.${key}`
  }, '')
