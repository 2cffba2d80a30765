import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {steering} from '../../formats/text.ts'
import type {Choice} from '../../services/choices.ts'
import {type Commands, type Completion, complete} from '../run/command-line.ts'
import {type BashLine, bashWord, readBashLine} from './bash-line.ts'
import {contextChoices, firstContext, quickChoices} from './quick-choices.ts'

/** Answers the shell that started this program, and exits without waiting for pending queries. */
export async function tellShell(root: string): Promise<void> {
  const answer = await answerShell(root, process.argv.slice(3), process.env)
  process.stdout.on('error', () => {}).write(answer, () => process.exit())
}

/**
 * Answers the scripts of `xivoctl completion`, with a line for each possible word: `bash LINE REPLACED` gets words to insert, another
 * shell, `SHELL -- WORD…`, gets VALUE, tab, description. A line without a tab, `files` or `directories`, lets the shell add its own
 * choices. Prints no errors, because the user did not run a command.
 */
export async function answerShell(root: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const [shell, ...rest] = argv
  try {
    if (shell !== 'bash') return lines(await answer(root, rest.slice(1), env), describe)
    const line = readBashLine(rest[0] ?? '', rest[1] ?? '')
    return lines(await answer(root, line.words.slice(1), env), inBash(line))
  } catch {
    return ''
  }
}

interface Answer {
  choices: Choice[]
  paths?: 'files' | 'directories'
}

async function answer(root: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Answer> {
  const completion = complete(readCommands(root), words)
  const {kind, prefix} = completion
  if (kind === 'file') return {choices: completion.words, paths: 'files'}
  if (kind === 'directory') return {choices: completion.words, paths: 'directories'}
  const values = await valuesOf(completion, words.at(-1) ?? '', env).catch(() => [])
  return {choices: [...completion.words, ...values.map((each) => ({...each, value: prefix + each.value}))]}
}

async function valuesOf({kind, flags, args}: Completion, typed: string, env: NodeJS.ProcessEnv): Promise<Choice[]> {
  if (kind === undefined || kind === 'file' || kind === 'directory') return []
  const server = {context: flags.context && firstContext(flags.context), config: flags.config}
  if (kind !== 'context') return quickChoices(server, env, kind, args.queue)
  // Several contexts are separated by commas.
  const earlier = typed.slice(typed.indexOf('=') + 1).replace(/[^,]*$/, '')
  return contextChoices(server, env).map((each) => ({...each, value: earlier + each.value}))
}

export function readCommands(root: string): Commands {
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'))
  return {commands: read('oclif.manifest.json').commands, topics: read('package.json').oclif.topics}
}

/** Omits values with control characters, which cannot be typed. */
function lines({choices, paths}: Answer, line: (choice: Choice) => string | undefined): string {
  const words = choices.filter(({value}) => value.search(steering) === -1).flatMap((choice) => line(choice) ?? [])
  return [...words, ...(paths ? [paths] : [])].map((each) => `${each}\n`).join('')
}

const describe = ({value, description}: Choice) => `${value}\t${description.replace(steering, ' ')}`

/** bash shows no descriptions, and leaves the filtering to us. */
const inBash =
  (line: BashLine) =>
  ({value}: Choice) =>
    value.startsWith(line.words.at(-1) ?? '') ? `${bashWord(value, line)}\t` : undefined
