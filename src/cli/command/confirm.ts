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
  const {terminalPrompt} = await import('./prompt.ts')
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
