import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Commands} from '../run/command-line.ts'
import {type Tables, tablesOf} from './tables.ts'

const files = {bash: 'xivoctl.bash', zsh: '_xivoctl', fish: 'xivoctl.fish'}

export type Shell = keyof typeof files
export const shells = Object.keys(files) as Shell[]

/** The script of a shell, with the commands of the program. */
export function completionScript(root: string, shell: Shell, commands: Commands): string {
  const read = (name: string) => readFileSync(join(root, 'contrib', 'completion', name), 'utf8')
  const tables = tablesOf(commands)
  const known = shell === 'fish' ? functions(tables) : `${arrays(tables, shell)}\n${read('known.sh')}\n`
  return read(files[shell]).replace(/^# TABLES\n/m, () => known)
}

/** bash shows no descriptions. */
function arrays({about, ...tables}: Tables, shell: Shell): string {
  const rows = (entries: Map<string, string>) =>
    [...entries].map(([key, value]) => `  [${quoted(key)}]=${quoted(value)}\n`).join('')
  const all = Object.entries(shell === 'bash' ? tables : {...tables, about})
  return all.map(([name, entries]) => `typeset -gA _xivoctl_${name}=(\n${rows(entries)})\n`).join('')
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** fish has no arrays with keys: functions print the lines of a key, with the descriptions, or fail. */
function functions({next, args, flags, flag, about}: Tables): string {
  const described = (words: string, prefix: string) =>
    split(words, ' ').map((word) => `${word}\t${about.get(`${prefix} ${word}`) ?? ''}`)
  const all: [string, [string, string[]][]][] = [
    ['next', [...next].map(([key, words]) => [key, described(words, key)])],
    ['args', [...args].map(([key, specs]) => [key, split(specs, ':')])],
    ['flags', [...flags].map(([key, ids]) => [key, split(ids, ':').map((id) => `${flag.get(id)}|${about.get(id)}`)])],
  ]
  return all
    .map(([name, rows]) => fishFunction(name, rows))
    .join('\n')
    .concat('\n')
}

const split = (text: string, separator: string) => (text === '' ? [] : text.split(separator))

function fishFunction(name: string, rows: readonly [string, string[]][]): string {
  const cases = rows.map(
    ([key, lines]) =>
      `        case ${inFish(key)}\n            string join -- \\n ${lines.map(inFish).join(' ')}; or true\n`,
  )
  return `function __xivoctl_${name}\n    switch "$argv"\n${cases.join('')}        case '*'\n            return 1\n    end\nend\n`
}

const inFish = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`
