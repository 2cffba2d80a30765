import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {isFull} from '../../faults/scale.ts'
import {build, runBinary} from '../../support/binary.ts'
import {runLines} from '../../support/command-lines.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

interface Manifest {
  commands: Record<
    string,
    {
      strict: boolean
      args: Record<string, {required?: boolean}>
      flags: Record<string, {name: string; type: string; char?: string}>
    }
  >
}

let manifest: Manifest
let folder = ''

beforeAll(async () => {
  manifest = JSON.parse(await readFile(join(await build(), 'oclif.manifest.json'), 'utf8'))
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-start-'))
})

afterAll(() => rm(folder, {recursive: true, force: true}))

type Line = string[]

/** In a new home that is the current directory too: some lines write files. */
async function run(way: 'start' | 'startByOclif', lines: readonly Line[], env: Record<string, string> = {}) {
  const home = join(folder, 'home')
  await rm(home, {recursive: true, force: true})
  await mkdir(home)
  return await runLines(way, lines, {env: {HOME: home, XIVOCTL_STATE_DIR: join(home, 'state'), ...env}, cwd: home})
}

async function expectSame(lines: readonly Line[], env?: Record<string, string>): Promise<void> {
  const fast = await run('start', lines, env)
  const stock = await run('startByOclif', lines, env)
  expect(fast.ends).toHaveLength(lines.length)
  expect(fast.ends).toEqual(stock.ends)
}

/** Those would run on, or make something. */
const keepsRunning = (id: string) => id === 'serve' || id.startsWith('demo:')

type Command = Manifest['commands'][string]

/** Tells whether a command with arguments of the same shape has had this already: a flag, or lines that need no flag of its own. */
function isRepeated(): (command: Command, what: object | string) => boolean {
  const had = new Set<string>()
  return ({args, strict}, what) => {
    const key = JSON.stringify([what, strict, Object.values(args).map(({required}) => required)])
    return had.size === had.add(key).size
  }
}

function linesOf(id: string, command: Command, repeated: ReturnType<typeof isRepeated>): Line[] {
  const {args, flags} = command
  const words = id.split(':')
  const tried = Object.values(flags).filter((flag) => !repeated(command, flag))
  const filled = [...words, ...Object.keys(args).map((name) => (name === 'uuid' ? crypto.randomUUID() : name))]
  const refused = [
    [...words, '--nope'],
    [...words, '-Z'],
    [...words, '--json', '--nope'],
    [...filled, 'one', 'too', 'many', 'words'],
    [...filled, 'a=b', 'c', 'd', 'e'],
    [...words, '--', '--help', '--json', '-5', 'x'],
    [...words, '--context'],
    [...filled, '--config=/nonexistent/file', '--json', '-5', '-6', '-7'],
    [...words.slice(0, -1), `${words.at(-1)}x`],
    [...words.slice(0, -1), words.at(-1)?.slice(0, -1) ?? ''],
    [...words, 'index'].slice(0, Object.keys(args).length === 0 ? undefined : -1).concat('--nope'),
    [words.join(':'), '--nope'],
  ]
  const otherHelp = [
    ['--help', ...words],
    [...filled, '--json', '--help', '--nope'],
    [...filled, '--help', 'x'],
  ]
  const runs = [filled, words]
  const otherRuns = [
    [...filled, '--json'],
    [...filled, '--context=demo'],
    [...filled, '--context', 'demo', '--json'],
    [...words, '--context', 'demo', ...filled.slice(words.length)],
    [...words, '', 'x'],
    [...words, '-5'],
    [...filled, '--'],
  ]
  const flagged = tried.flatMap(({name, type, char}) => [
    [...filled, `--${name}`],
    [...filled, `--${name}=x`],
    [...filled, `--no-${name}`],
    [...filled, `--${name.slice(0, -1)}`, 'x'],
    ...(type === 'option' ? [[...filled, `--${name}`, '-5']] : []),
    ...(char === undefined
      ? []
      : [
          [...filled, `-${char}`],
          [...filled, `-${char}x`],
        ]),
  ])
  const ofEach = [[...words, '--help'], ...(keepsRunning(id) ? [] : [...runs, ...flagged])]
  if (repeated(command, `${words.length} words`)) return ofEach
  return [...ofEach, ...refused, ...otherHelp, ...(keepsRunning(id) ? [] : otherRuns)]
}

const others = (): Line[] => {
  const topics = new Set(
    Object.keys(manifest.commands).flatMap((id) =>
      id
        .split(':')
        .slice(0, -1)
        .map((_, i, all) => all.slice(0, i + 1).join(' ')),
    ),
  )
  return [
    ...[...topics].flatMap((topic) =>
      ['', ' --help', ' --json', ' nope', ' nope --help', ' --version', ' --', ' index'].map(
        (rest) => `${topic}${rest}`,
      ),
    ),
    ...['--help', '--version', '--version x', '--version --help', 'x --version', 'profiles list --version'],
    ...[
      '-h',
      '-v',
      'help',
      'help profiles',
      '--helf',
      '--json',
      '--',
      '-- profiles list',
      'profiles -- list',
      '-- --help',
    ],
    ...[
      'Profiles list',
      'profiles List',
      'profiles:list --help',
      'profiles:list:x',
      'profiles list:x',
      'list profiles',
      '../x',
    ],
    ...[
      'profiles list= x',
      'profiles/list',
      './profiles list',
      'profiles.js',
      'constructor',
      '__proto__ x',
      'rights index',
    ],
    ...['callbacks lists index', 'callbacks lists x', 'callbacks imports undo undo', 'callbacks import imports'],
  ]
    .map((line) => line.split(' '))
    .concat([[], [''], ['', 'profiles', 'list'], ['profiles', '', 'list'], ['profiles', 'list', '']])
}

test('a plain command loads neither what oclif runs commands with, nor what only colours and help need', async () => {
  const {ends, loaded} = await run('start', [['profiles', 'list']], xivo.env)
  expect(ends).toMatchObject([{code: 0, stderr: ''}])
  const chunks = loaded.map((path) => /([^/]+)-[0-9A-Z]{8}\.js$/.exec(path)?.[1])
  for (const rare of ['main', 'config', 'help', 'source']) expect(chunks).not.toContain(rare)
})

describe('a command line that is taken apart here', () => {
  test('does what it does when oclif does it: output, errors and exit code', async () => {
    const repeated = isFull ? () => false : isRepeated()
    const lines = Object.entries(manifest.commands).flatMap(([id, command]) => linesOf(id, command, repeated))
    expect(lines.length).toBeGreaterThan(1000)
    await expectSame([...lines, ...others()])
  }, 600_000)

  test('reads the same from a database', async () => {
    const reads = [
      'profiles list',
      'queues list',
      'agents list',
      'callbacks find',
      'callbacks lists',
      'callbacks periods',
    ]
    const more = [
      'rights get jdoe',
      'dissuasion list',
      'agents get 8000',
      'callbacks imports',
      'db status',
      'rights get nobody',
    ]
    const flags = [
      [],
      ['--json'],
      ['--csv'],
      ['--csv', '--json'],
      ['--profile=supervisor'],
      ['--limit', '-1'],
      ['--', 'x'],
    ]
    const lines = [...reads, ...more].flatMap((line) => flags.map((rest) => [...line.split(' '), ...rest]))
    await expectSame(lines, xivo.env)
  })

  test('heeds what oclif reads from the environment and the configuration folder', async () => {
    const lines = ['profiles list', 'profiles list --json', 'rights get', '--help', 'profiles --help', '--version'].map(
      (line) => line.split(' '),
    )
    await expectSame(lines, {...xivo.env, XIVOCTL_CONTENT_TYPE: 'json'})
    const themed = join(folder, 'themed')
    await mkdir(join(themed, 'xivoctl'), {recursive: true})
    await writeFile(
      join(themed, 'xivoctl', 'theme.json'),
      JSON.stringify({bin: 'blue', command: '#ff0000', json: {key: 'red'}}),
    )
    await expectSame(lines, {...xivo.env, XDG_CONFIG_HOME: themed, FORCE_COLOR: '1'})
  })
})

test('the code that the build kept changes nothing', async () => {
  for (const line of [
    'profiles list',
    'profiles list --json',
    'rights get',
    '--help',
    'rights set --help',
    'nope',
    'callbacks lists',
  ]) {
    const [fast] = (await run('start', [line.split(' ')], xivo.env)).ends
    const {code, stdout, stderr} = await runBinary(line.split(' '), {env: xivo.env})
    expect({line, code, stdout, stderr}).toEqual(fast)
  }
})
