import {chmod, mkdir, readdir, rm, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import DissuasionCheck from '../../../commands/dissuasion/check.ts'
import {begin, type Context, withContext} from '../../../src/context.ts'
import {explainDissuasion} from '../../../src/services/dissuasion/dissuasion.ts'
import {addSound, checkSounds} from '../../../src/services/dissuasion/sounds.ts'
import {removeSound, renameSound} from '../../../src/services/dissuasion/stored-sounds.ts'
import {playedSounds as playedSoundsCheck} from '../../../src/services/doctor/played-sounds.ts'
import {listHistory} from '../../../src/services/history.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {createRole, envOf} from '../../support/least-role.ts'
import {run} from '../../support/run.ts'
import {wav} from '../../support/wav.ts'
import {useXivo} from '../../support/xivo.ts'

const playback = '/var/lib/xivo/sounds/playback'
const xivo = useXivo()

beforeEach(async () => {
  await rm(xivo.sounds, {recursive: true, force: true})
  await mkdir(xivo.sounds)
  for (const name of ['essai', 'bienvenue']) await writeFile(join(xivo.sounds, `${name}.wav`), wav())
  await xivo.sql('truncate schedule, schedule_time, schedule_path, paging')
})

type Env = Record<string, string>

const within = <T>(work: (context: Context) => Promise<T>, env: Env = {}) =>
  withContext(loadSettings({}, {...xivo.env, ...env}), new AbortController().signal, work)
const remove = (name: string, env?: Env) => within((context) => removeSound(begin(context), name), env)
const rename = (from: string, to: string, env?: Env) => within((context) => renameSound(begin(context), from, to), env)
const lastRun = async () => String((await xivo.sql('select run from xivoctl.journal order by id desc limit 1'))[0]?.run)
const undo = async (env?: Env) => {
  const run = await lastRun()
  return within((context) => undoChanges(begin(context, {run: commandRun('undo')}), {run}), env)
}
const files = async () => (await readdir(xivo.sounds)).filter((name) => !name.startsWith('.')).sort()
const usersOf = async (sound: string, env?: Env) => {
  const found = (await within((context) => checkSounds(context), env)).find(({name}) => name === sound)
  return found?.usedBy.map(({category, categoryval, event}) => `${category} ${categoryval} ${event}`)
}
const rows = () => xivo.sql('select * from dialaction order by event, category, categoryval')

describe('the periods of a schedule', () => {
  beforeEach(async () => {
    await xivo.sql(`insert into schedule (id, name, commented) values (1, 'Open', 0), (2, 'Disabled', 1)`)
    await xivo.sql(`insert into schedule_time (schedule_id, mode, action, actionid)
      select id, 'closed', 'sound', '${playback}/essai' from unnest(array[2, 99]) id`)
  })

  test('play nothing once it is deleted or disabled', async () => {
    expect(await usersOf('essai')).toEqual([])
    await rename('essai', 'sales_essai')
    await remove('sales_essai')
    expect(await files()).toEqual(['bienvenue.wav'])
  })

  test('play their sound while it is in force', async () => {
    await xivo.sql(`update schedule set commented = 0`)
    expect(await usersOf('essai')).toEqual(['schedule 2 schedule_time'])
    await expect(remove('essai')).rejects.toMatchObject({kind: 'conflict'})
    await expect(rename('essai', 'sales_essai')).rejects.toMatchObject({kind: 'conflict'})
  })
})

describe('a role that may not read schedules and pagings', () => {
  const role = 'xivoctl_players'
  const env = () => ({XIVOCTL_DATABASE_URL: String(envOf(xivo, role).XIVOCTL_DATABASE_URL)})
  beforeAll(async () => {
    await createRole(xivo, role)
    await xivo.sql(`revoke select on schedule, schedule_time, paging from ${role}`)
  })
  afterAll(async () => {
    await xivo.sql(`drop owned by ${role}`)
    await xivo.sql(`drop role ${role}`)
  })
  const unseen = {
    kind: 'refused',
    message: expect.stringContaining('public.paging, public.schedule, public.schedule_time'),
    hints: [{run: 'db init', words: ['--grant', role]}],
  }

  test('removes and renames no sound', async () => {
    await expect(remove('essai', env())).rejects.toMatchObject(unseen)
    await expect(rename('essai', 'sales_essai', env())).rejects.toMatchObject(unseen)
    expect(await files()).toEqual(['bienvenue.wav', 'essai.wav'])
  })

  test('is told what the check of sounds does not see', async () => {
    const check = async (own: Env) => (await run(DissuasionCheck, [], {...xivo.env, ...own})).stderr
    expect(await check(env())).toContain('public.paging, public.schedule, public.schedule_time')
    expect(await check({})).not.toContain('public.schedule')
  })

  test('takes none away by undo', async () => {
    const bytes = Readable.from([wav()])
    await within((context) => addSound(begin(context), 'sales', {bytes, name: 'neuf.wav'}), env())
    await expect(undo(env())).rejects.toMatchObject(unseen)
    expect(await files()).toContain('sales_neuf.wav')
  })

  test('does, once it may read their columns', async () => {
    for (const table of ['schedule', 'schedule_time', 'paging']) {
      const [{columns} = {}] = await xivo.sql(
        `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
         where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`,
      )
      await xivo.sql(`grant select (${columns}) on ${table} to ${role}`)
    }
    await xivo.sql(`insert into schedule (id, name, fallback_action, fallback_actionid, commented)
      values (1, 'Fermé', 'sound', '${playback}/bienvenue', 0)`)
    await remove('essai', env())
    expect(await usersOf('bienvenue', env())).toContain('schedule 1 fallback_action')
  })
})

describe('a sound that is played by another path', () => {
  const alias = () => `${xivo.sounds}-alias`
  const other = () => `${xivo.sounds}-other`
  /** As on the machine of Asterisk. */
  const onHost = () => ({XIVOCTL_SOUNDS_ASTERISK_DIR: xivo.sounds})
  const plays = (path: string) =>
    xivo.sql(
      `update dialaction set action = 'sound', actionarg1 = $1, linked = 1 where category = 'user' and event = 'busy'
      and categoryval = (select min(categoryval) from dialaction where category = 'user' and event = 'busy')`,
      [path],
    )
  const user = async () =>
    (await xivo.sql(`select min(categoryval) as id from dialaction where category = 'user' and event = 'busy'`))[0]?.id
  beforeEach(async () => {
    await symlink(xivo.sounds, alias())
    await mkdir(other())
  })
  afterEach(async () => {
    await rm(alias())
    await rm(other(), {recursive: true})
  })

  test('that leads to the sound directory is used, and follows', async () => {
    for (const path of [`${alias()}/essai`, `${playback}//essai`, `${xivo.sounds}/./essai`]) {
      await plays(path)
      const env = path.startsWith(playback) ? {} : onHost()
      expect([path, await usersOf('essai', env)]).toEqual([path, [`user ${await user()} busy`]])
      await expect(remove('essai', env)).rejects.toMatchObject({kind: 'conflict'})
      await rename('essai', 'sales_essai', env)
      const moved = path.replace('essai', 'sales_essai')
      expect(await xivo.sql('select categoryval from dialaction where actionarg1 = $1', [moved])).toHaveLength(1)
      await undo(env)
      expect(await xivo.sql('select categoryval from dialaction where actionarg1 = $1', [path])).toHaveLength(1)
    }
  })

  test.each<[string, () => string, shown?: string]>([
    ['another directory', () => `${other()}/essai`],
    ['a directory that is not there', () => `${xivo.sounds}-gone/essai`],
    ["Asterisk's own directory", () => 'custom/essai'],
    ['a folder that is no language', () => `${xivo.sounds}/old/essai`, 'old/essai'],
  ])('in %s is another sound', async (_, path, shown = path()) => {
    await plays(path())
    expect(await usersOf('essai', onHost())).toEqual([])
    expect(await usersOf(shown, onHost())).toEqual([`user ${await user()} busy`])
    await remove('essai', onHost())
  })

  test('that cannot be looked at from this machine may be the same', async () => {
    await plays('/srv/sounds/essai')
    const unknown = {kind: 'conflict', message: expect.stringContaining("'/srv/sounds/essai'")}
    await expect(remove('essai')).rejects.toMatchObject(unknown)
    await expect(rename('essai', 'sales_essai')).rejects.toMatchObject(unknown)
  })

  test('of a paging is in the one directory that XiVO has for that', async () => {
    await plays('')
    await xivo.sql(`insert into paging (id, number, timeout, announcement_file) values (1, '601', 30, 'essai.wav')`)
    expect(await usersOf('essai')).toEqual(['paging 1 announcement_file'])
    await expect(rename('essai', 'sales_essai', {XIVOCTL_SOUNDS_ASTERISK_DIR: '/srv/sounds'})).rejects.toMatchObject({
      kind: 'conflict',
    })
    expect(await usersOf('essai', onHost())).toEqual([])
  })
})

describe('a dissuasion that plays a sound by another path', () => {
  test('is not broken where that leads to the sound directory', async () => {
    await symlink(xivo.sounds, `${xivo.sounds}-alias`)
    const state = (path: string) =>
      xivo
        .sql(
          `update dialaction set action = 'sound', actionarg1 = $1 where event = 'chanunavail' and category = 'queue' and categoryval = '3'`,
          [path],
        )
        .then(() =>
          within((context) => explainDissuasion(context, 'sales'), {XIVOCTL_SOUNDS_ASTERISK_DIR: xivo.sounds}),
        )
    expect(await state(`${xivo.sounds}-alias/essai`)).not.toHaveProperty('broken')
    expect(await state(`${xivo.sounds}-alias/nothing`)).toHaveProperty('broken')
    expect(await state('custom/essai')).toHaveProperty('broken')
    await rm(`${xivo.sounds}-alias`)
  })
})

describe('doctor says of a played sound how it is heard again:', () => {
  const empty = Buffer.alloc(0)
  test.each<[string, Record<string, Buffer>, string]>([
    ['the bad one of two files goes', {'bienvenue.alaw': empty}, 'xivoctl dissuasion remove-sound bienvenue.alaw'],
    ['an empty file is put there again', {'bienvenue.wav': empty}, 'put the sound there again'],
    ['another is converted', {'bienvenue.wav': wav({channels: 2})}, 'sox SOUNDS/bienvenue.wav -r 8000'],
  ])('%s', async (_, files, remedy) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(xivo.sounds, name), content)
    const findings = await within((context) => playedSoundsCheck.examine(context))
    const of = findings.filter((finding) => !finding.ok && finding.what.includes('bienvenue'))
    expect(of).toMatchObject([{remedy: expect.stringContaining(remedy.replace('SOUNDS', xivo.sounds))}])
    expect(of).toMatchObject([{what: expect.stringContaining(String(Object.keys(files)[0]))}])
  })

  test('one that Asterisk may not read is opened', async () => {
    await chmod(join(xivo.sounds, 'bienvenue.wav'), 0o000)
    const findings = await within((context) => playedSoundsCheck.examine(context))
    const remedy = `chmod 0664 ${xivo.sounds}/bienvenue.wav`
    expect(findings).toContainEqual(expect.objectContaining({remedy}))
  })
})

describe('all that plays a renamed sound', () => {
  const ofQueue = `event = 'busy' and category = 'queue' and categoryval = '3'`
  beforeEach(async () => {
    await xivo.sql(`insert into dialaction (event, category, categoryval, action, actionarg1, actionarg2, linked)
      values ('busy', 'queue', '3', 'sound', '${playback}/bienvenue', 'skip', 1)
      on conflict (event, category, categoryval) do update set action = 'sound', actionarg1 = excluded.actionarg1, linked = 1`)
  })

  test('is in the history with it, and comes back with it to the byte', async () => {
    const before = await rows()
    const {changes} = await rename('bienvenue', 'accueil')
    expect(changes.map(({kind, id, name}) => [kind, id, name])).toEqual([
      ['sound', 'accueil', 'accueil'],
      ['destination', 'chanunavail group 3', 'group 3'],
      ['destination', 'answer incall 8', 'incall 8'],
      ['destination', 'busy queue 3', 'sales'],
    ])
    const run = await lastRun()
    const listed = await xivo.use((context) => listHistory(context, {run}))
    expect(listed.map(({change}) => change.kind)).toEqual(['destination', 'destination', 'destination', 'sound'])
    const [ofSales] = await xivo.use((context) => listHistory(context, {queue: 'sales'}))
    expect(ofSales?.change).toMatchObject({
      before: {destination: 'sound bienvenue'},
      after: {destination: 'sound accueil'},
    })
    expect(await rows()).not.toEqual(before)
    await undo()
    expect(await rows()).toEqual(before)
    await undo()
    expect(await usersOf('accueil')).toHaveLength(3)
    await undo()
    expect(await rows()).toEqual(before)
  })

  test('is not undone where somebody has changed it since', async () => {
    await rename('bienvenue', 'accueil')
    await xivo.sql(`update dialaction set action = 'none', actionarg1 = null where ${ofQueue}`)
    await expect(undo()).rejects.toMatchObject({kind: 'conflict', message: expect.stringContaining('sales (busy)')})
    expect(await files()).toEqual(['accueil.wav', 'essai.wav'])
  })
})
