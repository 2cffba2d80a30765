import {closeSync, fstatSync, writeSync} from 'node:fs'
import {Command, type Interfaces, run} from '@oclif/core'
import {usage} from '../../errors.ts'
import {watchOutput} from '../command/output.ts'
import {asAppError, report} from '../command/report.ts'
import {isDamaged} from '../escapes.ts'
import {runFast} from './fast-path.ts'
import {frontPage} from './front-page.ts'
import {spelled} from './spelling.ts'

process.once('exit', leaveLostTerminals)

/** Runs the command line of the program that is installed in this folder. */
export async function start(root: string): Promise<void> {
  await telling(async (argv) => {
    if (!(await runFast(root, argv))) await byOclif(argv, root)
  })
}

/** The same with oclif alone. */
export async function startByOclif(options: Interfaces.LoadOptions): Promise<void> {
  await telling((argv) => byOclif(argv, options))
}

async function byOclif(argv: string[], options: Interfaces.LoadOptions): Promise<void> {
  watchOutput(Command)
  await run(argv, options)
}

/** Reports errors outside a command (an unknown command, a broken installation) like any other error. */
async function telling(work: (argv: string[]) => Promise<unknown>): Promise<void> {
  const argv = spelled(process.argv.slice(2))
  process.once('exit', failUnfinished)
  try {
    if (argv.length === 0) showFrontPage()
    else await work(readable(argv))
  } catch (error) {
    if (isQuietExit(error)) return
    watchOutput()
    report(asAppError(error), {json: argv.includes('--json')})
  } finally {
    process.off('exit', failUnfinished)
  }
}

function showFrontPage(): void {
  watchOutput()
  console.log(frontPage())
}

function readable(argv: string[]): string[] {
  const damaged = argv.find(isDamaged)
  if (damaged === undefined) return argv
  throw usage(`the argument '${damaged}' is not UTF-8`, {
    hints: ['use a UTF-8 terminal; or give the uuid or id instead of a name, and - with < FILE instead of a file'],
  })
}

/** Node ends with 0 when nothing is left to wait for, even if the work is not done. */
function failUnfinished(code: number): void {
  if (code !== 0) return
  writeSync(2, 'error: the program ended before its work was done: this is a bug\n')
  process.exitCode = 1
}

/** Node would restore the modes of a terminal, and does not end with the exit code when that is gone. */
function leaveLostTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (fstatSync(descriptor).isCharacterDevice()) writeSync(descriptor, '')
    } catch {
      closeQuietly(descriptor)
    }
  }
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor)
  } catch {
    // It was closed before the program began.
  }
}

/** oclif's `--help` and `--version` end by throwing an error with exit code 0. */
function isQuietExit(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT'
}
