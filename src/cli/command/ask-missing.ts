import type {Choice, ChoiceKind} from '../../services/choices.ts'
import {contextChoices, firstContext, saysWhichXivo} from '../complete/quick-choices.ts'
import {escapeControls} from '../escapes.ts'
import {isTerminal} from './confirm.ts'
import type {Kind} from './kinds.ts'
import {type Missing, missingIn, type Refused, refusedLine} from './missing.ts'
import {damage, terminalPrompt} from './prompt.ts'

interface Server {
  context?: string
  config?: string
}

/** Queries the XiVO for the choices. */
type Ask = (server: Server, kind: ChoiceKind, queue: string | undefined) => Promise<Choice[]>

/** The command line with its missing values, prompted for on the terminal; undefined for a command line with another error. */
export async function askMissing(refusal: unknown, argv: readonly string[], ask: Ask): Promise<string[] | undefined> {
  const refused = refusedLine(refusal)
  if (refused === undefined || refused.output.flags.yes === true || !isTerminal()) return undefined
  const missing = missingIn(refused)
  if (missing.length === 0 || !missing.every((each) => canBeAsked(each, refused))) return undefined
  const dialogue = new Dialogue(refused, argv, ask)
  for (const each of missing) await dialogue.ask(each)
  return dialogue.argv
}

/** Prompts for one uuid only. */
const canBeAsked = ({value, flag}: Missing, {input}: Refused) => flag || value.name !== 'uuid' || input.strict

class Dialogue {
  argv: string[]
  private readonly refused: Refused
  private readonly choices: Ask
  private readonly said: Record<string, string | undefined>
  private server: Server

  constructor(refused: Refused, argv: readonly string[], choices: Ask) {
    const {context, config} = refused.output.flags as Server
    this.argv = [...argv]
    this.refused = refused
    this.choices = choices
    this.said = {...refused.output.args}
    this.server = {...(context !== undefined && {context: firstContext(context)}), ...(config && {config})}
  }

  async ask(missing: Missing): Promise<void> {
    const {value, flag} = missing
    const answer = await question(value.description ?? value.name, await this.choicesFor(missing))
    if (flag) return this.sayFlag(value.name, answer)
    this.said[value.name] = answer
    if (answer.startsWith('-') && answer !== '-' && !this.argv.includes('--')) this.argv.push('--')
    this.argv.push(answer)
  }

  private async choicesFor({value, kind}: Missing): Promise<Choice[]> {
    if (value.options) return value.options.map((option) => ({value: option, description: ''}))
    if (kind === undefined || kind === 'file' || kind === 'directory' || this.isToBeMade(kind)) return []
    if (kind === 'context') return contextChoices(this.server, process.env)
    await this.settleContext()
    return this.choices(this.server, kind, this.said.queue)
  }

  /** An import can create its list. */
  private isToBeMade = (kind: Kind) => kind === 'list' && this.refused.output.flags.create === true

  /** Prompts for the context first if there are several, because a command that writes requires it. */
  private async settleContext(): Promise<void> {
    if (saysWhichXivo(this.server, process.env)) return
    const contexts = contextChoices(this.server, process.env).filter(({description}) => description !== 'a demo')
    if (contexts.length < 2) return
    const context = await question('the XiVO to use', contexts)
    this.server = {...this.server, context}
    this.sayFlag('context', context)
  }

  /** Inserted at the front, because words at the end may be arguments only. */
  private sayFlag(name: string, value: string): void {
    this.argv.unshift(`--${name}=${value}`)
  }
}

/** Prompts for one of the choices, which typing filters; for free text if there are none. */
async function question(description: string, choices: readonly Choice[]): Promise<string> {
  const prompt = await terminalPrompt()
  const message = `${description}:`
  if (choices.length === 0) {
    const validate = (text: string) => damage(text) ?? (text.trim() !== '' || 'type a value')
    const {answer} = await prompt([{type: 'input', name: 'answer', message, validate}])
    return answer
  }
  const source = (term = '') =>
    choices
      .filter((choice) => plain(shown(choice)).includes(plain(term)))
      .map((choice) => ({value: choice.value, name: shown(choice), short: escapeControls(choice.value)}))
  const {answer} = await prompt([{type: 'search', name: 'answer', message, source}])
  return answer
}

const shown = ({value, description}: Choice) => escapeControls(description ? `${value}  ${description}` : value)

/** Ignores accents and case. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
