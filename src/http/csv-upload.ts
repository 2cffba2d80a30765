import {createHash} from 'node:crypto'
import type {IncomingMessage} from 'node:http'
import {AppError, invalidCsv, usage} from '../errors.ts'
import {hasSurplus} from './client-errors.ts'
import {untilStopped} from './uploads.ts'

/** A body on its way in, which is whole or nothing. */
export interface Upload {
  /** Its bytes as they come; throws when they are too many, or when the client goes away before the last one. */
  bytes: AsyncIterable<Uint8Array>
  /** Of all its bytes, in hex: reads what is left of them. */
  digest: () => Promise<string>
  hasLineEnd: () => boolean
}

interface Limits {
  /** Of the body, in bytes. */
  longest: number
  stop: AbortSignal
}

/** Hands on what `work` makes of the body of a request, and tells `curl -d @file`, which takes the line ends out, what it did. */
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
    // The client hears the answer when all that it sends is taken.
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

/** Throws when the client went away before the end, even if what came is well formed. */
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
      hints: ['send it in parts', 'the server takes longer ones when it is started with a higher csv limit'],
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
