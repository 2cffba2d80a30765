import type {Context} from '../context.ts'
import {unavailable} from '../errors.ts'
import {essentials} from './doctor/doctor.ts'

export interface Readiness {
  ready: true
  /** False when the database refuses every write, for example on a standby; reads work there. */
  writes: boolean
  checks: {check: string; what: string}[]
}

/**
 * Checks database, tables and sound directory, over a connection of its own; throws Unavailable, naming everything that is missing.
 */
export async function readiness(context: Context): Promise<Readiness> {
  const looked = await essentials({...context, ...context.apart()})
  const faults = looked.filter(({severity}) => severity === 'fault')
  const missing = faults.filter(({check}) => check !== 'writes')
  if (missing.length > 0) {
    throw unavailable(`not ready: ${missing.map(({what}) => what).join('; ')}`, {
      problems: missing.map(({check, what}) => ({column: check, reason: what})),
      hints: missing.flatMap(({fix, remedy = []}) => (fix === 'own tables' ? {run: 'db init'} : remedy)),
    })
  }
  const checks = looked.map(({check, severity, what, why}) => ({
    check,
    what: severity === 'fault' ? `${what}: ${why}` : what,
  }))
  return {ready: true, writes: faults.length === 0, checks}
}
