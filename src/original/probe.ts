import type {IncomingMessage} from 'node:http'

/** Enough for a server on this host, without a long wait for the user. */
const PATIENCE_MS = 1000
const LONGEST_REFUSAL = 64 * 1024

/** Does a configuration server other than our own `serve` answer there, in time? Sends no token. */
export async function originalAnswers(base: string, stop: AbortSignal): Promise<boolean> {
  const controller = new AbortController()
  const giveUp = () => controller.abort()
  const timer = setTimeout(giveUp, PATIENCE_MS)
  stop.addEventListener('abort', giveUp)
  try {
    const response = await answer(`${base}/users`, controller.signal)
    if (response.statusCode === 401) return !isOurs(await beginning(response))
    response.destroy()
    return response.statusCode === 200 || response.statusCode === 403
  } catch {
    return false
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', giveUp)
  }
}

/** Not by fetch, which takes 20 ms to load. */
async function answer(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  const {get} = await (url.startsWith('https:') ? import('node:https') : import('node:http'))
  return new Promise((resolve, reject) => {
    get(url, {signal, agent: false}, resolve).on('error', reject)
  })
}

async function beginning(response: IncomingMessage): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes > LONGEST_REFUSAL) break
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Only our error documents have hints; their other fields are the original's. */
function isOurs(refusal: string): boolean {
  try {
    const {error, hints} = JSON.parse(refusal) as {error?: unknown; hints?: unknown}
    return error === 'Unauthorized' && Array.isArray(hints)
  } catch {
    return false
  }
}
