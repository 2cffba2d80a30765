import {isatty} from 'node:tty'
import {isDamaged} from '../escapes.ts'

/** Why what was typed cannot be taken; undefined when all of it is there. */
export const damage = (typed: string): string | undefined =>
  isDamaged(typed) ? 'this is not UTF-8: use a UTF-8 terminal' : undefined

/** Prompts on stderr, because stdout is for results. */
export async function terminalPrompt() {
  const {default: inquirer} = await import('inquirer')
  const ended = new AbortController()
  const prompt = inquirer.createPromptModule({output: process.stderr, signal: ended.signal})
  return ((...asked: Parameters<typeof prompt>) => untilInputEnds(prompt(...asked), ended)) as typeof prompt
}

/** After Ctrl-D inquirer stops reading, and would wait for an answer for ever; after Ctrl-Z and `fg` too, but there it is to read on. */
async function untilInputEnds<T>(answer: Promise<T>, ended: AbortController): Promise<T> {
  const {stdin} = process
  const onSignal = (name: NodeJS.Signals) => ended.abort(name)
  let isOpen = true
  const onContinue = () => setImmediate(() => stdin.resume())
  // Before that, the question has read on after Ctrl-Z, and in a call with several the next one reads.
  const onPause = () => setImmediate(() => isOpen && stdin.isPaused() && ended.abort())
  const signals: [NodeJS.Signals, NodeJS.SignalsListener][] = [
    ['SIGCONT', onContinue],
    ['SIGINT', onSignal],
    ['SIGTERM', onSignal],
    ['SIGHUP', endLikeTheTerminal],
  ]
  for (const [name, listener] of signals) process.on(name, listener)
  stdin.on('pause', onPause).on('error', endLikeTheTerminal)
  try {
    return await answer
  } finally {
    isOpen = false
    for (const [name, listener] of signals) process.off(name, listener)
    stdin.off('pause', onPause).off('error', endLikeTheTerminal)
    stdin.pause()
  }
}

/** A terminal that cannot be read is gone. While nothing is asked, the signal for that ends the program; inquirer catches it. */
function endLikeTheTerminal(): void {
  if (isatty(0)) process.stdin.setRawMode(false)
  process.removeAllListeners('SIGHUP')
  process.kill(process.pid, 'SIGHUP')
}
