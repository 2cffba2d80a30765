import {shellLine} from '../formats/shell.ts'
import type {Settings} from './load.ts'

/** A command line for a shell that runs on the XiVO of these settings. */
export function xivoctl(settings: Settings | undefined, ...words: string[]): string {
  const byName = settings !== undefined && settings.origins.databaseUrl !== settings.context
  return shellLine('xivoctl', ...words, ...(byName ? ['--context', settings.context] : []))
}
