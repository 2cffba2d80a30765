import type {Context} from '../../context.ts'
import {translateErrors} from '../../database/connection/errors.ts'
import {AppError, type ErrorKind, gravestOf, type Hint} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {xivoctl} from '../../settings/command-line.ts'
import {contextKeys, withoutPassword} from '../../settings/file.ts'
import type {Settings} from '../../settings/load.ts'
import {callbackLists, overdueCallbacks} from './callbacks.ts'
import {clock} from './clock.ts'
import {connection, serverVersion} from './connection.ts'
import {dissuasions} from './dissuasions.ts'
import {type Check, type CheckName, type Finding, type FixName, fault, fine} from './finding.ts'
import {fixes} from './fixes.ts'
import {grants} from './grants.ts'
import {logins} from './logins.ts'
import {storedNumbers} from './numbers.ts'
import {originalServer} from './original.ts'
import {defaultPeriod, ownTables} from './own-tables.ts'
import {playedSounds} from './played-sounds.ts'
import {rights} from './rights.ts'
import {soundDirectory, soundFiles} from './sounds.ts'
import {writes} from './writes.ts'
import {xivoTables} from './xivo-tables.ts'

export interface Diagnosis {
  findings: Finding[]
}

/** Something that `doctor --fix` offers. */
export interface OfferedFix {
  fix: FixName
  /** As an order. */
  does: string
}

/** Looks at everything that commands rest on, and at what XiVO has taken away below our tables. Changes nothing. */
export async function diagnose(context: Context, {original}: {original: string}): Promise<Diagnosis> {
  const checks = [
    connection,
    serverVersion,
    writes,
    clock,
    xivoTables,
    grants,
    ownTables,
    defaultPeriod,
    originalServer(original),
    soundDirectory,
    soundFiles,
    playedSounds,
    logins,
    rights,
    callbackLists,
    overdueCallbacks,
    storedNumbers,
    dissuasions,
  ]
  return {findings: [...settingsInForce(context.settings), ...(await make(checks, context))]}
}

/** Looks only at what every request rests on, and at nothing outside of this XiVO. */
export const essentials = (context: Context): Promise<Finding[]> =>
  make([connection, xivoTables, ownTables, soundDirectory], context)

/** The diagnosis when the settings are not fit for looking any further. Throws on what is no finding, such as an interruption. */
export const withoutSettings = (error: unknown): Diagnosis => ({findings: [asFault('settings', error)]})

/** What can be mended without choosing anything, each once; nothing where nothing can be written. */
export function offeredFixes({findings}: Diagnosis): OfferedFix[] {
  if (findings.some(({check, severity}) => check === 'writes' && severity === 'fault')) return []
  const named = new Set(findings.flatMap(({fix}) => fix ?? []))
  return [...named].map((fix) => ({fix, does: fixes[fix].does}))
}

/** Does one of the fixes that were offered. */
export function applyFix(context: Context, fix: FixName): Promise<Changed<unknown>> {
  return fixes[fix].apply(context)
}

/** The kind of the gravest fault; undefined when there is none: warnings alone are no failure. */
export function gravest({findings}: Diagnosis): ErrorKind | undefined {
  return gravestOf(findings.flatMap(({kind}) => kind ?? []))
}

/** What cannot be looked at because something below it is broken is left out. */
async function make(checks: readonly Check[], context: Context): Promise<Finding[]> {
  const findings: Finding[] = []
  const broken = new Set<CheckName>()
  for (const check of checks) {
    const found = check.needs.some((name) => broken.has(name)) ? undefined : await attempt(check, context)
    const told = broken.has('grants') && found?.some(({kind}) => kind === 'refused')
    if (found === undefined || found.some(({severity}) => severity === 'fault')) broken.add(check.name)
    if (found !== undefined && !told) findings.push(...found)
  }
  return findings
}

/** What mends a fault whose error has no hint but the one to ask doctor. */
const remedies: Partial<Record<CheckName, string>> = {
  connection:
    'see that PostgreSQL runs there and lets this machine and role in; databaseUrl or XIVOCTL_DATABASE_URL says where it is',
}

/** A check that fails with an error has found a fault. */
async function attempt({name, examine}: Check, context: Context): Promise<Finding[]> {
  try {
    return await translateErrors(context, () => examine(context))
  } catch (error) {
    return [asFault(name, error, context.settings)]
  }
}

function asFault(check: CheckName, error: unknown, settings?: Settings): Finding {
  const stopped = error instanceof AppError && (error.kind === 'interrupted' || error.kind === 'terminated')
  if (!(error instanceof AppError) || stopped) throw error
  const {message, kind} = error
  const hints = error.hints.flatMap((hint) => worded(hint, settings) ?? [])
  const remedy = hints.length > 0 ? hints.join('; ') : remedies[check]
  return fault(check, kind, {what: message, ...(remedy !== undefined && {remedy})})
}

/** Whoever reads it has just asked doctor. */
function worded(hint: Hint, settings: Settings | undefined): string | undefined {
  if (typeof hint === 'string') return hint
  return 'run' in hint && hint.run !== 'doctor' ? xivoctl(settings, ...hint.run.split(' ')) : undefined
}

function settingsInForce({context, configurationFile, origins, ...values}: Settings): Finding[] {
  const where = configurationFile === undefined ? 'no configuration file' : configurationFile
  return [
    fine('settings', `context: ${context} (${where})`),
    ...contextKeys.map((key) => {
      const value = values[key]
      const shown = value === undefined ? '' : `${withoutPassword(String(value))} `
      return fine('settings', `${key}: ${shown}(${origins[key]})`)
    }),
  ]
}
