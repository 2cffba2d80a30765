import {randomUUID} from 'node:crypto'
import type {FastifyBaseLogger} from 'fastify'
import {begin, type Context, translated} from '../context.ts'
import {AppError} from '../errors.ts'
import {doWhatIsDue} from '../services/dissuasion/overrides.ts'

const MINUTE = 60_000
/** Soon enough for overrides with a time, but not run by a server that is stopped at once. */
const FIRST_MS = 10_000

/** Starts and ends overrides every minute, until the returned function is called. What fails is logged once, and tried again. */
export function keepTimes(context: Context, log: FastifyBaseLogger): () => Promise<void> {
  let underway: Promise<void> = Promise.resolve()
  let failure: string | undefined
  const once = async () => {
    const work = begin(context, {
      run: {uuid: randomUUID(), changes: 0, channel: 'cron', asked: 'dissuasion end-override --due'},
    })
    try {
      const {result} = await doWhatIsDue(work)
      const ids = (rows: readonly {id: number}[]) => rows.map(({id}) => id)
      if (result.started.length + result.ended.length > 0) {
        log.info({started: ids(result.started), ended: ids(result.ended)}, 'overrides')
      }
      failure = undefined
    } catch (thrown) {
      const error = translated(work, thrown)
      const code = error instanceof AppError ? error.code : 'UnhandledError'
      if (code !== failure) log.warn({code, err: error}, 'overrides with a time are neither started nor ended')
      failure = code
    }
  }
  const next = () => {
    underway = underway.then(once)
  }
  const first = setTimeout(next, FIRST_MS)
  const timer = setInterval(next, MINUTE)
  return () => {
    clearTimeout(first)
    clearInterval(timer)
    return underway
  }
}
