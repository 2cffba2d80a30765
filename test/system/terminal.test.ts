import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {useXivo} from '../support/xivo.ts'
import {installIn} from './installed.ts'
import {useScreens} from './tmux.ts'

const xivo = useXivo()
const openScreen = useScreens()
let directory: string
let env: Record<string, string>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'xivoctl-terminal-'))
  env = {...xivo.env, HOME: directory, PATH: await installIn(directory), LC_ALL: 'C.UTF-8', NO_COLOR: '1'}
  await xivo.use(async (context) => {
    await createList(context, "Relances de l'été", 'sales')
    await setRights(context, 'jmenage', {type: 'teacher'})
    await createCallback(context, "Relances de l'été", {
      phoneNumber: '0230210092',
      firstName: 'Zoë',
      lastName: "O'Neill",
      company: 'Société générale des eaux de la vallée',
      description: 'rappeler dès que possible, à propos de la facture du mois dernier',
    })
  })
})
afterAll(() => rm(directory, {recursive: true, force: true}))

/** Runs a line in a terminal of this width; the code it ended with comes last. */
const run = (line: string, width: number) =>
  openScreen(['sh', '-c', `${line}; echo "code $?"; read _`], {env, width, height: 50})

const boxed = /^[┌│├└].*[┐│┤┘]$/

describe('a table', () => {
  test.each([
    [40, 'a field a line', 'a field a line'],
    [80, 'a field a line', 'a box'],
    [200, 'a box', 'a box'],
  ])('of many columns on %i is %s, one of few %s, and nothing is left out or runs over', async (width, ...forms) => {
    for (const [i, line] of ['xivoctl callbacks find', 'xivoctl profiles list --profile teacher'].entries()) {
      const screen = await run(line, width)
      const shown = await screen.shows(/^code 0$/m)
      await screen.close()
      const lines = shown.split('\n').filter((each) => each !== '' && !each.startsWith('code'))
      for (const each of lines) expect([...each].length).toBeLessThanOrEqual(width)
      expect(lines.every((each) => boxed.test(each))).toBe(forms[i] === 'a box')
      const letters = shown.replace(/[^\p{L}\d']/gu, '')
      for (const value of i === 0 ? ['0230210092', "O'Neill", 'Société'] : ['jmenage', 'Ménage']) {
        expect(letters).toContain(value)
      }
    }
  })
})

describe('an import', () => {
  const rows = 100_000
  let file: string
  beforeAll(async () => {
    file = join(directory, 'large.csv')
    const lines = Array.from({length: rows}, (_, i) => `02302${String(i).padStart(6, '0')}|Doe|Afternoon`)
    await writeFile(file, ['phoneNumber|lastName|description', ...lines, ''].join('\n'))
  })

  test.each([
    [40, /lines.* s left/],
    [80, /[\d,]+ lines · [\d.]+ MB of [\d.]+ MB · .* s left/],
    [200, /[█░]{20} · [\d,]+ lines · [\d.]+ MB of [\d.]+ MB · [\d,]+ lines\/s · \d+ s left/],
  ])('shows on %i columns how far it is, and wipes that away', async (width, progress) => {
    const screen = await run(
      `xivoctl callbacks import "Relances de l'été" ${file} --dry-run --on-duplicate insert`,
      width,
    )
    const under = await screen.shows(progress)
    expect(Math.max(...under.split('\n').map((line) => line.length))).toBeLessThan(width)
    const done = await screen.shows(/^code 0$/m)
    await screen.close()
    expect(done).toContain(`would import ${rows}`)
    expect(done).not.toContain('left')
    expect(done).not.toContain('█')
  })
})

describe('a question', () => {
  test.each([40, 80, 200])('is answered with the arrow keys on %i columns', async (width) => {
    const screen = await run('xivoctl dissuasion options', width)
    await screen.shows(/❯ facturation/)
    await screen.press('Down')
    await screen.shows(/❯ nuit/)
    await screen.type('switch')
    await screen.shows(/❯ switchboard/)
    await screen.press('Enter')
    const shown = await screen.shows(/^code 0$/m)
    await screen.close()
    expect(shown).toMatch(/name or id of the queue: ?\n?switchboard/)
  })

  test('is left with Ctrl-C: code 130', async () => {
    const screen = await openScreen(['bash', '--norc', '-i'], {env})
    await screen.type('xivoctl callbacks lists delete; echo "code $?"')
    await screen.press('Enter')
    await screen.shows(/❯ Relances de l'été {2}sales/)
    await screen.press('Enter')
    await screen.shows(/deleted \(name Relances[\s\S]*\? delete the list 'Relances de l'été' with all its requests\?/)
    await screen.press('C-c')
    await screen.shows(/^code 130$/m)
    await screen.close()
    expect(await xivo.sql('select name from xivoctl.callback_list')).toHaveLength(1)
  })
})
