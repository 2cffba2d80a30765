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
    const response = await fetch(`${base}/users`, {redirect: 'manual', signal: controller.signal})
    if (response.status === 401) return !isOurs(await beginning(response))
    await response.body?.cancel()
    return response.status === 200 || response.status === 403
  } catch {
    return false
  } finally {
    clearTimeout(timer)
    stop.removeEventListener('abort', giveUp)
  }
}

async function beginning(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
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
