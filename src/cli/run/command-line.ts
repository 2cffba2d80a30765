import type {Choice} from '../../services/choices.ts'
import {type Kind, kindOfArgument, kindOfFlag} from '../command/kinds.ts'
import {listTopics, otherNames} from './spelling.ts'

/** A command in oclif's manifest. */
export interface CommandEntry {
  summary?: string
  hidden?: boolean
  strict?: boolean
  args: Record<string, ValueEntry>
  flags: Record<string, FlagEntry>
}

export interface ValueEntry {
  name: string
  description?: string
  options?: string[]
  hidden?: boolean
}

export interface FlagEntry extends ValueEntry {
  type: 'boolean' | 'option'
  summary?: string
  char?: string
  allowNo?: boolean
  multiple?: boolean
  exclusive?: string[]
  helpValue?: string | string[]
}

/** The commands by id, whose words are joined by colons, and the descriptions of the topics. */
export interface Commands {
  commands: Record<string, CommandEntry>
  topics: Record<string, {description?: string}>
}

/** The possible continuations of the typed words. */
export interface Completion {
  /** Complete words that are known without a query. */
  words: Choice[]
  /** The kind of a value that can also follow. */
  kind?: Kind
  /** The text before the value in the same word: `--queue=`. */
  prefix: string
  /** The typed values of flags, by flag. */
  flags: Record<string, string>
  /** The typed values of arguments, by argument. */
  args: Record<string, string>
}

/** Parses the words after the program's name as oclif would; the last one is incomplete. */
export function complete({commands, topics}: Commands, words: readonly string[]): Completion {
  const known = {commands: {...commands, ...otherwiseNamed(commands)}, topics}
  const before = words.slice(0, -1)
  const typed = words.at(-1) ?? ''
  const {path, rest} = findCommand(known.commands, before)
  const command = known.commands[path.join(':')]
  const deeper = rest.length === 0 && !typed.startsWith('-') ? nextWords(known, path) : []
  const inside = command ? insideCommand(command, rest, typed) : nothing()
  return {...inside, words: [...deeper, ...inside.words]}
}

/** The commands under their other names. */
export const otherwiseNamed = (commands: Commands['commands']): Commands['commands'] =>
  Object.fromEntries(
    [...Object.entries(otherNames), ...listTopics.map((topic) => [topic, `${topic} list`] as const)].flatMap(
      ([name, command]) => {
        const entry = commands[idOf(command)]
        return entry ? [[idOf(name), entry]] : []
      },
    ),
  )

const idOf = (words: string) => words.replaceAll(' ', ':')

const nothing = (): Completion => ({words: [], prefix: '', flags: {}, args: {}})

function findCommand(commands: Commands['commands'], words: readonly string[]) {
  const ids = Object.keys(commands)
  const leads = (path: readonly string[]) =>
    ids.some((id) => id === path.join(':') || id.startsWith(`${path.join(':')}:`))
  let length = 0
  while (length < words.length && leads(words.slice(0, length + 1))) length++
  return {path: words.slice(0, length), rest: words.slice(length)}
}

/** The topics and commands below `path`, by their next word. */
export function nextWords({commands, topics}: Commands, path: readonly string[]): Choice[] {
  const start = path.map((word) => `${word}:`).join('')
  const isShown = (id: string) =>
    !commands[id]?.hidden && (path.length > 0 || !Object.hasOwn(otherNames, id.split(':')[0] ?? ''))
  const visible = Object.keys(commands).filter((id) => id.startsWith(start) && isShown(id))
  const next = new Set(visible.map((id) => id.slice(start.length).split(':')[0] ?? ''))
  return [...next].sort().map((word) => {
    const about = topics[[...path, word].join(':')]?.description ?? commands[start + word]?.summary
    return {value: word, description: about ?? ''}
  })
}

function insideCommand(command: CommandEntry, rest: readonly string[], typed: string): Completion {
  const {flags, open, ended, given} = readWords(command, rest)
  const said = {...nothing(), flags, args: named(command, given)}
  if (open) return {...said, ...valuesOf(open, kindOfFlag(open.helpValue))}
  const [prefix] = ended ? [] : (/^--[^=]+=/.exec(typed) ?? [])
  if (prefix !== undefined) {
    const flag = flagCalled(command, prefix.slice(0, -1))
    return flag?.type === 'option' ? {...said, ...valuesOf(flag, kindOfFlag(flag.helpValue), prefix)} : said
  }
  const argument = typed.startsWith('-') && !ended ? undefined : argumentAt(command, given.length)
  if (argument) return {...said, ...valuesOf(argument, kindOfArgument(argument.name))}
  return ended ? said : {...said, words: flagWords(command, flags)}
}

/** The typed flags and arguments. `open` is a flag whose value is missing; with `ended`, no flag can follow. */
function readWords(command: CommandEntry, words: readonly string[]) {
  const flags: Record<string, string> = {}
  const given: string[] = []
  let open: FlagEntry | undefined
  let ended = false
  for (const word of words) {
    if (open) {
      flags[open.name] = word
      open = undefined
    } else if (ended || !word.startsWith('-') || word === '-') {
      given.push(word)
    } else if (word === '--') {
      ended = true
    } else {
      const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
      const flag = flagCalled(command, name)
      if (flag?.type === 'option' && value === undefined) open = flag
      else if (flag) flags[flag.name] = value ?? ''
    }
  }
  return {flags, given, open, ended}
}

const flagCalled = ({flags}: CommandEntry, word: string): FlagEntry | undefined =>
  Object.values(flags).find(
    ({name, char, allowNo}) =>
      word === `--${name}` || (char !== undefined && word === `-${char}`) || (allowNo && word === `--no-${name}`),
  )

/** The last argument of some commands can be repeated. */
function argumentAt({args, strict}: CommandEntry, index: number): ValueEntry | undefined {
  const all = Object.values(args)
  return all[index] ?? (strict === false ? all.at(-1) : undefined)
}

function named({args}: CommandEntry, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.keys(args).flatMap((name, i) => (given[i] === undefined ? [] : [[name, given[i]]])))
}

function valuesOf({options = []}: ValueEntry, kind: Kind | undefined, prefix = '') {
  return {
    words: options.map((option) => ({value: prefix + option, description: ''})),
    prefix,
    ...(kind !== undefined && {kind}),
  }
}

/** The flags that can still be added. */
function flagWords({flags}: CommandEntry, said: Record<string, string>): Choice[] {
  const possible = Object.values(flags).filter(
    ({name, hidden, multiple, exclusive = []}) =>
      !hidden && (multiple || !(name in said)) && !exclusive.some((other) => other in said),
  )
  return possible.flatMap(({name, allowNo, summary, description = ''}) => {
    const names = allowNo ? [name, `no-${name}`] : [name]
    return names.map((each) => ({value: `--${each}`, description: summary ?? description}))
  })
}
