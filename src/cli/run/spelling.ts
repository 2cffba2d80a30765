/** Other names of commands. The first words of a line that are one of these stand for the command, and what follows stays. */
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

/** Topics with one list in them: alone, they are that list. */
export const listTopics = ['agents', 'groups', 'incalls', 'profiles', 'queues']

/** A line as people type it, in the words of the commands and with the long flags: `help`, `version`, `-h`, `-v` and other names. */
export function spelled(typed: readonly string[]): string[] {
  const [first, ...rest] = typed
  if (first === 'help') return [...unaliased(longHelp(rest)), '--help']
  if (first === 'version' || first === '-v') return ['--version', ...rest]
  return unaliased(longHelp(typed))
}

/** After `--`, nothing is a flag. */
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

/** Anywhere before `--`. */
export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end === -1 ? undefined : end).includes('--help')
}
