/** Other names of commands. Such a name at the beginning of a line is replaced with the command. */
export const otherNames: Record<string, string> = {
  users: 'profiles list',
  'users list': 'profiles list',
  'callbacks lists list': 'callbacks lists',
  'callbacks periods list': 'callbacks periods',
  'callbacks imports list': 'callbacks imports',
  'context create': 'context add',
  log: 'history',
  'context delete': 'context remove',
}

/** Topics with a single list: the topic alone means that list. */
export const listTopics = ['agents', 'groups', 'incalls', 'profiles', 'queues']

/** Translates a typed line to the names of commands and long flags: `help`, `version`, `-h`, `-v` and other names. */
export function spelled(typed: readonly string[]): string[] {
  const [first, ...rest] = typed
  if (first === 'help') return [...unaliased(longHelp(rest)), '--help']
  if (first === 'version' || first === '-v') return ['--version', ...rest]
  return unaliased(longHelp(typed))
}

/** Leaves words after `--` unchanged. */
function longHelp(words: readonly string[]): string[] {
  const flags = beforeEnd(words).length
  return words.map((word, i) => (word === '-h' && i < flags ? '--help' : word))
}

function unaliased(words: string[]): string[] {
  const [first = '', second = '-'] = words
  if (listTopics.includes(first) && second.startsWith('-') && !asksForHelp(words))
    return [first, 'list', ...words.slice(1)]
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ')
    const isWhole = length > 1 || second.startsWith('-')
    if (isWhole && Object.hasOwn(otherNames, name))
      return [...(otherNames[name]?.split(' ') ?? []), ...words.slice(length)]
  }
  return words
}

/** Is there a --help before `--`? */
export const asksForHelp = (words: readonly string[]): boolean => beforeEnd(words).includes('--help')

/** The words before `--`: behind it, none is a flag. */
export function beforeEnd(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--')
  return end === -1 ? words : words.slice(0, end)
}
