import {PassThrough, type Writable} from 'node:stream'
import type {Context} from '../../context.ts'
import {loadSettings} from '../../settings/load.ts'
import {settleUnwritten} from '../../unwritten.ts'
import type {ServerFlags} from '../command/base-command.ts'
import {asAppError} from '../command/report.ts'
import {withXivo} from '../command/with-xivo.ts'
import {stopOnSignals} from '../run/signals.ts'

/** The answer of a XiVO, piece by piece. An error is thrown to the reader. */
export interface Source<P extends Piece = string> {
  /** Omitted when only one XiVO is queried. */
  context?: string | undefined
  pieces: AsyncIterable<P>
}

/** Bytes are UTF-8. */
export type Piece = string | Uint8Array

/** The maximum number of pieces that wait for the reader. */
const WAITING_PIECES = 2

/** Queries one XiVO, or several at the same time, for answers that may be larger than memory. The queries end with `use`. */
export async function withSources<T, P extends Piece>(
  flags: ServerFlags,
  contexts: readonly string[] | undefined,
  write: (context: Context, sink: Writable) => Promise<void>,
  use: (sources: Source<P>[]) => Promise<T>,
): Promise<T> {
  const stop = stopOnSignals()
  const open = (context?: string) => {
    const sink = new PassThrough({objectMode: true, highWaterMark: WAITING_PIECES})
    // Thrown to the reader later, at the turn of this source.
    sink.on('error', () => {})
    const asking = async () => {
      const settings = loadSettings({...flags, ...(context !== undefined && {context})}, process.env)
      const about = context === undefined ? '' : `${context}: `
      await withXivo(settings, stop.signal, (xivo) => write(xivo, sink), about)
    }
    const asked = asking().then(
      () => void sink.end(),
      (thrown) => void sink.destroy(asAppError(thrown)),
    )
    return {context, pieces: sink, asked}
  }
  const sources = contexts === undefined ? [open()] : contexts.map(open)
  try {
    return await use(sources)
  } finally {
    for (const {pieces} of sources) pieces.destroy()
    await Promise.all(sources.map(({asked}) => asked))
    stop.release()
  }
}

/** Writes the result at the pace of its reader, without buffering it. False when the reader has stopped. */
export async function writeOut(pieces: AsyncIterable<Piece>): Promise<boolean> {
  try {
    for await (const piece of pieces) await written(piece)
    return true
  } catch (error) {
    settleUnwritten(error)
    return false
  }
}

const written = (piece: Piece) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(piece, (error) => (error ? reject(error) : resolve()))
  })
