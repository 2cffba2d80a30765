import {PassThrough, type Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {outcomeUnknown, unavailable} from '../../errors.ts'
import {settleUnwritten} from '../../unwritten.ts'
import {dataPieces, dataText} from '../escapes.ts'
import {report} from './report.ts'

/** The shown result of a committed write; undefined as long as nothing has been written. */
let result: (() => string)[] | undefined
let lost: Error | undefined

/** From now on, if the result cannot be shown on stdout, stderr must report that the write was done, and its result. */
export function wasDone(): void {
  result ??= []
}

/** A part of the result, converted to text only when it is needed again. */
export function keepResult(part: () => string): void {
  result?.push(part)
}

/** Lets `work` write its data to stdout. */
export async function toStdout(work: (sink: Writable) => Promise<void>, {json = false} = {}): Promise<void> {
  if (!json && !process.stdout.isTTY) return work(process.stdout)
  const sink = new PassThrough()
  const shown = pipeline(sink, (pieces) => dataPieces(pieces, {json}), process.stdout, {end: false})
  try {
    await Promise.all([shown, work(sink).then(() => sink.end())])
  } catch (error) {
    settleUnwritten(error)
  }
}

/**
 * Handles errors of stdout and stderr. A reader that stopped (`| head`) is not a failure; a full disk is. A failure is reported at the
 * very end, because its meaning depends on what has been done until then. Replaces oclif's own listener, which throws where nothing
 * can catch the error. oclif adds that listener when it loads a command, so the loader passes the command.
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
  if (!result) return
  const text = shortened(result.map((part) => `${part()}\n`).join(''))
  process.stderr.write(dataText(text, {stream: process.stderr}))
}

/** The result may be very long, such as a deleted list with all its requests. */
const MOST_CHARACTERS = 16_384

const shortened = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n…\n` : text)
