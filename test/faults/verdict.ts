import {setTimeout as sleep} from 'node:timers/promises'
import type {ImportOptions, Session} from './product.ts'
import {LIST} from './truth.ts'

const HANG_MS = 20_000

/** What became of a file, in what a caller of the service can see. */
export interface Verdict {
  code: number
  imported: number
  skipped: number
  rejected: number
  blankLines: number
  /** Everything that was said, but for the run's number. */
  said: string
  /** What was thrown that is no refusal of the file. */
  failure?: unknown
}

/** Imports a file, or rehearses it; never longer than it may take. */
export async function judge(
  session: Session,
  {bytes, ...options}: {bytes: Buffer} & ImportOptions,
  more: Extra,
): Promise<Verdict> {
  const none = {imported: 0, skipped: 0, rejected: 0, blankLines: 0}
  const hang = new AbortController()
  try {
    const report = await Promise.race([
      session.load(LIST, bytes, {...options, ...more}),
      sleep(HANG_MS, undefined, {signal: hang.signal}).then(() => Promise.reject(new Error('hangs'))),
    ])
    const {imported, skipped, rejected, blankLines, errors = [], created} = report
    const said = JSON.stringify({errors, created})
    return {code: rejected > 0 ? 9 : 0, imported, skipped, rejected, blankLines, said}
  } catch (failure) {
    const {kind, code, message, hints, problems} = failure as Record<string, unknown>
    if (kind !== 'invalid' || typeof message !== 'string') return {...none, code: 1, said: String(failure), failure}
    return {...none, code: 3, said: JSON.stringify({code, message, hints, problems})}
  } finally {
    hang.abort()
  }
}

interface Extra {
  dryRun?: boolean
  createFor?: string
}
