import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {tellSkipped} from './reliability.ts'
import {isFull} from './scale.ts'

export const haproxy = '/usr/sbin/haproxy'
export const localedef = '/usr/bin/localedef'
/** The PostgreSQL of npm has no pg_basebackup, and speaks English only. */
export const postgres15 = '/usr/lib/postgresql/15/bin'

/** Does the suite run in full, on a machine that has these programs? Where one is missing, docs/reliability.md says so. */
export function runsWith(name: string, ...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => !existsSync(program))
  if (isFull && missing.length > 0) tellSkipped(name, `no ${missing.join(', no ')}`)
  return isFull && missing.length === 0
}

/** Makes French locales; only root may. */
export function makeFrench(): void {
  for (const [characters, name] of [
    ['UTF-8', 'fr_FR.UTF-8'],
    ['ISO-8859-1', 'fr_FR'],
  ] as const)
    execFileSync(localedef, ['-i', 'fr_FR', '-f', characters, name])
}
