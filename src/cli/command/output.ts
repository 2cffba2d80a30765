import {outcomeUnknown, unavailable} from '../../errors.ts'
import {report} from './report.ts'

/** The result of what was done for good, as it was shown; undefined as long as nothing was written. */
let result: (() => string)[] | undefined
let lost: Error | undefined

/** From now on, whoever cannot be shown the result on stdout must learn on stderr that it was done, and what was made. */
export function wasDone(): void {
  result ??= []
}

/** A part of the result, which is made a text only when it is needed once more. */
export function keepResult(part: () => string): void {
  result?.push(part)
}

/**
 * Minds what happens to the output. A reader that went away (`| head`) is no failure; a full disk is one.
 * It is told at the very end: what is done until then decides what it means.
 * Takes the place of oclif's own listener, which throws where nobody can catch; that one is there once a command is loaded,
 * which is why whoever loads one hands it over.
 */
export function watchOutput(_command?: unknown): void {
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || lost) return
    lost = error
    process.once('exit', tellLoss)
  })
  process.stderr.on('error', () => {})
}

function tellLoss(): void {
  const reason = `the result could not be written: ${lost?.message}`
  report(result ? outcomeUnknown(`done, but ${reason}`) : unavailable(reason), {json: false})
  if (result) process.stderr.write(shortened(result.map((part) => `${part()}\n`).join('')))
}

/** A deleted list with all its requests may be too long to print. */
const MOST_CHARACTERS = 16_384

const shortened = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n…\n` : text)
