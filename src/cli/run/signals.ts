import {setMaxListeners} from 'node:events'
import type {Context} from '../../context.ts'
import {isTerminalDevice} from '../devices.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

type Writing = Pick<Context, 'committing' | 'abandon'>

export interface Stop {
  /** Aborted by the first signal, whose name is the reason. */
  signal: AbortSignal
  /** A stop waits for the COMMITs on this database, and says so. */
  watch: (database: Writing) => void
  release: () => void
}

/**
 * Turns the first SIGINT or SIGTERM into an orderly stop, without waiting for more input. A second one ends the process at once, or
 * the wait for the answer to a COMMIT, whose outcome is then unknown.
 */
export function stopOnSignals(): Stop {
  const controller = new AbortController()
  // Many servers may be queried at once, each with its own listener.
  setMaxListeners(0, controller.signal)
  let writing: Writing | undefined
  const isCommitting = () => writing !== undefined && writing.committing.size > 0
  const release = () => {
    for (const name of SIGNALS) process.off(name, onSignal)
    process.off('SIGHUP', ignore)
  }
  const onSignal = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      controller.abort(name)
      process.stdin.destroy()
      if (isCommitting()) process.stderr.write(committing)
      return
    }
    release()
    if (isCommitting()) writing?.abandon()
    else process.kill(process.pid, name)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  // Node forgets that nohup had it ignored.
  if (![0, 1, 2].some(isTerminalDevice)) process.on('SIGHUP', ignore)
  const watch = (database: Writing) => {
    writing = database
  }
  return {signal: controller.signal, watch, release}
}

function ignore(): void {}

/** Calls `work` at each SIGHUP. A program on a terminal ends then, because the terminal does. */
export function onHangUp(work: () => void): {release: () => void} {
  if (!process.stdin.isTTY) process.on('SIGHUP', work)
  return {release: () => process.off('SIGHUP', work)}
}

const committing =
  'the change is being committed: waiting for the database server, which may be waiting for its standby\n' +
  'hint: interrupt again to end now, without knowing whether the change was made\n'
