import {type Context, withContext} from '../../context.ts'
import type {Settings} from '../../settings/load.ts'
import {warnOfNewer} from '../run/newer-warning.ts'
import {showStatus} from './progress.ts'
import {worded} from './remedies.ts'

/** Runs `work` on the XiVO of these settings. `about` is the prefix of messages when there are several XiVOs. The hints of an error name the XiVO. */
export async function withXivo<T>(
  settings: Settings,
  stop: AbortSignal,
  work: (context: Context) => Promise<T>,
  about?: string,
): Promise<T> {
  try {
    return await withContext(settings, stop, work, {...warnOfNewer(settings, about), ...tellsWaiting(about)})
  } catch (thrown) {
    throw worded(thrown, settings)
  }
}

/** On a terminal, a line about a server that does not answer. */
function tellsWaiting(about = ''): {onWaiting?: (what: string | undefined) => void} {
  if (!process.stderr.isTTY) return {}
  const status = showStatus()
  return {onWaiting: (what) => (what === undefined ? status.end() : status.update(about + what))}
}
