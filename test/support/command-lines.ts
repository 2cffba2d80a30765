import {spawn} from 'node:child_process'
import {text} from 'node:stream/consumers'
import {fileURLToPath} from 'node:url'
import {build, type Ended} from './binary.ts'

const driver = fileURLToPath(new URL('command-lines.cjs', import.meta.url))

interface Ran {
  ends: (Ended & {line: string})[]
  /** The paths of the loaded files. */
  loaded: string[]
}

export interface Surroundings {
  env?: Record<string, string>
  cwd?: string
  /** Is the working directory removed before the program starts? */
  isGone?: boolean
}

/** Runs all lines in one process of the program. */
export async function runLines(
  way: 'start' | 'startByOclif',
  lines: readonly (readonly string[])[],
  {env, cwd, isGone = false}: Surroundings = {},
): Promise<Ran> {
  const program = [process.execPath, driver, await build(), way]
  const removing = ['sh', '-c', 'gone=$(mktemp -d) && cd "$gone" && rmdir "$gone" && exec "$@"', 'sh']
  const [command = '', ...argv] = isGone ? [...removing, ...program] : program
  const child = spawn(command, argv, {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', ...env},
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(lines))
  return JSON.parse(await text(child.stdout))
}
