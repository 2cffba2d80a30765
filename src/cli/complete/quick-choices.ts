import type {Choice, ChoiceKind} from '../../services/choices.ts'
import {askedFile, readSettingsFile, withoutPassword} from '../../settings/file.ts'
import {loadSettings, type Settings} from '../../settings/load.ts'
import {demoNames} from '../../settings/state.ts'
import {cachedChoices, type Entry, keepChoices} from './choice-cache.ts'
import {keepNames} from './names-file.ts'

const PATIENCE_MS = 1000

interface Server {
  context?: string | undefined
  config?: string | undefined
}

/** The choices of a kind, for a waiting user: at most a minute old, and none after one second. */
export async function quickChoices(
  server: Server,
  env: NodeJS.ProcessEnv,
  kind: ChoiceKind,
  queue?: string,
): Promise<Choice[]> {
  const settings = loadSettings(server, env)
  const {context, databaseUrl, databaseSchema, soundsDir, dissuasionQueue = ''} = settings
  const of = kind === 'sound' ? [soundsDir, dissuasionQueue, queue ?? ''] : []
  const words = [context, withoutPassword(databaseUrl), databaseSchema, kind, ...of]
  const cached = cachedChoices(env, words)
  const entry = cached ?? (await query(settings, kind, queue))
  if (!cached) keepChoices(env, words, entry)
  if (entry.choices) keepNames(server, env, kind, entry)
  return entry.choices ?? []
}

async function query(settings: Settings, kind: ChoiceKind, queue: string | undefined): Promise<Entry> {
  const at = Date.now()
  const choices = await ask(settings, kind, queue).catch(() => undefined)
  return {at, ...(choices && {choices})}
}

/** Loads the code for the database on demand. */
async function ask(settings: Settings, kind: ChoiceKind, queue: string | undefined): Promise<Choice[]> {
  const stop = new AbortController()
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => {
      stop.abort('SIGTERM')
      reject(new Error('too late'))
    }, PATIENCE_MS).unref()
  })
  const asked = askServer(settings, stop.signal, kind, queue)
  asked.catch(() => {})
  return Promise.race([asked, tooLate])
}

async function askServer(settings: Settings, stop: AbortSignal, kind: ChoiceKind, queue: string | undefined) {
  const [{withContext}, {choicesOf}] = await Promise.all([
    import('../../context.ts'),
    import('../../services/choices.ts'),
  ])
  const options = {connections: 1, patienceMs: PATIENCE_MS, limits: {statementMs: PATIENCE_MS, lockMs: PATIENCE_MS}}
  return withContext(settings, stop, (context) => choicesOf(context, kind, queue), options)
}

/** The first of several contexts, which are separated by commas. */
export const firstContext = (said: string) => said.split(',')[0] ?? said

/** Is the XiVO given explicitly? Otherwise the configuration file determines it. */
export const saysWhichXivo = ({context}: Server, env: NodeJS.ProcessEnv) =>
  Boolean(context ?? (env.XIVOCTL_CONTEXT || env.XIVOCTL_DATABASE_URL))

/** The contexts of the configuration file, and the demos. */
export function contextChoices({config}: Server, env: NodeJS.ProcessEnv): Choice[] {
  const file = readSettingsFile(askedFile(config, env), env)
  const contexts = Object.keys(file?.contexts ?? {})
  const about = (name: string) => (name === file?.defaultContext ? 'the default' : '')
  const choices = [
    ...contexts.map((value) => ({value, description: about(value)})),
    ...demoNames(env)
      .filter((name) => !contexts.includes(name))
      .map((value) => ({value, description: 'a demo'})),
  ]
  keepNames({config}, env, 'context', {at: Date.now(), choices})
  return choices
}
