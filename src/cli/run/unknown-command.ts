import type {Command, Config} from '@oclif/core'
import {distance} from 'fastest-levenshtein'
import {type AppError, usage} from '../../errors.ts'
import {nearest} from '../../formats/nearest.ts'

/** Names that could mean two commands. */
const twoMeanings: Record<string, string> = {
  'callbacks list': "'callbacks find' finds requests, 'callbacks lists' shows the lists that hold them",
}

/** The error for words that begin no command. Does not repeat words after a command, which may be customers' data. */
export function unknownCommand(words: readonly string[], {bin, commands}: Pick<Config, 'bin' | 'commands'>): AppError {
  const typed = words.filter((word) => word !== '' && !word.startsWith('-'))
  const known = commands.filter(({hidden}) => !hidden)
  const near = nearestCommand(typed, known)
  const whole = wholeCommand(typed, known)
  if (whole !== undefined) {
    const hints = near === undefined || near === whole ? [] : [`did you mean '${near}'?`]
    return usage(`'${whole}' takes no arguments`, {hints: [...hints, `see ${bin} ${whole} --help`]})
  }
  const name = typed.slice(0, near?.split(' ').length ?? knownWords(typed, known) + 1).join(' ')
  const meant = near ?? nearestTopic(typed, known)
  const hint = Object.hasOwn(twoMeanings, name) ? twoMeanings[name] : meant && `did you mean '${meant}'?`
  return usage(`no command '${name}'`, {hints: [...(hint === undefined ? [] : [hint]), `see ${bin} --help`]})
}

/** The command that the first words name, and that is no topic. */
function wholeCommand(typed: readonly string[], known: readonly Command.Loadable[]): string | undefined {
  const ids = known.map(({id}) => id)
  const named = ids.filter((id) => `${typed.join(':')}:`.startsWith(`${id}:`))
  return named.find((id) => !ids.some((other) => other.startsWith(`${id}:`)))?.replaceAll(':', ' ')
}

/** The number of leading words that name a topic or command. */
function knownWords(typed: readonly string[], known: readonly Command.Loadable[]): number {
  const leads = (length: number) => known.some(({id}) => `${id}:`.startsWith(`${typed.slice(0, length).join(':')}:`))
  let length = 0
  while (length < typed.length && leads(length + 1)) length++
  return length
}

/** The command that the first words most likely mean. */
function nearestCommand(typed: readonly string[], known: readonly Command.Loadable[]): string | undefined {
  const judged = known.flatMap((command) => {
    const name = command.id.replaceAll(':', ' ')
    const count = name.split(' ').length
    const readings = [typed.slice(0, count), typed.slice(0, count).reverse()].map((each) => each.join(' '))
    const wrong = Math.min(...readings.map((each) => distance(each.toLowerCase(), name)))
    if (wrong > Math.max(2, Math.ceil(name.length / 4))) return []
    return [{name, count, wrong: wrong + SUPERFLUOUS * superfluous(command, typed.length - count)}]
  })
  return judged.sort((one, other) => one.wrong - other.wrong || other.count - one.count)[0]?.name
}

/** The topic that a single word most likely means. */
function nearestTopic(typed: readonly string[], known: readonly Command.Loadable[]): string | undefined {
  const [word, ...others] = typed
  const topics = new Set(known.map(({id}) => id.split(':')[0] ?? ''))
  return word === undefined || others.length > 0 ? undefined : nearest(word, [...topics])
}

/** A superfluous word counts more than a few wrong letters. */
const SUPERFLUOUS = 4

const superfluous = ({args, strict}: Command.Loadable, words: number) =>
  strict === false ? 0 : Math.max(0, words - Object.keys(args).length)
