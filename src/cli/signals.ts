import {setMaxListeners} from 'node:events'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Turns the first SIGINT or SIGTERM into an orderly stop (the signal's name is the reason); a second one ends the process at once.
 * Input that is still to come is not waited for.
 */
export function stopOnSignals(): {signal: AbortSignal; release: () => void} {
  const controller = new AbortController()
  // Many servers may be asked at once, and each has to hear of it.
  setMaxListeners(0, controller.signal)
  const release = () => {
    for (const name of SIGNALS) process.off(name, onSignal)
  }
  const onSignal = (name: NodeJS.Signals) => {
    release()
    controller.abort(name)
    process.stdin.destroy()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {signal: controller.signal, release}
}
