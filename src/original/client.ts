import {AppError, invalid, invalidJson, unavailable} from '../errors.ts'

/** XiVO's own configuration server, or a compatible one. */
export interface Original {
  /** The base URL of its API, without a trailing slash. */
  base: string
  token: string
}

export interface Limits {
  /** The maximum silence. */
  silenceMs: number
  /** The maximum time for a whole answer. */
  answerMs: number
  /** The maximum size of an answer. */
  bytes: number
}

const usualLimits: Limits = {silenceMs: 30_000, answerMs: 600_000, bytes: 128 * 1024 * 1024}

/** The answer to `GET path`; `find` returns undefined for 404. */
export interface Reader {
  get: (path: string) => Promise<unknown>
  find: (path: string) => Promise<unknown>
}

/** Lets `work` query the original. Cancels outstanding requests when it ends. */
export async function whileReading<T>(
  original: Original,
  stop: AbortSignal,
  limits: Limits = usualLimits,
  work: (reader: Reader) => Promise<T>,
): Promise<T> {
  const over = new AbortController()
  const end = () => over.abort()
  if (stop.aborted) end()
  else stop.addEventListener('abort', end)
  try {
    return await work(readerOf(original, over.signal, limits))
  } finally {
    stop.removeEventListener('abort', end)
    end()
  }
}

/** Sends only GET requests. An answer that is not complete, in time and JSON is an error, which does not quote the answer. */
function readerOf(original: Original, stop: AbortSignal, limits: Limits): Reader {
  const find = async (path: string) => {
    const answer = await request(original, path, stop, limits)
    return answer === undefined ? undefined : parse(answer, `GET ${original.base}${path}`)
  }
  return {
    find,
    get: async (path) => {
      const value = await find(path)
      if (value === undefined) throw stranger(`GET ${original.base}${path} answered 404`)
      return value
    },
  }
}

async function request({base, token}: Original, path: string, stop: AbortSignal, limits: Limits) {
  const what = `GET ${base}${path}`
  const patience = new Patience(stop, limits)
  try {
    const response = await fetch(`${base}${path}`, {
      headers: {accept: 'application/json', 'x-auth-token': token},
      // A followed redirect would send the token to another server.
      redirect: 'manual',
      signal: patience.signal,
    })
    patience.heard()
    if (response.ok) return await whole(response, patience, limits.bytes, what)
    await response.body?.cancel()
    if (response.status === 404) return undefined
    throw refusal(response, what)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw failure(patience.lost ?? reasonOf(error), what, error)
  } finally {
    patience.end()
  }
}

/** Gives up on an original that is silent, or whose answer never ends. */
class Patience {
  readonly #controller = new AbortController()
  readonly #stop: AbortSignal
  readonly #silenceMs: number
  readonly #whole: NodeJS.Timeout
  readonly #onStop = () => this.#controller.abort()
  #silence: NodeJS.Timeout
  /** The reason for giving up. */
  lost: string | undefined

  constructor(stop: AbortSignal, {silenceMs, answerMs}: Limits) {
    this.#stop = stop
    this.#silenceMs = silenceMs
    this.#silence = this.#wait(silenceMs, `no data for ${silenceMs / 1000} s`)
    this.#whole = this.#wait(answerMs, `not complete after ${answerMs / 1000} s`)
    if (stop.aborted) this.#onStop()
    else stop.addEventListener('abort', this.#onStop)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  heard(): void {
    clearTimeout(this.#silence)
    this.#silence = this.#wait(this.#silenceMs, `no data for ${this.#silenceMs / 1000} s`)
  }

  end(): void {
    clearTimeout(this.#silence)
    clearTimeout(this.#whole)
    this.#stop.removeEventListener('abort', this.#onStop)
  }

  #wait(milliseconds: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.lost = reason
      this.#controller.abort()
    }, milliseconds)
  }
}

async function whole(response: Response, patience: Patience, longest: number, what: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    patience.heard()
    bytes += piece.length
    if (bytes > longest) throw unavailable(`${what}: the answer is longer than ${longest} bytes, and was aborted`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function refusal({status, headers}: Response, what: string): AppError {
  if (status === 401 || status === 403) {
    return new AppError('refused', 'Unauthorized', `${what} answered ${status}: the original rejects this token`, {
      hints: [
        'its token is PLAY_AUTH_TOKEN in /etc/docker/xivo/custom.env of the XiVO, or authentication.token in its application.conf',
      ],
    })
  }
  if (status >= 500 || status === 429) return unavailable(`${what} answered ${status}: nothing was written`)
  const location = headers.get('location')
  return stranger(`${what} answered ${status}`, location === null ? [] : [`it points at ${location}`])
}

const stranger = (message: string, hints: string[] = []) =>
  invalid(`${message}: this is not a configuration server`, {
    hints: [...hints, 'the address is HOST:PORT, or ends in /configmgt/api/1.0'],
  })

const failure = (reason: string, what: string, cause: unknown) =>
  unavailable(`${what}: no complete answer from the original: ${reason}`, {cause})

/** The message of fetch is only "fetch failed"; the reason is in its cause. */
function reasonOf(error: unknown): string {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return first instanceof Error ? first.message : String(first)
}

/** Does not quote the unreadable text: it may contain customers' data. */
function parse(answer: Buffer, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(answer))
  } catch {
    throw invalidJson(`${what} did not answer JSON in UTF-8`, {
      hints: ['is that the address of a configuration server?'],
    })
  }
}
