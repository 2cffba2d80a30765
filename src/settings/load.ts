import {isAbsolute} from 'node:path'
import {unavailable, usage} from '../errors.ts'
import {type ClosedDays, closedDaysOf, closedDaysRules} from '../formats/closed-days.ts'
import {databaseUrlProblems} from '../formats/database-url.ts'
import {nameHints} from '../formats/nearest.ts'
import {type PhoneCountry, parsePhoneCountry} from '../formats/phone-country.ts'
import {parseTicketStatuses, TICKET_STATUSES} from '../formats/ticket-statuses.ts'
import {customEnvPath, readVariable} from './custom-env.ts'
import {
  askedFile,
  type ContextSettings,
  contextKeys,
  readSettingsFile,
  type SettingsFile,
  withoutPassword,
} from './file.ts'
import {HIGH_AVAILABILITY_FILE} from './high-availability.ts'
import {demoDirectory, demoNames, demoRuns, readDemoContext} from './state.ts'

/** The validated settings that a Context is made from. */
export interface Settings {
  /** The context's name, or `XIVOCTL_DATABASE_URL` when the address came from there. */
  context: string
  databaseUrl: string
  databaseSchema: string
  /** Where this program looks for sound files. */
  soundsDir: string
  /** The path of the same directory for Asterisk, as stored in dialaction. */
  soundsAsteriskDir: string
  dissuasionQueue?: string
  /** How long the ledger of imports is kept. */
  importLedgerDays: number
  /** How long the journal keeps what undo needs of customers. */
  undoDays: number
  /** How long the journal is kept. */
  historyDays: number
  phoneCountry: PhoneCountry
  /** The possible outcomes of an attempt to call. */
  ticketStatuses: string[]
  closedDays: ClosedDays
  /** Where XiVO records whether this machine is a slave; none for a demo. */
  highAvailabilityFile?: string
  /** Where each setting came from, for `doctor`. */
  origins: Record<keyof ContextSettings, string>
  configurationFile?: string
}

const variables: Record<keyof ContextSettings, string> = {
  databaseUrl: 'XIVOCTL_DATABASE_URL',
  databaseSchema: 'XIVOCTL_DATABASE_SCHEMA',
  soundsDir: 'XIVOCTL_SOUNDS_DIR',
  soundsAsteriskDir: 'XIVOCTL_SOUNDS_ASTERISK_DIR',
  dissuasionQueue: 'XIVOCTL_DISSUASION_QUEUE',
  importLedgerDays: 'XIVOCTL_IMPORT_LEDGER_DAYS',
  undoDays: 'XIVOCTL_UNDO_DAYS',
  historyDays: 'XIVOCTL_HISTORY_DAYS',
  phoneCountry: 'XIVOCTL_PHONE_COUNTRY',
  ticketStatuses: 'XIVOCTL_TICKET_STATUSES',
  closedDays: 'XIVOCTL_CLOSED_DAYS',
}

const PLAYBACK = '/var/lib/xivo/sounds/playback'
const defaults = {
  databaseSchema: 'xivoctl',
  soundsDir: PLAYBACK,
  soundsAsteriskDir: PLAYBACK,
  importLedgerDays: '30',
  undoDays: '30',
  historyDays: '365',
  phoneCountry: 'FR',
  ticketStatuses: TICKET_STATUSES,
  closedDays: 'off',
}

/** The journal's own functions delete nothing younger. */
const LEAST_HISTORY_DAYS = 30

interface Chosen {
  name: string
  origin: string
  values: ContextSettings
  isDemo?: boolean
}

/** The settings in force: flag, environment, file, default; every problem is reported at once. */
export function loadSettings(
  flags: {context?: string | undefined; config?: string | undefined},
  env: NodeJS.ProcessEnv,
  {forWriting = false} = {},
): Settings {
  const file = readSettingsFile(askedFile(flags.config, env), env)
  const chosen = chooseContext(flags, env, file, forWriting)
  const custom = customQueue(file)
  const values: ContextSettings = {...defaults}
  const origins: Settings['origins'] = {
    databaseUrl: '',
    databaseSchema: 'default',
    soundsDir: 'default',
    soundsAsteriskDir: 'default',
    dissuasionQueue: 'not set',
    importLedgerDays: 'default',
    undoDays: 'default',
    historyDays: 'default',
    phoneCountry: 'default',
    ticketStatuses: 'default',
    closedDays: 'default',
  }
  for (const key of contextKeys) {
    const [value, origin] = firstHit(key, env, chosen, key === 'dissuasionQueue' ? custom : undefined)
    if (value === undefined) continue
    values[key] = value
    origins[key] = origin
  }
  const problems = [...judge(values, origins, chosen.name), ...judgePaths(file)]
  if (problems.length > 0) throw usage(problems.join('; '))
  return {
    ...(values as Required<ContextSettings>),
    ...read(values),
    ...(!chosen.isDemo && {highAvailabilityFile: file?.highAvailabilityFile ?? HIGH_AVAILABILITY_FILE}),
    context: chosen.name,
    origins,
    ...(file && {configurationFile: file.path}),
  }
}

function firstHit(
  key: keyof ContextSettings,
  env: NodeJS.ProcessEnv,
  chosen: Chosen,
  custom: Hit | undefined,
): Hit | [undefined, string] {
  const variable = variables[key]
  const fromEnvironment = env[variable]
  if (fromEnvironment && (key !== 'databaseUrl' || chosen.name === variable)) return [fromEnvironment, variable]
  const fromContext = chosen.values[key]
  if (fromContext !== undefined) return [fromContext, chosen.origin]
  return custom ?? [undefined, '']
}

type Hit = [value: string, origin: string]

function chooseContext(
  flags: {context?: string | undefined},
  env: NodeJS.ProcessEnv,
  file: SettingsFile | undefined,
  forWriting: boolean,
): Chosen {
  const said = flags.context ?? (env.XIVOCTL_CONTEXT || undefined)
  if (said !== undefined) {
    if (env.XIVOCTL_DATABASE_URL) throw contradiction(flags.context === undefined ? 'XIVOCTL_CONTEXT' : '--context')
    return namedContext(said, env, file)
  }
  if (env.XIVOCTL_DATABASE_URL) return {name: variables.databaseUrl, origin: variables.databaseUrl, values: {}}
  return contextOfFile(env, file, forWriting)
}

export const contradiction = (what: string) =>
  usage(`${what} and XIVOCTL_DATABASE_URL both choose a XiVO`, {
    hints: [`leave one out, for example: unset XIVOCTL_DATABASE_URL`],
  })

function namedContext(name: string, env: NodeJS.ProcessEnv, file: SettingsFile | undefined): Chosen {
  const fromFile = file !== undefined && Object.hasOwn(file.contexts, name) ? file.contexts[name] : undefined
  if (fromFile) return {name, origin: `context '${name}' of ${file?.path}`, values: fromFile}
  const demo = readDemoContext(env, name)
  if (demo && !demoRuns(demoDirectory(env, name))) throw stoppedDemo(name)
  if (demo) return {name, origin: demoOrigin(name), values: demo, isDemo: true}
  throw name.includes(',') ? oneContext(name) : unknownContext(name, file, env)
}

/** Refuses a list of contexts where one is required. */
export const oneContext = (said: string) =>
  usage(`this command takes one context, not '${withoutPassword(said)}'`, {
    hints: ['run it once for each; only commands that read take several'],
  })

export function unknownContext(name: string, file: SettingsFile | undefined, env: NodeJS.ProcessEnv) {
  const known = [...new Set([...Object.keys(file?.contexts ?? {}), ...demoNames(env)])]
  const demo = known.length === 0 || name === 'demo'
  return usage(`no context named '${withoutPassword(name)}'`, {
    hints: [
      ...nameHints('contexts', name, known),
      ...(demo ? ["a demo, on sample data: 'xivoctl demo start', then --context demo"] : []),
    ],
  })
}

export const stoppedDemo = (name: string) =>
  unavailable(`the demo '${name}' is stopped`, {hints: [`xivoctl demo start ${name}`]})

/** The origin of a demo's settings. */
export const demoOrigin = (name: string) => `demo '${name}'`

function contextOfFile(env: NodeJS.ProcessEnv, file: SettingsFile | undefined, forWriting: boolean): Chosen {
  const names = Object.keys(file?.contexts ?? {})
  if (names.length === 0) throw nothingConfigured()
  const [first] = names
  const several = names.length > 1
  if (several && forWriting) throw sayWhich('a command that writes requires --context', names)
  const name = file?.defaultContext ?? (several ? undefined : first)
  if (name === undefined) throw sayWhich(`${file?.path} has several contexts and no defaultContext`, names)
  return namedContext(name, env, file)
}

const sayWhich = (message: string, names: string[]) =>
  usage(message, {hints: [`add --context with one of: ${names.join(', ')}`]})

const nothingConfigured = () =>
  usage('no XiVO is configured', {
    hints: [
      'configure it: xivoctl setup; or set XIVOCTL_DATABASE_URL, or write a context into ~/.config/xivoctl/config.json',
      "or try it on sample data: 'xivoctl demo start', then add --context demo",
    ],
  })

/** The default queue in XiVO's own environment file; the configuration names its variable. */
function customQueue(file: SettingsFile | undefined): Hit | undefined {
  const path = customEnvPath(file)
  const wanted = file?.dissuasionQueueVariable ?? variables.dissuasionQueue
  const value = readVariable(path, wanted)
  return value === undefined ? undefined : [value, `${wanted} in ${path}`]
}

/** The settings of a context that is not in a file yet. Reports all its problems at once. */
export function settingsOf(name: string, values: ContextSettings): Settings {
  const origins = Object.fromEntries(contextKeys.map((key) => [key, `context '${name}'`])) as Settings['origins']
  const all = {...defaults, ...values} as Required<ContextSettings>
  const problems = judge(all, origins, name)
  if (problems.length > 0) throw usage(problems.join('; '))
  return {...all, ...read(all), highAvailabilityFile: HIGH_AVAILABILITY_FILE, context: name, origins}
}

/** The settings that are not text once they are validated. */
const read = ({
  importLedgerDays,
  undoDays,
  historyDays,
  phoneCountry = '',
  ticketStatuses = '',
  closedDays = '',
}: ContextSettings) => ({
  importLedgerDays: Number(importLedgerDays),
  undoDays: Number(undoDays),
  historyDays: Number(historyDays),
  phoneCountry: parsePhoneCountry(phoneCountry) ?? 'none',
  ticketStatuses: parseTicketStatuses(ticketStatuses) ?? [],
  closedDays: closedDaysOf(closedDays) ?? 'off',
})

function judge(values: ContextSettings, origins: Settings['origins'], context: string): string[] {
  return [
    ...(values.databaseUrl === undefined
      ? [`the context '${context}' has no databaseUrl`]
      : databaseUrlProblems(values.databaseUrl).map((problem) => `${problem} (${origins.databaseUrl})`)),
    ...judgeSchema(values.databaseSchema ?? '', origins.databaseSchema),
    ...(['soundsDir', 'soundsAsteriskDir'] as const)
      .filter((key) => !isAbsolute(values[key] ?? ''))
      .map((key) => `${key} must be an absolute path, not '${values[key]}' (${origins[key]})`),
    ...(['importLedgerDays', 'undoDays', 'historyDays'] as const)
      .filter((key) => !/^\d{1,5}$/.test(values[key] ?? ''))
      .map((key) => `${key} must be a number of days, not '${values[key]}' (${origins[key]})`),
    ...(Number(values.historyDays) < LEAST_HISTORY_DAYS
      ? [`historyDays must be at least ${LEAST_HISTORY_DAYS}, not '${values.historyDays}' (${origins.historyDays})`]
      : []),
    ...(parsePhoneCountry(values.phoneCountry ?? '')
      ? []
      : [`phoneCountry must be a country such as FR, or none, not '${values.phoneCountry}' (${origins.phoneCountry})`]),
    ...(parseTicketStatuses(values.ticketStatuses ?? '')
      ? []
      : [
          `ticketStatuses must be different names, separated by commas, not '${values.ticketStatuses}' (${origins.ticketStatuses})`,
        ]),
    ...(closedDaysOf(values.closedDays ?? '')
      ? []
      : [
          `closedDays must be one of ${closedDaysRules.join(', ')}, not '${values.closedDays}' (${origins.closedDays})`,
        ]),
  ]
}

/** Relative paths would depend on the working directory. */
function judgePaths(file: SettingsFile | undefined): string[] {
  return (['customEnvFile', 'highAvailabilityFile', 'tokenFile'] as const)
    .filter((key) => file?.[key] !== undefined && !isAbsolute(file[key]))
    .map((key) => `${key} must be an absolute path, not '${file?.[key]}' (${file?.path})`)
}

function judgeSchema(schema: string, origin: string): string[] {
  if (/^(public|information_schema|pg_.*)$/.test(schema))
    return [`the schema '${schema}' belongs to PostgreSQL or XiVO: choose another (${origin})`]
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    return [`a schema name is at most 63 lower-case letters, digits and _, not '${schema}' (${origin})`]
  }
  return []
}
