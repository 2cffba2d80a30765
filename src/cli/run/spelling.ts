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
  const end = words.indexOf('--')
  return words.map((word, i) => (word === '-h' && (end === -1 || i < end) ? '--help' : word))
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
export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end === -1 ? undefined : end).includes('--help')
}
