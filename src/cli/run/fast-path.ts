import {existsSync, readFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import type {Config} from '@oclif/core'
import {watchOutput} from '../command/output.ts'
import {configForCommand, configForHelp, userAgent} from './plain-config.ts'
import {asksForHelp} from './spelling.ts'

interface CommandClass {
  new (argv: string[], config: Config): {_run: () => Promise<unknown>}
  id: string
  strict: boolean
  args: Record<string, unknown>
}

/** A command line as oclif takes it apart: the words of a command, and what that command is given. */
interface Found {
  id: string
  file: string
  rest: string[]
}

const word = /^(?!index$)[a-z][a-z0-9-]*$/

/**
 * Does what oclif's `run` would do with a plain command line, without what oclif loads to find that out. Returns false,
 * with nothing done, for every other: unknown words, a topic alone, surroundings that oclif looks at.
 */
export async function runFast(root: string, argv: string[]): Promise<boolean> {
  if (areUnusual(process.env)) return false
  if (argv[0] === '--version') {
    console.log(userAgent(root))
    return true
  }
  if (asksForHelp(argv)) {
    const {default: CommandHelp} = await import('./help.ts')
    await new CommandHelp(configForHelp(root)).showHelp(argv)
    return true
  }
  const found = findCommand(join(root, 'dist', 'commands'), argv)
  if (!found) return false
  const {default: Class} = (await import(found.file)) as {default: CommandClass}
  if (!takes(Class, found.rest[0])) return false
  watchOutput(Class)
  Class.id = found.id
  await new Class(found.rest, configForCommand(root))._run()
  return true
}

/** The build has a file for each command, where its words say; a topic that is a command as well is an `index`. */
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

/** After a command that has no arguments, another word makes oclif look for another command. */
function takes({args, strict}: CommandClass, next: string | undefined): boolean {
  if (next === undefined || next.startsWith('-') || next.includes('=')) return true
  return !strict || Object.keys(args).length > 0
}

/** Debugging, a theme for oclif's colours, and Linux inside Windows, which oclif calls otherwise. */
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
