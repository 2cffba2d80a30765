import {mkdir, readdir, readFile, rm, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test, vi} from 'vitest'
import DissuasionRemoveSound from '../../commands/dissuasion/remove-sound.ts'
import DissuasionRenameSound from '../../commands/dissuasion/rename-sound.ts'
import Undo from '../../commands/undo.ts'
import {writeSampleSounds} from '../../src/embedded/sample-sounds.ts'
import {abandonedDrafts} from '../../src/sounds/drafts.ts'
import {run} from '../support/run.ts'
import {wav} from '../support/wav.ts'
import {useXivo} from '../support/xivo.ts'

const playback = '/var/lib/xivo/sounds/playback'
const xivo = useXivo()

beforeEach(async () => {
  await rm(xivo.sounds, {recursive: true, force: true})
  await writeSampleSounds(xivo.sounds)
})

const files = async () => (await readdir(xivo.sounds, {recursive: true})).filter((name) => !name.startsWith('.')).sort()
const has = async (...names: string[]) => (await files()).filter((name) => names.includes(name))
const put = (name: string, content = wav()) => writeFile(join(xivo.sounds, name), content)

/** Who plays a sound, in XiVO's terms. */
const usesOf = async (name: string) =>
  (
    await xivo.sql(
      `select category, categoryval, event, actionarg2 from dialaction where action = 'sound' and actionarg1 = $1 order by 1, 2, 3`,
      [`${playback}/${name}`],
    )
  ).map(({category, categoryval, event}) => `${category} ${categoryval} ${event}`)

/** Undoes the last command. */
async function undone() {
  const [{run: last} = {}] = await xivo.sql('select run from xivoctl.journal order by id desc limit 1')
  return run(Undo, ['--run', last], xivo.env)
}

describe('dissuasion remove-sound', () => {
  test('takes all formats and languages of a sound away', async () => {
    await put('recouvrement_essai.gsm')
    await mkdir(join(xivo.sounds, 'fr_FR'))
    await put('fr_FR/recouvrement_essai.wav')
    const {code, stdout} = await run(DissuasionRemoveSound, ['recouvrement_essai', '--yes', '--json'], xivo.env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      soundFile: 'recouvrement_essai',
      files: ['fr_FR/recouvrement_essai.wav', 'recouvrement_essai.gsm', 'recouvrement_essai.wav'],
    })
    expect((await files()).filter((name) => name.includes('recouvrement_essai'))).toEqual([])
    expect((await undone()).code).toBe(0)
    expect(await readFile(join(xivo.sounds, 'fr_FR/recouvrement_essai.wav'))).toEqual(wav())
  })

  test('refuses a sound that is played, and says by whom', async () => {
    const {code, stderr} = await run(DissuasionRemoveSound, ['bienvenue', '--yes'], xivo.env)
    expect(code).toBe(7)
    expect(stderr).toContain("'bienvenue' is played by group 3 (chanunavail), incall 8 (answer)")
    expect(await has('bienvenue.wav')).toEqual(['bienvenue.wav'])
  })

  test('takes one format of a sound that is played, while another is left', async () => {
    await put('bienvenue.alaw')
    expect(await run(DissuasionRemoveSound, ['bienvenue.alaw', '--yes'], xivo.env)).toMatchObject({code: 0})
    expect(await has('bienvenue.alaw', 'bienvenue.wav')).toEqual(['bienvenue.wav'])
    expect(await run(DissuasionRemoveSound, ['bienvenue.wav', '--yes'], xivo.env)).toMatchObject({code: 7})
  })

  test('asks, rehearses, and finds no sound that is not there', async () => {
    const before = await files()
    expect(await run(DissuasionRemoveSound, ['recouvrement_essai'], xivo.env)).toMatchObject({code: 2})
    expect(await run(DissuasionRemoveSound, ['recouvrement_essai', '--dry-run'], xivo.env)).toMatchObject({code: 0})
    expect(await run(DissuasionRemoveSound, ['recouvrement_essay', '--yes'], xivo.env)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('recouvrement_essai'),
    })
    expect(await files()).toEqual(before)
  })
})

describe('dissuasion rename-sound', () => {
  test('renames all files, and all that plays the sound follows', async () => {
    await put('bienvenue.gsm')
    const uses = await usesOf('bienvenue')
    expect(uses).toEqual(['group 3 chanunavail', 'incall 8 answer'])
    const {code, stderr} = await run(DissuasionRenameSound, ['bienvenue.wav', 'accueil.wav'], xivo.env)
    expect(code).toBe(0)
    expect(stderr).toMatch(/destination of group 3 \(chanunavail\): .*\n.*destination of incall 8 \(answer\): /)
    expect([await usesOf('bienvenue'), await usesOf('accueil')]).toEqual([[], uses])
    const names = ['accueil.gsm', 'accueil.wav', 'bienvenue.gsm', 'bienvenue.wav']
    expect(await has(...names)).toEqual(['accueil.gsm', 'accueil.wav'])
    expect((await undone()).code).toBe(0)
    expect([await usesOf('bienvenue'), await usesOf('accueil')]).toEqual([uses, []])
    expect(await has(...names)).toEqual(['bienvenue.gsm', 'bienvenue.wav'])
  })

  test('is refused while a schedule plays it, which xivoctl does not change', async () => {
    await xivo.sql(
      `update schedule set fallback_action = 'sound', fallback_actionid = $1, commented = 0 where id = (select min(id) from schedule)`,
      [`${playback}/recouvrement_essai`],
    )
    const {code, stderr} = await run(DissuasionRenameSound, ['recouvrement_essai', 'essai'], xivo.env)
    expect(code).toBe(7)
    expect(stderr).toMatch(/schedule \d+ \(fallback_action\)/)
    await xivo.sql(`update schedule set fallback_action = 'none', fallback_actionid = null`)
    expect(await has('recouvrement_essai.wav', 'essai.wav')).toEqual(['recouvrement_essai.wav'])
  })

  test('leaves a dissuasion alone that another session changes at that moment', async () => {
    const row = `select action, actionarg1 from dialaction where event = 'chanunavail' and category = 'queue'
      and actionarg1 = $1`
    const sound = `${playback}/sales_audio_file`
    expect(await xivo.sql(row, [sound])).toHaveLength(1)
    await xivo.client(async (other) => {
      await other.query('begin')
      await other.query(
        `update dialaction set action = 'queue', actionarg1 = '2' where event = 'chanunavail' and category = 'queue' and actionarg1 = $1`,
        [sound],
      )
      const renaming = run(DissuasionRenameSound, ['sales_audio_file', 'sales_moved'], xivo.env)
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      await vi.waitUntil(async () => (await xivo.sql(waiting)).length > 0, 10_000)
      await other.query('commit')
      expect(await renaming).toMatchObject({code: 0})
    })
    expect(await xivo.sql(row, ['2'])).toContainEqual({action: 'queue', actionarg1: '2'})
    expect(await xivo.sql(row, [`${playback}/sales_moved`])).toEqual([])
    expect((await undone()).code).toBe(0)
    await xivo.sql(
      `update dialaction set action = 'sound', actionarg1 = $1 where event = 'chanunavail' and category = 'queue' and actionarg1 = '2'
       and categoryval = (select id::text from queuefeatures where name = 'sales')`,
      [sound],
    )
  })

  test('tells the dissuasions that follow, and that a queue is not offered it any more', async () => {
    const argv = ['sales_audio_file', 'vente', '--dry-run', '--json']
    const {stdout, stderr} = await run(DissuasionRenameSound, argv, xivo.env)
    expect(JSON.parse(stdout).changes.map(({kind, name}: {kind: string; name: string}) => `${kind} ${name}`)).toEqual([
      'sound vente',
      'dissuasion sales',
    ])
    expect(stderr).toContain("does not begin with 'sales_'")
    expect(await has('vente.wav', 'sales_audio_file.wav')).toEqual(['sales_audio_file.wav'])
  })

  test('refuses a name that is taken, in whatever format, or that XiVO does not take', async () => {
    await put('taken.gsm')
    expect(await run(DissuasionRenameSound, ['bienvenue', 'taken'], xivo.env)).toMatchObject({code: 7})
    expect(await run(DissuasionRenameSound, ['bienvenue', 'à midi'], xivo.env)).toMatchObject({code: 3})
    expect(await run(DissuasionRenameSound, ['bienvenue', '.hidden'], xivo.env)).toMatchObject({code: 3})
    expect(await has('bienvenue.wav')).toEqual(['bienvenue.wav'])
  })

  test('is not undone while a file of its former name is there, or after the file has changed', async () => {
    expect((await run(DissuasionRenameSound, ['recouvrement_essai', 'renamed'], xivo.env)).code).toBe(0)
    await put('recouvrement_essai.wav')
    expect((await undone()).code).toBe(7)
    await rm(join(xivo.sounds, 'recouvrement_essai.wav'))
    await put('renamed.wav', wav({seconds: 2}))
    expect((await undone()).code).toBe(7)
    expect(await has('renamed.wav', 'recouvrement_essai.wav')).toEqual(['renamed.wav'])
  })
})

test('a draft is abandoned after an hour; a file that is kept for undo is none', async () => {
  const draft = '.xivoctl-0e6f5f9a-6f0c-4a5f-9c59-6a1e4c3f5d10.tmp'
  const kept = `.xivoctl-undone-${'0'.repeat(64)}.tmp`
  for (const name of [draft, kept]) await put(name)
  const directory = {path: xivo.sounds, asteriskPath: playback}
  expect(await abandonedDrafts(directory)).toEqual([])
  const before = new Date(Date.now() - 3_700_000)
  for (const name of [draft, kept]) await utimes(join(xivo.sounds, name), before, before)
  expect(await abandonedDrafts(directory)).toEqual([join(xivo.sounds, draft)])
})
