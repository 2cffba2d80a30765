import {type Ended, type Running, startBinary} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {LIST, type Listing, lists} from './truth.ts'

/** The installed program at work on one XiVO. */
export interface Program {
  installation: string
  /** Another way to the database than the XiVO's own. */
  url?: string
}

interface Import {
  file: string
  listing?: Listing
  flags?: readonly string[]
  /** For the file `-`: what comes so far; more may follow. */
  stdin?: string
}

/** Starts an import into the one list. */
export function startImport(
  {installation, url}: Program,
  xivo: TestXivo,
  {file, listing = 'found', flags = [], stdin}: Import,
): Promise<Running> {
  const env = {...xivo.env, ...(url !== undefined && {XIVOCTL_DATABASE_URL: url})}
  return startBinary(['callbacks', 'import', LIST, file, ...lists[listing].flags, ...flags], {
    installation,
    env,
    ...(stdin !== undefined && {stdin, stdinStaysOpen: true}),
  })
}

export async function runImport(program: Program, xivo: TestXivo, what: Import): Promise<Ended> {
  return (await startImport(program, xivo, what)).ended
}

/** What cron runs again when it was told to. */
export const retry = ['--once', '--wait', '30']
