import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {readCommands} from '../../../src/cli/complete/complete.ts'
import {completionScript} from '../../../src/cli/complete/script.ts'
import {type Commands, complete} from '../../../src/cli/run/command-line.ts'
import {build} from '../../support/binary.ts'

let root: string
let commands: Commands

beforeAll(async () => {
  root = await build()
  commands = readCommands(root)
})

/** Lines with every command and every different flag, and words that a shell could take for something else; the last word is incomplete. */
function lines(): string[][] {
  const {commands: all} = commands
  const beginnings = new Set(
    Object.keys(all).flatMap((id) => id.split(':').map((_, i, words) => words.slice(0, i + 1).join(' '))),
  )
  const others = [
    'users',
    'users list',
    'queues',
    'context delete',
    'log',
    'no such',
    'rights nope',
    'index',
    'rights set',
    'rights',
  ]
  const had = new Set<string>()
  const isNew = (flag: object) => had.size < had.add(JSON.stringify({...flag, description: ''})).size
  return [
    [''],
    ['-'],
    ...[...beginnings, ...others]
      .map((line) => line.split(' '))
      .flatMap((words) => ['', '--', '-'].map((word) => [...words, word])),
    ...others.flatMap((line) => strange.map((word) => [...line.split(' '), word, ''])),
    ...Object.entries(all).flatMap(([id, {flags, args}]) => {
      const words = id.split(':')
      const names = Object.values(flags)
        .filter(isNew)
        .flatMap(({name, char, allowNo}) => [
          `--${name}`,
          ...(allowNo ? [`--no-${name}`] : []),
          ...(char ? [`-${char}`] : []),
        ])
      const values = Object.keys(args).map((_, i) => [...words, ...Object.keys(args).slice(0, i), 'x', ''])
      const behind = (name: string) => [
        [...words, name, ''],
        [...words, name, 'x', '--'],
        [...words, `${name}=`],
      ]
      return [...values, ...names.flatMap(behind)]
    }),
  ]
}

const strange = ['*', '$(touch x)', "it's", 'a]b', '"', '\\', '`', '-', '--=', 'é à', '=', '--', '!', '~', '[', '']

const drivers = {
  bash: `while IFS= read -r line; do
    IFS=$'\\x1f' read -r -a words <<<"$line"
    _xivoctl_known "\${words[0]}" "\${words[@]:1:\${#words[@]}-2}"
    IFS=' '; printf '%s\\x1f%s\\x1f%s\\x1f%s\\x1f%s\\n' "\${values[*]}" "$kind" "$paths" "$prefix" "$context"
  done`,
  zsh: `while IFS= read -r line; do
    words=("\${(@ps:\\x1f:)line}")
    _xivoctl_known "$words[1]" "\${(@)words[2,-2]}"
    printf '%s\\x1f%s\\x1f%s\\x1f%s\\x1f%s\\n' "$values" "$kind" "$paths" "$prefix" "$context"
  done`,
  fish: `while read -l line
    set -l words (string split \\x1f -- $line)
    set -l values; set -l kind; set -l prefix; set -l context; set -l paths
    __xivoctl_known $words[2..-2] "$words[1]"
    string join \\x1f -- "$(string replace -r '\\t.*' '' -- $values | string join ' ')" "$kind" "$paths" "$prefix" "$context"
  end`,
}
const programs = {
  bash: ['bash', '--norc', '--noprofile', '-c'],
  zsh: ['zsh', '-f', '-c'],
  fish: ['fish', '--no-config', '-c'],
}
const paths = {file: 'files', directory: 'directories'} as Record<string, string>

/** What the script of a shell knows of each line without the program. */
function known(shell: keyof typeof drivers, all: readonly string[][]) {
  const script = completionScript(root, shell, commands).replaceAll(/^(complete|.*compdef) .*$/gm, ':')
  const [program = '', ...options] = programs[shell]
  const input = all.map((words) => `${[words.at(-1), ...words.slice(0, -1), 'end'].join('\x1f')}\n`).join('')
  const output = execFileSync(program, [...options, `${script}\n${drivers[shell]}`], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  return output.split('\n').slice(0, -1)
}

function expected(words: string[]): string {
  const {words: choices, kind = '', prefix, flags} = complete(commands, words)
  const values = choices.map(({value}) => value).join(' ')
  const context = flags.config !== undefined ? '/' : (flags.context ?? '')
  return [values, paths[kind] ? '' : kind, paths[kind] ?? '', prefix, context].join('\x1f')
}

const isThere = (shell: string) => existsSync(join('/usr/bin', shell))

describe('the script of a shell', () => {
  test('knows of every line what the program knows', () => {
    const all = lines()
    expect(all.length).toBeGreaterThan(1000)
    const wanted = all.map(expected)
    for (const shell of (['bash', 'zsh', 'fish'] as const).filter(isThere)) {
      const found = known(shell, all)
      const wrong = all.flatMap((words, i) =>
        found[i] === wanted[i] ? [] : [{words, found: found[i], wanted: wanted[i]}],
      )
      expect({shell, wrong: wrong.slice(0, 6)}).toEqual({shell, wrong: []})
    }
  })
})
