import type {Context} from '../context.ts'
import {unavailable} from '../errors.ts'
import {essentials} from './doctor/doctor.ts'

export interface Readiness {
  ready: true
  checks: {check: string; what: string}[]
}

/** Checks database, tables and sound directory; throws Unavailable, naming everything that is missing. */
export async function readiness(context: Context): Promise<Readiness> {
  const looked = await essentials(context)
  const missing = looked.filter(({severity}) => severity === 'fault')
  if (missing.length > 0) {
    throw unavailable(`not ready: ${missing.map(({what}) => what).join('; ')}`, {
      problems: missing.map(({check, what}) => ({column: check, reason: what})),
      hints: missing.flatMap(({fix, remedy = []}) => (fix === 'own tables' ? {run: 'db init'} : remedy)),
    })
  }
  return {ready: true, checks: looked.map(({check, what}) => ({check, what}))}
}
