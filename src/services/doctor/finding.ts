import type {Context} from '../../context.ts'
import type {ErrorKind} from '../../errors.ts'

export type CheckName =
  | 'settings'
  | 'connection'
  | 'server version'
  | 'encoding'
  | 'writes'
  | 'xivo tables'
  | 'dialaction key'
  | 'grants'
  | 'own tables'
  | 'default period'
  | 'original server'
  | 'clock'
  | 'logins'
  | 'rights'
  | 'callback lists'
  | 'failed imports'
  | 'overdue callbacks'
  | 'do not call'
  | 'stored numbers'
  | 'dissuasions'
  | 'schedules'
  | 'overrides'
  | 'sounds'
  | 'sound files'
  | 'kept sounds'
  | 'played sounds'

/** The repairs that `doctor --fix` can make; none of them changes customers' data. */
export type FixName = 'own tables' | 'default period' | 'lost rights' | 'lost profiles'

/** The result of one check. */
export interface Finding {
  check: CheckName
  ok: boolean
  /** Unless ok: with a fault, xivoctl or XiVO does not work; with a warning it works, but probably not as intended. */
  severity?: 'fault' | 'warning'
  what: string
  /** Unless ok: why it matters. */
  why?: string
  /** Unless ok: how to fix it, as a line for the shell or psql where possible. */
  remedy?: string
  /** The repair that `doctor --fix` offers. */
  fix?: FixName
  /** For a fault: the kind of error that commands would fail with. */
  kind?: ErrorKind
}

type Trouble = Pick<Finding, 'what' | 'why' | 'remedy' | 'fix'>

export interface Check {
  name: CheckName
  /** The checks that this one depends on: when one of them finds a fault, this one is skipped. */
  needs: readonly CheckName[]
  /** It reads large tables: it is begun as soon as what it needs is in order, beside the checks before it. */
  isLong?: true
  /** Every problem, or a single finding that all is well. */
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

/** The problems found, or one finding that there are none. */
export const orFine = (findings: Finding[], check: CheckName, what: string): Finding[] =>
  findings.length > 0 ? findings : [fine(check, what)]

const SHOWN = 10

/** The first few of many, for use in a sentence. */
export function few(all: readonly (string | number)[]): string {
  const more = all.length - SHOWN
  return more > 0 ? `${all.slice(0, SHOWN).join(', ')} and ${more} more` : all.join(', ')
}
