import {unavailable} from '../errors.ts'
import {report} from './report.ts'

/**
 * Minds what happens to the output. A reader that went away (`| head`) is no failure; a full disk is one.
 * Takes the place of oclif's own listener, which throws where nobody can catch.
 */
export function watchOutput(): void {
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    report(unavailable(`the result could not be written: ${error.message}`), {json: false})
  })
  process.stderr.on('error', () => {})
}
