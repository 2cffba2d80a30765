import type {Context} from '../context.ts'
import {holdsData, type MissingColumn, missingColumns, serverFacts} from '../database/diagnosis.ts'
import {translateErrors} from '../database/errors.ts'
import {pendingMigrations} from '../database/migrate.ts'
import {allPeriods} from '../database/periods.ts'
import {AppError, type ErrorKind} from '../errors.ts'
import {originalAnswers} from '../original/probe.ts'
import type {Settings} from '../settings.ts'
import {contextKeys, withoutPassword} from '../settings-file.ts'
import {soundsStartingWith} from '../sounds/directory.ts'

type Check = 'settings' | 'connection' | 'xivo tables' | 'own tables' | 'default period' | 'original server' | 'sounds'

/** What one check found out. */
export interface Finding {
  check: Check
  ok: boolean
  what: string
  /** Of a fault: why it matters. */
  why?: string
  /** Of a fault: what mends it. */
  remedy?: string
  /** Of a fault: which kind of failure a command would meet. */
  kind?: ErrorKind
}

export interface Diagnosis {
  findings: Finding[]
}

/** Looks at everything that commands rest on. What cannot be looked at because something below it is broken is left out. */
export async function diagnose(context: Context, {original}: {original: string}): Promise<Diagnosis> {
  const connection = await attempt(context, 'connection', checkConnection)
  return {
    findings: [
      ...settingsInForce(context.settings),
      ...connection,
      ...(sound(connection) ? await checkDatabase(context, original) : []),
      ...(await attempt(context, 'sounds', checkSounds)),
    ],
  }
}

/** Looks only at what every request rests on, and at nothing outside of this XiVO. */
export async function essentials(context: Context): Promise<Finding[]> {
  const connection = await attempt(context, 'connection', checkConnection)
  const tables = async () => [
    ...(await attempt(context, 'xivo tables', checkXivoTables)),
    ...(await attempt(context, 'own tables', checkOwnTables)),
  ]
  return [
    ...connection,
    ...(sound(connection) ? await tables() : []),
    ...(await attempt(context, 'sounds', checkSounds)),
  ]
}

/** The diagnosis when the settings are not fit for looking any further. Throws on what is no finding, such as an interruption. */
export const withoutSettings = (error: unknown): Diagnosis => ({findings: [fault('settings', error)]})

/** The kind of the gravest fault; undefined when all is well. */
export function gravest({findings}: Diagnosis): ErrorKind | undefined {
  const kinds = findings.flatMap(({kind}) => kind ?? [])
  return gravity.find((kind) => kinds.includes(kind)) ?? kinds[0]
}

const gravity: ErrorKind[] = ['usage', 'unavailable', 'refused', 'conflict', 'not-found', 'invalid']

const sound = (findings: Finding[]) => findings.every(({ok}) => ok)

/** A check that fails with an error has found a fault. */
async function attempt(
  context: Context,
  check: Check,
  examine: (context: Context) => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await translateErrors(context, () => examine(context))
  } catch (error) {
    return [fault(check, error)]
  }
}

function fault(check: Check, error: unknown): Finding {
  const stopped = error instanceof AppError && (error.kind === 'interrupted' || error.kind === 'terminated')
  if (!(error instanceof AppError) || stopped) throw error
  const {message, hints, kind} = error
  return {check, ok: false, what: message, ...(hints.length > 0 && {remedy: hints.join('; ')}), kind}
}

function settingsInForce({context, configurationFile, origins, ...values}: Settings): Finding[] {
  const where = configurationFile === undefined ? 'no configuration file' : configurationFile
  return [
    {check: 'settings', ok: true, what: `context: ${context} (${where})`},
    ...contextKeys.map((key): Finding => {
      const value = values[key]
      const shown = value === undefined ? '' : `${withoutPassword(String(value))} `
      return {check: 'settings', ok: true, what: `${key}: ${shown}(${origins[key]})`}
    }),
  ]
}

async function checkConnection({db}: Context): Promise<Finding[]> {
  const {version, role, database} = await serverFacts(db)
  return [{check: 'connection', ok: true, what: `PostgreSQL ${version}, database '${database}', role '${role}'`}]
}

async function checkDatabase(context: Context, original: string): Promise<Finding[]> {
  const own = await attempt(context, 'own tables', checkOwnTables)
  return [
    ...(await attempt(context, 'xivo tables', checkXivoTables)),
    ...own,
    ...(sound(own) ? await attempt(context, 'default period', checkDefaultPeriod) : []),
    ...(sound(own) ? await attempt(context, 'original server', (context) => checkOriginal(context, original)) : []),
  ]
}

async function checkXivoTables({db}: Context): Promise<Finding[]> {
  const missing = await missingColumns(db)
  if (missing.length === 0) {
    return [{check: 'xivo tables', ok: true, what: 'every table and column that xivoctl needs is there'}]
  }
  return [
    {
      check: 'xivo tables',
      ok: false,
      what: `missing: ${namesOf(missing).join(', ')}`,
      why: 'this is not the database of XiVO, or of a release that xivoctl does not know',
      remedy: 'see whether databaseUrl names the right database',
      kind: 'unavailable',
    },
  ]
}

/** A table that is not there at all is named once. */
function namesOf(missing: MissingColumn[]): string[] {
  return [...new Set(missing.map(({table, column, tableExists}) => (tableExists ? `${table}.${column}` : table)))]
}

async function checkOwnTables({db, schema}: Context): Promise<Finding[]> {
  const pending = await pendingMigrations(db, schema)
  if (pending.length === 0) return [{check: 'own tables', ok: true, what: `schema '${schema}' is up to date`}]
  return [
    {
      check: 'own tables',
      ok: false,
      what: `schema '${schema}' lacks ${pending.join(', ')}`,
      why: 'callbacks, profiles and rights are kept there',
      remedy: 'xivoctl db init',
      kind: 'unavailable',
    },
  ]
}

async function checkDefaultPeriod({db}: Context): Promise<Finding[]> {
  const periods = await allPeriods(db)
  if (periods.some((period) => period.default)) return [{check: 'default period', ok: true, what: 'there is one'}]
  return [
    {
      check: 'default period',
      ok: false,
      what: 'no period is the default one',
      why: 'callback requests that name no period cannot be created',
      remedy: 'xivoctl callbacks periods set-default PERIOD',
      kind: 'unavailable',
    },
  ]
}

/** Two configuration servers over one XiVO: only of interest once ours has something to say. */
async function checkOriginal({db, stop}: Context, original: string): Promise<Finding[]> {
  if (!(await holdsData(db))) return []
  if (!(await originalAnswers(original, stop))) {
    return [{check: 'original server', ok: true, what: `no other configuration server answers at ${original}`}]
  }
  return [
    {
      check: 'original server',
      ok: false,
      what: `another configuration server answers at ${original}`,
      why: "the applications that ask it never see what is in xivoctl's tables",
      remedy: `xivoctl adopt --from ${original}, then point the applications at 'xivoctl serve' and stop the other`,
      kind: 'conflict',
    },
  ]
}

async function checkSounds({sounds}: Context): Promise<Finding[]> {
  const {length} = await soundsStartingWith(sounds, '')
  const seen = `Asterisk sees it as ${sounds.asteriskPath}`
  return [{check: 'sounds', ok: true, what: `${length} files in ${sounds.path}; ${seen}`}]
}
