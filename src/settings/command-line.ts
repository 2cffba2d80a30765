import {shellLine} from '../formats/shell.ts'
import type {Settings} from './load.ts'

/** A command that a shell runs as it stands, on the XiVO of these settings and on no other. */
export function xivoctl(settings: Settings | undefined, ...words: string[]): string {
  const byName = settings !== undefined && settings.origins.databaseUrl !== settings.context
  return shellLine('xivoctl', ...words, ...(byName ? ['--context', settings.context] : []))
}
