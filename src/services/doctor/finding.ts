import type {Context} from '../../context.ts'
import type {ErrorKind} from '../../errors.ts'

export type CheckName =
  | 'settings'
  | 'connection'
  | 'server version'
  | 'writes'
  | 'xivo tables'
  | 'grants'
  | 'own tables'
  | 'default period'
  | 'original server'
  | 'clock'
  | 'logins'
  | 'rights'
  | 'callback lists'
  | 'overdue callbacks'
  | 'stored numbers'
  | 'dissuasions'
  | 'sounds'
  | 'sound files'
  | 'played sounds'

/** What `doctor --fix` can do by itself; none of it touches customers' data. */
export type FixName = 'own tables' | 'default period' | 'lost rights' | 'lost profiles'

/** What one check found out. */
export interface Finding {
  check: CheckName
  ok: boolean
  /** Of what is not ok: with a fault xivoctl or XiVO does not work, with a warning it does, but not as somebody meant it. */
  severity?: 'fault' | 'warning'
  what: string
  /** Of what is not ok: why it matters. */
  why?: string
  /** Of what is not ok: what mends it, a line for the shell or for psql where there is one. */
  remedy?: string
  /** What `doctor --fix` would do about it. */
  fix?: FixName
  /** Of a fault: which kind of failure a command would meet. */
  kind?: ErrorKind
}

type Trouble = Pick<Finding, 'what' | 'why' | 'remedy' | 'fix'>

export interface Check {
  name: CheckName
  /** The checks without which this one cannot look: after a fault of theirs it is left out. */
  needs: readonly CheckName[]
  /** Everything that is not as it should be, or one finding that all is well. */
  examine: (context: Context) => Promise<Finding[]>
}

export const fine = (check: CheckName, what: string): Finding => ({check, ok: true, what})

export const warning = (check: CheckName, trouble: Trouble): Finding => ({
  check,
  ok: false,
  severity: 'warning',
  ...trouble,
})

export const fault = (check: CheckName, kind: ErrorKind, trouble: Trouble): Finding => ({
  check,
  ok: false,
  severity: 'fault',
  ...trouble,
  kind,
})

/** What was found, or that nothing was. */
export const orFine = (findings: Finding[], check: CheckName, what: string): Finding[] =>
  findings.length > 0 ? findings : [fine(check, what)]

const SHOWN = 10

/** The first few of many, as a sentence takes them. */
export function few(all: readonly (string | number)[]): string {
  const more = all.length - SHOWN
  return more > 0 ? `${all.slice(0, SHOWN).join(', ')} and ${more} more` : all.join(', ')
}
