import {kindOfArgument, kindOfFlag} from '../command/kinds.ts'
import {
  type CommandEntry,
  type Commands,
  type FlagEntry,
  nextWords,
  otherwiseNamed,
  type ValueEntry,
} from '../run/command-line.ts'

/**
 * The commands, flags and fixed values as tables of a script, by the words of the command line. `next`: the words that can follow. `args`:
 * KIND=VALUES of each argument, and `...` when the last can be repeated. `flags`: ids in `flag`, whose fields are name, character, type,
 * whether it has a --no- form and may be repeated, the flags that it excludes, kind, values, whether it is hidden. `about` has a
 * description for each word and each flag.
 */
export interface Tables {
  next: Map<string, string>
  args: Map<string, string>
  flags: Map<string, string>
  flag: Map<string, string>
  about: Map<string, string>
}

/** In place of an empty field, which zsh drops. */
const NONE = '-'

export function tablesOf({commands, topics}: Commands): Tables {
  const known = {commands: {...commands, ...otherwiseNamed(commands)}, topics}
  const tables: Tables = {next: new Map(), args: new Map(), flags: new Map(), flag: new Map(), about: new Map()}
  const ids = new Map<string, string>()
  for (const path of pathsOf(Object.keys(known.commands))) {
    const key = ['xivoctl', ...path].join(' ')
    const words = nextWords(known, path)
    tables.next.set(key, words.map(({value}) => value).join(' '))
    for (const {value, description} of words) tables.about.set(`${key} ${value}`, description)
    const command = known.commands[path.join(':')]
    if (command) enter(tables, ids, key, command)
  }
  return tables
}

/** The leading words of all commands, the empty ones first. */
function pathsOf(ids: readonly string[]): string[][] {
  const paths = ids.flatMap((id) => id.split(':').map((_, i, words) => words.slice(0, i + 1).join(':')))
  return [[], ...[...new Set(paths)].sort().map((id) => id.split(':'))]
}

function enter(tables: Tables, ids: Map<string, string>, key: string, {args, flags, strict}: CommandEntry): void {
  const specs = Object.values(args).map((arg) => `${kindOfArgument(arg.name) ?? NONE}=${optionsOf(arg)}`)
  tables.args.set(key, [...specs, ...(strict === false ? ['...'] : [])].join(':'))
  const used = Object.values(flags).map((flag) => {
    const about = flag.summary ?? flag.description ?? ''
    const spec = specOf(flag)
    const id = ids.get(spec + about) ?? String(ids.size)
    ids.set(spec + about, id)
    tables.flag.set(id, spec)
    tables.about.set(id, about)
    return id
  })
  tables.flags.set(key, used.join(':'))
}

const specOf = (flag: FlagEntry) =>
  [
    flag.name,
    flag.char ?? NONE,
    flag.type,
    mark(flag.allowNo),
    mark(flag.multiple),
    (flag.exclusive ?? []).join(' ') || NONE,
    kindOfFlag(flag.helpValue) ?? NONE,
    optionsOf(flag),
    mark(flag.hidden),
  ].join('|')

const mark = (is: boolean | undefined) => (is ? 'yes' : NONE)

function optionsOf({options = []}: ValueEntry): string {
  const strange = options.find((option) => !/^[\w.-]+$/.test(option))
  if (strange !== undefined) throw new Error(`the tables of completion cannot hold the value '${strange}'`)
  return options.join(' ') || NONE
}
