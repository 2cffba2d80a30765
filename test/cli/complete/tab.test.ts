import {chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {build, runBinary, startProcess} from '../../support/binary.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const names = ['Relances ventes', 'Facturation : litiges', "L'été", 'a|b & $c "d"', 'under_score', '*']
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

let home: string
let config: string
let cache: string
let script: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'xivoctl-tab-'))
  config = join(home, '.config/xivoctl')
  cache = join(home, '.cache/xivoctl')
  const contexts = {paris: {databaseUrl: xivo.url}, gone: {databaseUrl: 'postgres://xivo:s3cret@127.0.0.1:1/x'}}
  await mkdir(config, {recursive: true})
  await writeFile(join(config, 'config.json'), JSON.stringify({contexts, defaultContext: 'paris'}), {mode: 0o600})
  await mkdir(join(home, 'bin'))
  const program = join(await build(), 'bin/run.js')
  // Without the program, it answers with one word that tells that it was asked.
  const lines = [
    '#!/bin/sh',
    '[ -z "$STUB" ] || exec printf "asked\\t\\n"',
    `exec "${process.execPath}" "${program}" "$@"`,
  ]
  await writeFile(join(home, 'bin/xivoctl'), lines.join('\n'), {mode: 0o755})
  script = (await runBinary(['completion', 'bash'])).stdout
  await xivo.use(async (context) => {
    for (const name of names) await createList(context, name, 'sales')
  })
})
afterAll(() => rm(home, {recursive: true, force: true}))

/**
 * What Tab offers behind each line in one bash, which breaks words as readline does; with how often bash had a child process, whose page
 * faults the kernel counts for it.
 */
async function tab(lines: readonly string[], env: Record<string, string> = {STUB: '1'}) {
  const driver = `
    options=$-:$IFS
    compopt() { COMPREPLY+=("compopt $*"); }
    while IFS= read -r COMP_LINE; do
      COMP_POINT=\${#COMP_LINE}
      read -r -a before </proc/$$/stat; last=$!
      _xivoctl xivoctl "\${COMP_LINE##*[ =:]}"
      read -r -a after </proc/$$/stat; this=$!
      printf '%s\\x1f' "$(( after[10] > before[10] || this != last ))" "\${COMPREPLY[@]}"
      echo
    done
    [[ $options == "$-:$IFS" ]]`
  const input = lines.map((line) => `${line}\n`).join('')
  const surroundings = {HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}`, ...env}
  const bash = startProcess('bash', ['--norc', '--noprofile', '-c', `${script}\n${driver}`], {
    env: surroundings,
    stdin: input,
  })
  const ended = await bash.ended
  expect(ended).toMatchObject({code: 0, stderr: ''})
  const answers = ended.stdout.split('\n').slice(0, -1)
  return answers.map((answer) => {
    const [children, ...words] = answer.split('\x1f').slice(0, -1)
    return {asked: children === '1', words}
  })
}

const without = (...words: string[]) => ({asked: false, words})

test('words need no process', async () => {
  expect(
    await tab([
      'xivoctl callb',
      'xivoctl rights set jbond --profile sup',
      'xivoctl rights set jbond --profile=sup',
      'xivoctl callbacks find --off',
      'xivoctl callbacks import x ',
    ]),
  ).toEqual([
    without('callbacks'),
    without('supervisor'),
    without('supervisor'),
    without('--offset'),
    without('compopt -o default'),
  ])
})

describe('names', () => {
  beforeEach(async () => {
    await rm(cache, {recursive: true, force: true})
  })

  /** Lets the program store names, of the default context and of a named one. */
  const store = (...lines: string[]) => tab(lines, {})
  const asked = {asked: true, words: ['asked']}
  const get = 'xivoctl rights get jbo'
  const file = () => join(cache, 'names-login-')

  test('are stored by the first Tab, and need no process for a minute', async () => {
    expect(await store(get, 'xivoctl callbacks export x')).toEqual([
      {asked: true, words: ['jbond']},
      {asked: true, words: []},
    ])
    const read = ['Rel', 'Fact', 'L', 'a', 'under_', '--queue x R'].map((typed) => `xivoctl callbacks export ${typed}`)
    expect(
      await tab([get, ...read, 'xivoctl callbacks purge --list=Rel', 'xivoctl callbacks move x --to Rel']),
    ).toEqual([
      without('jbond'),
      without('Relances\\ ventes'),
      without('Facturation\\ :\\ litiges'),
      without("L\\'été"),
      without('a\\|b\\ \\&\\ \\$c\\ \\"d\\"'),
      without('under_score'),
      without('Relances\\ ventes'),
      without('Relances\\ ventes'),
      without('Relances\\ ventes'),
    ])
  })

  test('are those of the context, and never those of another', async () => {
    const paris = 'xivoctl rights get --context paris jbo'
    await store(get, paris, 'xivoctl rights get --context gone jbo')
    expect(
      await tab([get, paris, 'xivoctl rights get --context gone jbo', 'xivoctl rights get --context=paris,gone jbo']),
    ).toEqual([without('jbond'), without('jbond'), asked, asked])
    expect(await tab([get, paris], {STUB: '1', XIVOCTL_CONTEXT: 'gone'})).toEqual([asked, without('jbond')])
    expect(await tab([get], {STUB: '1', XIVOCTL_CONTEXT: 'paris'})).toEqual([without('jbond')])
  })

  test.each([
    ['a database in the environment', {XIVOCTL_DATABASE_URL: 'postgres://xivo@127.0.0.1:1/x'}],
    ['settings of libpq', {PGUSER: 'somebody'}],
    ['another folder of settings', {XDG_CONFIG_HOME: '/nonexistent'}],
    ['another folder of demos', {XDG_STATE_HOME: '/nonexistent'}],
  ])('are asked of the program with %s, which stores none', async (_, env) => {
    await store(get)
    expect(await tab([get], {STUB: '1', ...env})).toEqual([asked])
    await rm(cache, {recursive: true})
  })

  test('are asked of the program after a minute, a change of the settings, and where others could have written', async () => {
    await store(get)
    const [header = '', ...rest] = (await readFile(file(), 'utf8')).split('\n')
    const written = new Date(Number(header.split(' ')[1]) * 1000)
    const put = async (seconds = 0) => {
      await rm(file(), {force: true})
      await writeFile(file(), [`xivoctl ${Math.floor(Date.now() / 1000) - seconds}`, ...rest].join('\n'), {mode: 0o600})
    }
    const afterPut = (change: () => Promise<unknown>) => async () => {
      await put()
      await change()
    }
    const link = async () => {
      await rename(file(), join(cache, 'moved'))
      await symlink(join(cache, 'moved'), file())
    }
    const asOldAsSettings = async () => {
      for (const path of [file(), config]) await utimes(path, written, written)
    }
    const changes: [string, () => Promise<unknown>, boolean][] = [
      ['fresh', () => put(50), false],
      ['of the future', () => put(-5), true],
      ['stale', () => put(60), true],
      ['of another user', isRoot ? afterPut(() => chown(file(), NOBODY, NOBODY)) : () => put(60), true],
      ['a link', afterPut(link), true],
      ['of another format', afterPut(() => writeFile(file(), 'anything\n')), true],
      ['not newer than the settings', afterPut(asOldAsSettings), true],
      ['fresh again', () => put(), false],
    ]
    for (const [name, change, isAsked] of changes) {
      await change()
      expect([name, await tab([get])]).toEqual([name, [isAsked ? asked : without('jbond')]])
    }
  })

  test('are in a file for this user alone, without secrets', async () => {
    await store(get, 'xivoctl callbacks export x', 'xivoctl doctor --context x')
    const stored = (await readdir(cache)).filter((name) => name.startsWith('names-')).sort()
    expect(stored).toEqual(['names-context-', 'names-list-', 'names-login-'])
    for (const name of stored) {
      expect(((await stat(join(cache, name))).mode & 0o777).toString(8)).toBe('600')
      expect(await readFile(join(cache, name), 'utf8')).not.toMatch(/s3cret|postgres:/)
    }
  })
})
