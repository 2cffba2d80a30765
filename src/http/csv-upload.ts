import {createHash} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {AppError, invalidCsv, usage} from '../errors.ts'
import {hasSurplus} from './client-errors.ts'
import {untilStopped} from './uploads.ts'

/** A streamed body; one that ends early is an error. */
export interface Upload {
  /** The bytes as they arrive; throws when there are too many, or when the client disconnects before the end. */
  bytes: AsyncIterable<Uint8Array>
  /** SHA-256 of the body, in hex; reads the rest of the body. */
  digest: () => Promise<string>
  hasLineEnd: () => boolean
}

interface Limits {
  /** The maximum size of the body, in bytes. */
  longest: number
  stop: AbortSignal
}

/** Runs `work` on the body of a request. Detects `curl -d @file`, which removes the line ends, and explains it. */
export async function uploaded<T>(
  body: unknown,
  {longest, stop}: Limits,
  work: (upload: Upload) => Promise<T>,
): Promise<T> {
  if (!isStream(body)) throw usage('the body must be the CSV, as text/plain')
  const upload = receive(body, {longest, stop})
  try {
    return await work(upload)
  } catch (error) {
    throw withCurlHint(error, upload)
  } finally {
    // The client reads the answer only when its whole body was read.
    body.resume()
  }
}

function receive(body: IncomingMessage, {longest, stop}: Limits): Upload {
  const hash = createHash('sha256')
  let received = 0
  let hasLineEnd = false
  async function* pieces() {
    if (Number(body.headers['content-length']) > longest) throw new TooLarge(longest)
    for await (const chunk of wholly(body, stop)) {
      received += chunk.length
      if (received > longest) throw new TooLarge(longest)
      hash.update(chunk)
      hasLineEnd ||= chunk.includes('\n')
      yield chunk
    }
  }
  const bytes = pieces()
  return {
    bytes,
    digest: async () => {
      for await (const _ of bytes);
      return hash.digest('hex')
    },
    hasLineEnd: () => hasLineEnd,
  }
}

/** Throws when the client disconnected before the end, even if the received part is well formed. */
async function* wholly(body: IncomingMessage, stop: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* untilStopped(body, stop)
  } catch (error) {
    throw stop.aborted ? error : brokenOff(error)
  }
  if (!body.complete) throw brokenOff()
  if (hasSurplus(body)) throw tooLittleSaid()
}

const brokenOff = (cause?: unknown) => invalidCsv('the upload ended early: nothing was imported', {cause})

const tooLittleSaid = () =>
  invalidCsv('the body is longer than its Content-Length: nothing was imported', {
    hints: ['Content-Length counts bytes; an accented letter has several'],
  })

class TooLarge extends AppError {
  readonly statusCode = 413

  constructor(longest: number) {
    super('invalid', 'InvalidRequest', `the body is longer than ${longest} bytes: nothing was imported`, {
      hints: ['send it in parts', 'the administrator of this server can raise its limit (csv-limit)'],
    })
  }
}

function withCurlHint(error: unknown, {hasLineEnd}: Upload): unknown {
  if (!(error instanceof AppError) || error.code !== 'InvalidCsv' || hasLineEnd()) return error
  const hints = [
    ...error.hints,
    "the body is one line: 'curl -d @file' removes the line ends; its option data-binary keeps them",
  ]
  return new AppError(error.kind, error.code, error.message, {hints, problems: error.problems, cause: error})
}

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body
