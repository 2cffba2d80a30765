import {existsSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {homedir} from 'node:os'
import {join} from 'node:path'
import type {Command, Config} from '@oclif/core'

type CommandClass = typeof Command & {new (argv: string[], config: Config): {_run: () => Promise<unknown>}}

/** A command line that oclif would take apart like this: the words of a command, and what that command is given. */
interface Found {
  id: string
  file: string
  rest: string[]
}

const require = createRequire(import.meta.url)
const word = /^[a-z][a-z0-9-]*$/

/**
 * Runs a plain command line as oclif's `run` would, without what oclif loads to find out that it is one. Returns false,
 * with nothing done, where that could make a difference: help, unknown words, a theme, a request to debug.
 */
export async function runFast(root: string, argv: readonly string[]): Promise<boolean> {
  const found = findCommand(join(root, 'dist', 'commands'), argv)
  if (!found || asksForHelp(argv) || isUnusual(process.env)) return false
  const {default: Class} = require(found.file) as {default: CommandClass}
  if (!takes(Class, found.rest[0])) return false
  Class.id = found.id
  await new Class(found.rest, plainConfig(root))._run()
  return true
}

/** The build has a file for each command, where its words say. */
function findCommand(directory: string, argv: readonly string[]): Found | undefined {
  let path = directory
  let words = 0
  for (const next of argv) {
    const deeper = join(path, next)
    if (!word.test(next) || !(existsSync(`${deeper}.js`) || existsSync(deeper))) break
    path = deeper
    words++
  }
  const file = `${path}.js`
  if (words === 0 || !existsSync(file)) return undefined
  return {id: argv.slice(0, words).join(':'), file, rest: argv.slice(words)}
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? undefined : end).includes('--help')
}

/** Without arguments, a word that follows makes oclif look for another command. */
function takes({args, strict}: CommandClass, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('-') || next.includes('=')) return true
  return next !== '' && (!strict || Object.keys(args).length > 0)
}

function isUnusual(env: NodeJS.ProcessEnv): boolean {
  const configuration = env.XIVOCTL_CONFIG_DIR || join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'xivoctl')
  return Boolean(env.DEBUG || env.XIVOCTL_DEBUG) || existsSync(join(configuration, 'theme.json'))
}

/** What `Command` asks of oclif's configuration. No hook of ours is for lines that come here. */
function plainConfig(root: string): Config {
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const {name, version, oclif} = pjson
  const variable = (key: string) => `${oclif.bin}_${key}`.toUpperCase()
  const config: Partial<Config> = {
    root,
    pjson,
    name,
    version,
    bin: oclif.bin,
    dirname: oclif.dirname,
    topicSeparator: oclif.topicSeparator,
    userAgent: `${name}/${version} ${process.platform}-${process.arch} node-${process.version}`,
    commandIDs: [],
    findCommand: (() => undefined) as Config['findCommand'],
    scopedEnvVar: (key) => process.env[variable(key)],
    scopedEnvVarKey: variable,
    scopedEnvVarKeys: (key) => [variable(key)],
    runHook: async () => ({successes: [], failures: []}),
  }
  return config as Config
}
