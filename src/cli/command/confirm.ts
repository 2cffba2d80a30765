import {isatty} from 'node:tty'
import {Flags} from '@oclif/core'
import {interrupted, usage} from '../../errors.ts'
import {escapeControls} from '../escapes.ts'

export const yesFlag = Flags.boolean({char: 'y', description: 'do not ask for confirmation'})

/** Asks before data are lost; without a terminal, requires --yes. The question may be computed; without a question, there is nothing to lose. */
export async function confirm(question: () => Promise<string | undefined>, {yes}: {yes: boolean}): Promise<void> {
  if (yes) return
  requireTerminal('this command asks for confirmation, and there is no terminal to ask on', 'add --yes to confirm')
  const asked = await question()
  if (asked !== undefined && !(await agreed(asked, {yes})))
    throw interrupted('SIGINT', 'not confirmed: nothing was changed')
}

/** The answer to one of several questions; with --yes, always yes. */
export async function agreed(question: string, {yes}: {yes: boolean}): Promise<boolean> {
  if (yes) return true
  const prompt = await terminalPrompt()
  const {sure} = await prompt([{type: 'confirm', name: 'sure', message: escapeControls(question), default: false}])
  return Boolean(sure)
}

/** Prompts need a terminal, because piped input is data. */
export function requireTerminal(message: string, hint: string): void {
  if (!isTerminal()) throw usage(message, {hints: [hint]})
  // The answer would come from where the data came from, which has ended.
  if (process.stdin.readableEnded) throw usage(`${message}: standard input was the data`, {hints: [hint]})
}

export const isTerminal = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY)

/** Node puts U+FFFD in place of bytes that are not UTF-8: what was typed is lost. Undefined when all is there. */
export const damage = (typed: string): string | undefined =>
  typed.includes('\ufffd') ? 'this is not UTF-8: use a UTF-8 terminal' : undefined

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
  process.on('SIGCONT', onContinue).on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', endLikeTheTerminal)
  stdin.on('pause', onPause).on('error', endLikeTheTerminal)
  try {
    return await answer
  } finally {
    isOpen = false
    process
      .off('SIGCONT', onContinue)
      .off('SIGINT', onSignal)
      .off('SIGTERM', onSignal)
      .off('SIGHUP', endLikeTheTerminal)
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
