import {unavailable} from '../errors.ts'
import {report} from './report.ts'

let done = ''

/** From now on, whoever cannot be told the result must be told that this was done. */
export function wasDone(what: string): void {
  done = `${what}, but `
}

/**
 * Minds what happens to the output. A reader that went away (`| head`) is no failure; a full disk is one.
 * Takes the place of oclif's own listener, which throws where nobody can catch; that one is there once a command is loaded,
 * which is why whoever loads one hands it over.
 */
export function watchOutput(_command?: unknown): void {
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    report(unavailable(`${done}the result could not be written: ${error.message}`), {json: false})
  })
  process.stderr.on('error', () => {})
}
