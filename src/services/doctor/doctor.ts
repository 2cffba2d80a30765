import type {Context} from '../../context.ts'
import {translateErrors} from '../../database/connection/errors.ts'
import {AppError, type ErrorKind, gravestOf} from '../../errors.ts'
import type {Changed} from '../../formats/changes.ts'
import {contextKeys, withoutPassword} from '../../settings/file.ts'
import type {Settings} from '../../settings/load.ts'
import {callbackLists, doNotCall, failedImports, overdueCallbacks} from './callbacks.ts'
import {clock} from './clock.ts'
import {connection, encoding, serverVersion} from './connection.ts'
import {dissuasions} from './dissuasions.ts'
import {type Check, type CheckName, type Finding, type FixName, fault, fine} from './finding.ts'
import {fixes} from './fixes.ts'
import {grants} from './grants.ts'
import {keptSounds} from './kept-sounds.ts'
import {logins} from './logins.ts'
import {storedNumbers} from './numbers.ts'
import {originalServer} from './original.ts'
import {overrides} from './overrides.ts'
import {defaultPeriod, ownTables} from './own-tables.ts'
import {playedSounds} from './played-sounds.ts'
import {remedyFrom} from './remedy.ts'
import {rights} from './rights.ts'
import {schedules} from './schedules.ts'
import {soundDirectory, soundFiles} from './sounds.ts'
import {writes} from './writes.ts'
import {dialactionKey, xivoTables} from './xivo-tables.ts'

export interface Diagnosis {
  findings: Finding[]
}

/** A repair that `doctor --fix` offers. */
export interface OfferedFix {
  fix: FixName
  /** In the imperative. */
  does: string
}

/** Checks everything that commands depend on, and references to XiVO objects that no longer exist. Changes nothing. */
export async function diagnose(context: Context, {original}: {original: string}): Promise<Diagnosis> {
  const checks = [
    connection,
    serverVersion,
    encoding,
    writes,
    clock,
    xivoTables,
    dialactionKey,
    grants,
    ownTables,
    defaultPeriod,
    originalServer(original),
    soundDirectory,
    soundFiles,
    keptSounds,
    playedSounds,
    logins,
    rights,
    callbackLists,
    failedImports,
    overdueCallbacks,
    doNotCall,
    storedNumbers,
    dissuasions,
    schedules,
    overrides,
  ]
  return {findings: [...settingsInForce(context.settings), ...(await make(checks, context))]}
}

/** Checks only what every request depends on, and nothing outside this XiVO. */
export const essentials = (context: Context): Promise<Finding[]> =>
  make([connection, writes, xivoTables, ownTables, soundDirectory], context)

/** The diagnosis when invalid settings prevent all other checks. Rethrows what is not a finding, such as an interruption. */
export const withoutSettings = (error: unknown): Diagnosis => ({findings: [asFault('settings', error)]})

/** The fixes that need no decision, each once; none when the database cannot be written. */
export function offeredFixes({findings}: Diagnosis): OfferedFix[] {
  if (findings.some(({check, severity}) => check === 'writes' && severity === 'fault')) return []
  const named = new Set(findings.flatMap(({fix}) => fix ?? []))
  return [...named].map((fix) => ({fix, does: fixes[fix].does}))
}

/** Applies one of the offered fixes. */
export function applyFix(context: Context, fix: FixName): Promise<Changed<unknown>> {
  return fixes[fix].apply(context)
}

/** The kind of the most serious fault; undefined without faults: warnings alone are not a failure. */
export function gravest({findings}: Diagnosis): ErrorKind | undefined {
  return gravestOf(findings.flatMap(({kind}) => kind ?? []))
}

/** Skips checks that depend on something that is broken. */
async function make(checks: readonly Check[], context: Context): Promise<Finding[]> {
  const findings: Finding[] = []
  const broken = new Set<CheckName>()
  const begun = new LongChecks(checks, context)
  for (const check of checks) {
    const found = check.needs.some((name) => broken.has(name)) ? undefined : await begun.found(check)
    const isReported = broken.has('grants') && found?.some(({kind}) => kind === 'refused')
    if (found === undefined || found.some(({severity}) => severity === 'fault')) broken.add(check.name)
    if (found !== undefined && !isReported) findings.push(...found)
    if (!broken.has(check.name)) begun.passed(check.name)
  }
  return findings
}

/** Begins long checks before their turn, one after the other on a connection of their own. */
class LongChecks {
  readonly #context: Context
  readonly #passed = new Set<CheckName>()
  readonly #begun = new Map<CheckName, Promise<Finding[]>>()
  #waiting: readonly Check[]
  #last: Promise<unknown> = Promise.resolve()

  constructor(checks: readonly Check[], context: Context) {
    this.#waiting = checks.filter(({isLong}) => isLong)
    this.#context = context
  }

  passed(name: CheckName): void {
    this.#passed.add(name)
    const ready = this.#waiting.filter(({needs}) => needs.every((each) => this.#passed.has(each)))
    this.#waiting = this.#waiting.filter((check) => !ready.includes(check))
    for (const check of ready) {
      const found = this.#last.then(() => attempt(check, {...this.#context, ...this.#context.apart()}))
      // Thrown in its turn.
      this.#last = found.catch(() => {})
      this.#begun.set(check.name, found)
    }
  }

  /** A server may refuse another connection: then the check is made in its turn. */
  async found(check: Check): Promise<Finding[]> {
    const found = await this.#begun.get(check.name)
    return found === undefined || found.some(({kind}) => kind === 'unavailable') ? attempt(check, this.#context) : found
  }
}

/** How to fix a fault whose error has only the hint to run doctor. */
const remedies: Partial<Record<CheckName, string>> = {
  connection:
    'check that PostgreSQL runs there and accepts this machine and role (pg_hba.conf); databaseUrl or XIVOCTL_DATABASE_URL has the address',
}

/** An error in a check becomes a fault. */
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
  const remedy = remedyFrom(error.hints, settings) ?? remedies[check]
  return fault(check, kind, {what: message, ...(remedy !== undefined && {remedy})})
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
