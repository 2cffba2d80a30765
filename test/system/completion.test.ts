import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {useXivo} from '../support/xivo.ts'
import {installIn} from './installed.ts'
import {bash, bashCompletion, fish, zsh} from './programs.ts'
import {type Screen, useScreens} from './tmux.ts'

const xivo = useXivo()
const openScreen = useScreens()
let directory: string
let env: Record<string, string>

const lists = ['Relances ventes', 'Facturation : litiges', "L'été", 'a|b & $c "d"']

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-shells-'))
  await writeFile(join(directory, 'a file.csv'), '')
  const config = {contexts: {paris: {databaseUrl: xivo.url, soundsDir: xivo.sounds}, gone: {databaseUrl: away}}}
  const settings = join(directory, '.config/xivoctl')
  await mkdir(settings, {recursive: true})
  await writeFile(join(settings, 'config.json'), JSON.stringify(config), {mode: 0o600})
  env = {
    HOME: directory,
    PATH: await installIn(directory),
    LC_ALL: 'C.UTF-8',
    XIVOCTL_CONTEXT: 'paris',
  }
  const program = join(directory, 'bin/xivoctl')
  await writeFile(program, (await readFile(program, 'utf8')).replace('\n', `\necho "$*" >> ${asked()}\n`))
  await xivo.use(async (context) => {
    for (const name of lists) await createList(context, name, 'sales')
  })
})
afterAll(() => rm(directory, {recursive: true, force: true}))

/** A line for each start of the program. */
const asked = () => join(directory, '.starts')
const starts = async () => (await readFile(asked(), 'utf8')).split('\n').length

const away = 'postgres://xivo@127.0.0.1:1/x'

/** How each shell is started without anybody's own settings, and takes the script. */
const shells = {
  bash: {
    command: [bash, '--norc', '--noprofile', '-i'],
    begin: `PS1='% '; bind 'set bell-style none'; source <(xivoctl completion bash)`,
  },
  'bash with bash-completion': {
    command: [bash, '--norc', '--noprofile', '-i'],
    begin: `PS1='% '; bind 'set bell-style none'; . ${bashCompletion}; . <(xivoctl completion bash)`,
  },
  zsh: {
    command: [zsh, '-f', '-i'],
    begin: `PS1='%% '; autoload -Uz compinit; compinit -u -D; source <(xivoctl completion zsh)`,
  },
  fish: {
    command: [fish, '--no-config', '-i'],
    begin: `function fish_prompt; echo '% '; end; xivoctl completion fish | source`,
  },
}

describe.each(Object.entries(shells))('%s', (shell, {command, begin}) => {
  let screen: Screen

  beforeAll(async () => {
    screen = await openScreen(command, {env: {...env, XDG_CACHE_HOME: join(directory, shell)}, width: 150})
    await screen.type(`cd '${directory}'; ${begin}; clear; echo rea''dy`)
    await screen.press('Enter')
    await screen.shows(/^ready$/m)
  })
  afterAll(() => screen.close())

  /** What the line has become; the screen holds nothing else that begins so. */
  async function completes(typed: string, line: string): Promise<void> {
    await screen.type(typed)
    await screen.press('Tab')
    const escaped = `% ${line}`.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
    const shown = await screen.shows(new RegExp(`${escaped}( |$)`, 'm')).catch((error) => error.message)
    await screen.press('C-a', 'C-k', 'C-l')
    expect(shown).toContain(`% ${line}`)
    await screen.shows(/^%$/m)
  }

  test.each([
    ['a topic', 'xivoctl callb', 'xivoctl callbacks'],
    ['a command', 'xivoctl callbacks peri', 'xivoctl callbacks periods'],
    ['a flag', 'xivoctl callbacks find --off', 'xivoctl callbacks find --offset'],
    ['an option', 'xivoctl rights set jbond --profile sup', 'xivoctl rights set jbond --profile supervisor'],
    ['an option of --flag=', 'xivoctl rights set jbond --profile=sup', 'xivoctl rights set jbond --profile=supervisor'],
    ['a login', 'xivoctl rights get jbon', 'xivoctl rights get jbond'],
    ['a queue', 'xivoctl dissuasion get swi', 'xivoctl dissuasion get switchboard'],
    ['a queue of --flag=', 'xivoctl rights why jbond --queue=swi', 'xivoctl rights why jbond --queue=switchboard'],
    ['a sound', 'xivoctl dissuasion set-sound sales sales_n', 'xivoctl dissuasion set-sound sales sales_newSoundFile'],
    ['a context', 'xivoctl profiles list --context par', 'xivoctl profiles list --context paris'],
    ['a period', 'xivoctl callbacks periods delete Tout', 'xivoctl callbacks periods delete Toute\\ la\\ journée'],
    ['a name with a space', 'xivoctl callbacks export Rel', 'xivoctl callbacks export Relances\\ ventes'],
    ['behind a quote', 'xivoctl callbacks export "Rel', 'xivoctl callbacks export "Relances ventes"'],
    ['behind an apostrophe', "xivoctl callbacks export 'Rel", "xivoctl callbacks export 'Relances ventes'"],
    ['a name with a colon', 'xivoctl callbacks export Fact', 'xivoctl callbacks export Facturation\\ :\\ litiges'],
    [
      'what comes after a colon',
      'xivoctl callbacks export Facturation\\ :\\ l',
      'xivoctl callbacks export Facturation\\ :\\ litiges',
    ],
    ['a name with an apostrophe', 'xivoctl callbacks export L', "xivoctl callbacks export L\\'été"],
    ['the same behind a quote', 'xivoctl callbacks export "L', `xivoctl callbacks export "L'été"`],
    ['a list of --flag=', 'xivoctl callbacks purge --list=Rel', 'xivoctl callbacks purge --list=Relances\\ ventes'],
    ['what a shell would run', 'xivoctl callbacks export a', 'xivoctl callbacks export a\\|b\\ \\&\\ \\$c\\ \\"d\\"'],
    ['a file', 'xivoctl callbacks import x a', 'xivoctl callbacks import x a\\ file.csv'],
    ['a file of --flag=', 'xivoctl callbacks find --filters=a', 'xivoctl callbacks find --filters=a\\ file.csv'],
  ])('%s', async (_, typed, line) => {
    await completes(typed, line)
  })

  test('words, and names that were completed a moment ago, without starting the program', async () => {
    const before = await starts()
    await completes('xivoctl rights get jbon', 'xivoctl rights get jbond')
    await completes('xivoctl dissuasion get --context paris swi', 'xivoctl dissuasion get --context paris switchboard')
    const first = await starts()
    expect(first - before).toBeLessThanOrEqual(2)
    await completes('xivoctl rights get jbon', 'xivoctl rights get jbond')
    await completes('xivoctl dissuasion get --context paris swi', 'xivoctl dissuasion get --context paris switchboard')
    await completes('xivoctl rights set jbond --profile=sup', 'xivoctl rights set jbond --profile=supervisor')
    expect(await starts()).toBe(first)
  })

  test('nothing, silently and soon, of a server that is away', async () => {
    const begun = Date.now()
    await screen.type('xivoctl rights get --context gone j')
    await screen.press('Tab')
    await screen.type('k')
    const shown = await screen.shows(/--context gone jk/)
    expect(Date.now() - begun).toBeLessThan(2000)
    expect(shown.trim().split('\n')).toHaveLength(1)
    await screen.press('C-a', 'C-k', 'C-l')
  })

  test.runIf(/zsh|fish/.test(shell))('what each command is about', async () => {
    await screen.press('C-l')
    await screen.type('xivoctl rights ')
    await screen.press('Tab')
    await screen.shows(/why.*explain what a user may do on each queue/)
    await screen.press('C-c', 'C-l')
  })
})

test('an installed script needs no settings of its user: zsh', async () => {
  const screen = await openScreen([zsh, '-f', '-i'], {env})
  await screen.type(
    `PS1='%% '; mkdir -p ~/f; xivoctl completion zsh > ~/f/_xivoctl; fpath=(~/f $fpath); autoload -Uz compinit; compinit -u -D; clear; echo rea''dy`,
  )
  await screen.press('Enter')
  await screen.shows(/^ready$/m)
  await screen.type('xivoctl callb')
  await screen.press('Tab')
  await screen.shows(/% xivoctl callbacks/)
  await screen.close()
})
