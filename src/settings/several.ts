import {usage} from '../errors.ts'
import {askedFile, readSettingsFile, type SettingsFile} from './file.ts'
import {contradiction, unknownContext} from './load.ts'
import {readDemoContext} from './state.ts'

interface Asked {
  context?: string | undefined
  config?: string | undefined
  'all-contexts'?: boolean | undefined
}

/** The selected contexts when there are several; undefined for a single one. Refuses unknown names before any query. */
export function severalContexts(flags: Asked, env: NodeJS.ProcessEnv): string[] | undefined {
  const said = flags.context ?? (env.XIVOCTL_CONTEXT || undefined)
  const all = flags['all-contexts'] === true
  if (!all && !said?.includes(',')) return undefined
  const file = readSettingsFile(askedFile(flags.config, env), env)
  if (!all && isOfFile(said ?? '', file)) return undefined
  if (env.XIVOCTL_DATABASE_URL) throw contradiction(sourceOf(flags))
  return all ? everyContext(file) : known(said ?? '', file, env)
}

const sourceOf = (flags: Asked) =>
  flags['all-contexts'] ? '--all-contexts' : flags.context === undefined ? 'XIVOCTL_CONTEXT' : '--context'

function everyContext(file: SettingsFile | undefined): string[] {
  const names = Object.keys(file?.contexts ?? {})
  if (names.length > 0) return names
  throw usage('no configuration file holds a context', {
    hints: ['write one into ~/.config/xivoctl/config.json; to query a demo, name it: --context demo'],
  })
}

function known(list: string, file: SettingsFile | undefined, env: NodeJS.ProcessEnv): string[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))]
  const unknown = names.find((name) => !isOfFile(name, file) && !readDemoContext(env, name))
  if (unknown !== undefined) throw unknownContext(unknown, file, env)
  return names
}

const isOfFile = (name: string, file: SettingsFile | undefined) =>
  file !== undefined && Object.hasOwn(file.contexts, name)
