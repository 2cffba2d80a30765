import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {type Shape, usageLine} from '../../../src/cli/command/usage.ts'
import {listTopics, otherNames, spelled} from '../../../src/cli/run/spelling.ts'
import {build, runBinary} from '../../support/binary.ts'
import {runLines} from '../../support/command-lines.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const go = (line: string) => runBinary(line === '' ? [] : line.split(' '), {env: xivo.env})

let commands: Record<string, Shape & {id: string}>
beforeAll(async () => {
  commands = JSON.parse(await readFile(join(await build(), 'oclif.manifest.json'), 'utf8')).commands
})

describe('what people type', () => {
  test.each([
    ['help', '--help'],
    ['help rights set', 'rights set --help'],
    ['-h', '--help'],
    ['help users list', 'profiles list --help'],
    ['rights get jbond -h', 'rights get jbond --help'],
    ['callbacks update x --description -- -h', 'callbacks update x --description -- -h'],
    ['version', '--version'],
    ['-v', '--version'],
    ['users list --csv', 'profiles list --csv'],
    ['users', 'profiles list'],
    ['queues --json', 'queues list --json'],
    ['queues --help', 'queues --help'],
    ['agents', 'agents list'],
    ['agents get 1001', 'agents get 1001'],
    ['callbacks lists list -q', 'callbacks lists -q'],
    ['context delete lyon', 'context remove lyon'],
    ['rights get help', 'rights get help'],
    ['callbacks lists create help', 'callbacks lists create help'],
  ])('%s is %s', (typed, meant) => {
    expect(spelled(typed.split(' ')).join(' ')).toBe(meant)
  })

  test('names commands that there are, and hides none', () => {
    const ids = Object.keys(commands).map((id) => id.replaceAll(':', ' '))
    expect(ids).toEqual(expect.arrayContaining(Object.values(otherNames)))
    expect(ids).toEqual(expect.arrayContaining(listTopics.map((topic) => `${topic} list`)))
    for (const name of [...Object.keys(otherNames), ...listTopics]) expect(ids).not.toContain(name)
  })

  test('does what the command does', async () => {
    for (const [typed, meant] of [
      ['users list --csv', 'profiles list --csv'],
      ['queues', 'queues list'],
      ['callbacks periods list', 'callbacks periods'],
      ['help rights get', 'rights get --help'],
      ['rights get -h', 'rights get --help'],
      ['-v', '--version'],
    ] as const) {
      const ended = await go(typed)
      expect(ended).toEqual(await go(meant))
      expect(ended).toMatchObject({code: 0, stderr: ''})
    }
  })
})

describe('an unknown command', () => {
  test.each([
    ['callback import X f.csv', "no command 'callback import'", "did you mean 'callbacks import'?"],
    ['callbacks list', "no command 'callbacks list'", "'callbacks find' finds requests"],
    ['callbacks imports undoo 1', "no command 'callbacks imports undoo'", "did you mean 'callbacks imports undo'?"],
    ['list queues', "no command 'list queues'", "did you mean 'queues list'?"],
    ['right set jbond --dissuasion', "no command 'right set'", "did you mean 'rights set'?"],
    ['help right set', "no command 'right set'", "did you mean 'rights set'?"],
    ['queue', "no command 'queue'", "did you mean 'queues'?"],
    ['frobnicate 0230210092', "no command 'frobnicate'", 'see xivoctl --help'],
    ['profiles list 0230210092', "'profiles list' takes no arguments", 'see xivoctl profiles list --help'],
    ['queues list sales', "'queues list' takes no arguments", "did you mean 'queues get'?"],
    ['callbacks frobnicate 0230210092', "no command 'callbacks frobnicate'", 'see xivoctl --help'],
  ])('is told with the nearest one, whatever follows it: %s', async (line, message, hint) => {
    const {stderr, code} = await go(line)
    expect(code).toBe(2)
    expect(stderr.split('\n')[0]).toBe(`error: ${message}`)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('0230210092')
  })
})

test('the name alone shows ten commands, each of which there is, and where the rest is', async () => {
  const {stdout, stderr, code} = await go('')
  expect({code, stderr}).toEqual({code: 0, stderr: ''})
  const shown = stdout.split('\n').filter((line) => line.startsWith('  xivoctl '))
  expect(shown).toHaveLength(10)
  for (const line of shown) {
    const words = /^ {2}xivoctl ([a-z -]+[a-z])/.exec(line)?.[1]?.split(/ {2}| (?=[A-Z])/)[0] ?? ''
    expect(Object.keys(commands)).toContain(words.replaceAll(' ', ':'))
  }
  expect(stdout).toContain('xivoctl --help')
  expect(Math.max(...stdout.split('\n').map(({length}) => length))).toBeLessThanOrEqual(120)
})

test("every command's help has its usage, its exit codes, and its other names", async () => {
  const ids = Object.keys(commands)
  const {ends} = await runLines(
    'start',
    ids.map((id) => [...id.split(':'), '--help']),
  )
  for (const [i, id] of ids.entries()) {
    const {stdout = ''} = ends[i] ?? {}
    const {flags = {}} = commands[id] ?? {}
    expect(stdout, id).not.toMatch(/[[(|]\s*[|\])]|<value>/)
    const [, codes = ''] = /^EXIT CODES\n((?: +.*\n)+)/m.exec(stdout) ?? []
    expect(
      [...codes.matchAll(/^ {2}(\d+)/gm)].map(([, code]) => Number(code)),
      id,
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, ...('partial' in flags ? [9] : []), ...('with' in flags ? [10] : []), 130])
  }
  expect((await go('context remove --help')).stdout).toMatch(/^OTHER NAMES\n {2}context delete$/m)
})

test.each([
  ['callbacks lists', '[--json | --csv | --xlsx FILE | --ndjson | --ids] [--context CONTEXT | --all-contexts] [flags]'],
  ['callbacks imports undo', '(IMPORT | --last [--list LIST]) [flags]'],
  ['callbacks import', 'LIST FILE... [flags]'],
  ['dissuasion override', 'FILE (--queue QUEUE... | --all [--except QUEUE...]) [flags]'],
])('the usage of %s', (line, usage) => {
  const shape = commands[line.replaceAll(' ', ':')]
  expect(shape && usageLine(shape)).toContain(usage)
})

test('help of a topic names each command once, and each topic with what it is about', async () => {
  const {stdout} = await go('callbacks --help')
  expect(stdout.match(/^ {2}callbacks lists .*$/gm)).toEqual([
    expect.stringContaining('the lists that hold callback requests'),
  ])
})

test('off a terminal, a command without its arguments shows its usage, and nothing else', async () => {
  expect(await go('callbacks import')).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr:
      'error: missing LIST, FILE\nhint: LIST: callback list, by name or uuid\nhint: FILE: CSV file or workbook; - is standard input; several are allowed\nhint: usage: xivoctl callbacks import LIST FILE... [flags]\nhint: see xivoctl callbacks import --help\n',
  })
  expect((await go('rights why')).stderr).toMatch(/usage: xivoctl rights why LOGIN .*\[flags\]\n/)
})
