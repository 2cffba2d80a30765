interface Word {
  required?: boolean
  hidden?: boolean
}

interface Flag extends Word {
  type?: 'boolean' | 'option'
  multiple?: boolean
  helpValue?: string | string[]
  options?: readonly string[]
  exclusive?: readonly string[]
}

/** The parts of a command, or of its entry in the manifest, that make its usage. */
export interface Shape {
  args: Record<string, Word>
  flags: Record<string, Flag>
  strict?: boolean
  usage?: string | string[] | undefined
}

/** What follows the name of the command: arguments, required flags, flags that exclude each other. The others are in the help. */
export function usageLine({args, flags, strict = true, usage}: Shape): string {
  if (usage !== undefined) return String(usage)
  const visible = Object.entries(flags).filter(([, {hidden}]) => !hidden)
  const required = visible.filter(([, flag]) => flag.required).map(([name, flag]) => flagText(name, flag))
  return [...argumentWords(args, strict), ...required, ...alternatives(visible), '[flags]'].join(' ')
}

function argumentWords(args: Shape['args'], strict: boolean): string[] {
  const all = Object.entries(args)
  return all.map(([name, {required}], i) => {
    const word = `${name.toUpperCase()}${!strict && i === all.length - 1 ? '...' : ''}`
    return required ? word : `[${word}]`
  })
}

/** `[--csv | --json]`: flags each of which excludes all the others. */
function alternatives(flags: [string, Flag][]): string[] {
  const groups: [string, Flag][][] = []
  for (const each of flags.filter(([, {required}]) => !required)) {
    const group = groups.find((members) => members.every((member) => excludes(member, each)))
    if (group) group.push(each)
    else groups.push([each])
  }
  return groups
    .filter(({length}) => length > 1)
    .map((group) => `[${group.map(([name, flag]) => flagText(name, flag)).join(' | ')}]`)
}

const excludes = (one: [string, Flag], other: [string, Flag]) => names(one, other) || names(other, one)

const names = ([, {exclusive = []}]: [string, Flag], [other]: [string, Flag]) => exclusive.includes(other)

function flagText(name: string, {type, multiple, helpValue, options}: Flag): string {
  if (type !== 'option') return `--${name}`
  return `--${name} ${helpValue ?? options?.join('|') ?? name.toUpperCase()}${multiple ? '...' : ''}`
}
