import {type Interfaces, run} from '@oclif/core'
import {watchOutput} from './output.ts'
import {asAppError, report} from './report.ts'

/** Runs the command line; whatever escapes a command (an unknown command, a broken installation) is told like any other error. */
export async function start(options: Interfaces.LoadOptions): Promise<void> {
  const argv = process.argv.slice(2)
  watchOutput()
  try {
    await run(argv, options)
  } catch (error) {
    if (isQuietExit(error)) return
    report(asAppError(error), {json: argv.includes('--json')})
  }
}

/** `--help` and `--version` of oclif end in an error that is none. */
function isQuietExit(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIT'
}
