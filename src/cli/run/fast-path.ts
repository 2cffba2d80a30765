import {existsSync, readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import type {Config} from '@oclif/core'
import {watchOutput} from '../command/output.ts'
import {storedPage} from './help-page.ts'
import {configForCommand, configForHelp, userAgent} from './plain-config.ts'
import {asksForHelp} from './spelling.ts'

interface CommandClass {
  new (argv: string[], config: Config): {_run: () => Promise<unknown>}
  id: string
  strict: boolean
  args: Record<string, unknown>
}

/** A command line, parsed as oclif does: the id of the command, and the words that it receives. */
interface Found {
  id: string
  file: string
  rest: string[]
}

const word = /^(?!index$)[a-z][a-z0-9-]*$/

/**
 * Runs an ordinary command line as oclif's `run` would, without loading oclif's own code for that. Does nothing and returns false in
 * all other cases: unknown words, a topic alone, an environment that oclif treats specially.
 */
export async function runFast(root: string, argv: string[]): Promise<boolean> {
  if (areUnusual(process.env)) return false
  const found = asksForHelp(argv) ? undefined : findCommand(join(root, 'dist', 'commands'), argv)
  if (found) return runCommand(root, found)
  watchOutput()
  if (argv[0] === '--version') {
    console.log(userAgent(root))
    return true
  }
  const page = storedPage(root, argv, process.env)
  if (page !== undefined) {
    process.stdout.write(page)
    return true
  }
  if (asksForHelp(argv)) {
    const {default: CommandHelp} = await import('./help.ts')
    await new CommandHelp(configForHelp(root)).showHelp(argv)
    return true
  }
  return false
}

async function runCommand(root: string, {id, file, rest}: Found): Promise<boolean> {
  const {connectAhead} = await import('./ahead.ts')
  const drop = await connectAhead(id, rest, process.env)
  watchOutput()
  try {
    const {default: Class} = (await import(file)) as {default: CommandClass}
    if (!takes(Class, rest[0])) return false
    watchOutput(Class)
    Class.id = id
    await new Class(rest, configForCommand(root))._run()
    return true
  } finally {
    drop()
  }
}

/** The words of a command are the path of its file in the build. A topic that is also a command is an `index`. */
function findCommand(directory: string, argv: readonly string[]): Found | undefined {
  let path = directory
  let words = 0
  for (const next of argv) {
    const deeper = join(path, next)
    if (!word.test(next) || !(existsSync(`${deeper}.js`) || existsSync(deeper))) break
    path = deeper
    words++
  }
  if (words === 0) return undefined
  const file = [`${path}.js`, join(path, 'index.js')].find((each) => existsSync(each))
  return file === undefined ? undefined : {id: argv.slice(0, words).join(':'), file, rest: argv.slice(words)}
}

/** Another word after a command without arguments makes oclif look for another command. */
function takes({args, strict}: CommandClass, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('-') || next.includes('=')) return true
  return !strict || Object.keys(args).length > 0
}

/** Debugging, a theme for oclif's colours, and Windows with or without WSL, which oclif treats differently. */
function areUnusual(env: NodeJS.ProcessEnv): boolean {
  const own = join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'xivoctl')
  return Boolean(
    env.DEBUG || env.XIVOCTL_DEBUG || existsSync(join(env.XIVOCTL_CONFIG_DIR || own, 'theme.json')) || insideWindows(),
  )
}

function insideWindows(): boolean {
  if (process.platform !== 'linux') return process.platform === 'win32'
  const marks = ['/proc/sys/fs/binfmt_misc/WSLInterop', '/run/WSL']
  try {
    return marks.some((path) => existsSync(path)) || /microsoft/i.test(readFileSync('/proc/version', 'utf8'))
  } catch {
    return false
  }
}
