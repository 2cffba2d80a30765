import {readdirSync, readFileSync, realpathSync} from 'node:fs'
import {homedir} from 'node:os'
import {dirname, join} from 'node:path'
import type {ContextSettings} from './file.ts'

const ROOTS = '/var/lib/xivoctl'

/** The directory of the demos. For root it is outside /root, so that PostgreSQL, which runs as another user, can enter it. */
export function stateDirectory(env: NodeJS.ProcessEnv): string {
  if (env.XIVOCTL_STATE_DIR) return env.XIVOCTL_STATE_DIR
  if (isRoot()) return ROOTS
  return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state'), 'xivoctl')
}

/** A remark for root, who would expect it below HOME. */
export const stateRemark = (env: NodeJS.ProcessEnv): string | undefined =>
  isRoot() && !env.XIVOCTL_STATE_DIR
    ? `root's demos are in ${ROOTS}, not in HOME, because PostgreSQL runs as another user; XIVOCTL_STATE_DIR chooses another directory`
    : undefined

const isRoot = () => process.getuid?.() === 0

export const demoDirectory = (env: NodeJS.ProcessEnv, name: string) => join(stateDirectory(env), 'demo', name)

export const demoContextFile = (directory: string) => join(directory, 'context.json')

export const isDemoName = (name: string) => /^[a-z0-9-]+$/.test(name)

/** All demos, sorted by name. */
export function demoNames(env: NodeJS.ProcessEnv): string[] {
  try {
    return readdirSync(dirname(demoDirectory(env, 'any')))
      .filter(isDemoName)
      .sort()
  } catch {
    return []
  }
}

/** The context that `demo start` wrote for a demo, running or stopped; undefined when there is no such demo. */
export function readDemoContext(env: NodeJS.ProcessEnv, name: string): ContextSettings | undefined {
  if (!isDemoName(name)) return undefined
  try {
    return JSON.parse(readFileSync(demoContextFile(demoDirectory(env, name)), 'utf8')) as ContextSettings
  } catch {
    return undefined
  }
}

/** Is the server of a demo running? After a crash or a reboot, its files name an ended process, or an unrelated one. */
export function demoRuns(directory: string): boolean {
  try {
    const data = join(realpathSync(directory), 'data')
    const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    if (process.platform !== 'linux') return process.kill(Number(pid), 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data)
  } catch {
    return false
  }
}
