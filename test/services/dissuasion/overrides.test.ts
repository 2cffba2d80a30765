import {randomUUID} from 'node:crypto'
import {copyFile, link, readdir, readFile, rename, rm, utimes, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import fastify from 'fastify'
import {beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import type {Changed} from '../../../src/formats/changes.ts'
import {keepTimes} from '../../../src/http/due.ts'
import {setQueue} from '../../../src/services/dissuasion/dissuasion.ts'
import {
  doWhatIsDue,
  endOverride,
  listOverrides,
  type OverrideOptions,
  overrideDissuasions,
} from '../../../src/services/dissuasion/overrides.ts'
import {overrides as check} from '../../../src/services/doctor/overrides.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {wav} from '../../support/wav.ts'
import {useXivo} from '../../support/xivo.ts'

const PLAYBACK = '/var/lib/xivo/sounds/playback'
const xivo = useXivo()
let files: string[]

beforeEach(async () => {
  await xivo.sql('create table if not exists dialaction_sample as table dialaction')
  await xivo.sql('truncate dialaction, xivoctl.dissuasion_override, xivoctl.due_run, xivoctl.journal')
  await xivo.sql('insert into dialaction table dialaction_sample')
  for (const name of await readdir(xivo.sounds)) {
    if (/greve|noel|\.xivoctl/.test(name)) await rm(join(xivo.sounds, name))
  }
  files = await names()
})

const names = async () => (await readdir(xivo.sounds)).sort()
const table = () =>
  xivo.sql(
    'select event, category, categoryval, action, actionarg1, actionarg2, linked from dialaction order by 1, 2, 3',
  )
const rowOf = async (id: number) => {
  const [row] = await xivo.sql(
    `select action, actionarg1, actionarg2, linked from dialaction
     where event = 'chanunavail' and category = 'queue' and categoryval = $1`,
    [String(id)],
  )
  return row
}
const change = <T>(work: (context: Context) => Promise<Changed<T>>, how = {}) =>
  xivo.use((context) => work(begin(context, how)))
const file = (name = 'greve.wav') => ({name, bytes: Readable.from([wav()])})
const override = (options: OverrideOptions, name?: string) =>
  change((context) => overrideDissuasions(context, file(name), options))
const end = (id?: number) => change((context) => endOverride(context, id))
const due = () => change(doWhatIsDue)
const list = (ended = false) => xivo.use((context) => listOverrides(context, {ended}))
const elsewhere = (id: number, action: string, arg1: string | null = null) =>
  xivo.sql(
    `update dialaction set action = $2, actionarg1 = $3, actionarg2 = null
     where event = 'chanunavail' and category = 'queue' and categoryval = $1`,
    [String(id), action, arg1],
  )
/** Lets the time come that an override waits for. */
const ago = (id: number, column: 'starts_at' | 'ends_at') =>
  xivo.sql(
    `update xivoctl.dissuasion_override set starts_at = now() - interval '2 minutes'
     ${column === 'ends_at' ? ", ends_at = now() - interval '1 minute'" : ''} where id = $1`,
    [id],
  )

describe('an override of all queues', () => {
  test('plays its sound under the name of each, and its end puts every row back to the byte', async () => {
    await elsewhere(5, 'application:password', '4711')
    const before = await table()
    const {result, changes} = await override({queues: 'all'})
    expect(result.queues).toHaveLength(14)
    expect(result).toMatchObject({state: 'running', sound: 'greve.wav', createdBy: expect.any(String)})
    expect(changes.map(({kind}) => kind)).toEqual(['override', ...Array(14).fill('dissuasion')])
    expect(await names()).toEqual([...files, ...result.queues.map((queue) => queue.file)].sort())
    for (const {id, name, file: placed} of result.queues) {
      expect(placed).toBe(`${name}_greve.wav`)
      expect(await rowOf(id)).toMatchObject({action: 'sound', actionarg1: `${PLAYBACK}/${name}_greve`, linked: 1})
    }
    expect(JSON.stringify(await list())).not.toContain('4711')
    const [ended] = (await end()).result.ended
    expect(ended?.queues.map(({outcome}) => outcome)).toEqual(Array(14).fill('restored'))
    expect(await table()).toEqual(before)
    expect((await names()).filter((name) => !name.startsWith('.'))).toEqual(
      files.filter((name) => !name.startsWith('.')),
    )
    expect(await list()).toEqual([])
    expect(await list(true)).toMatchObject([{state: 'ended'}])
  })

  test('leaves what was changed meanwhile, and names it', async () => {
    const before = await table()
    await override({queues: 'all'})
    await elsewhere(3, 'queue', '2')
    const changed = await table()
    const {result, hints} = await end()
    expect(result.ended[0]?.queues.filter(({outcome}) => outcome === 'changed')).toMatchObject([{name: 'sales'}])
    expect(hints).toEqual(["the dissuasion of 'sales' has changed since, and was left as it is"])
    const isSales = ({event, category, categoryval}: Record<string, string>) =>
      event === 'chanunavail' && category === 'queue' && categoryval === '3'
    expect(await table()).toEqual(before.map((row) => (isSales(row) ? changed.find(isSales) : row)))
  })

  test('leaves a queue that is gone, and one that somebody put back by hand', async () => {
    await override({queues: ['sales', 'support']})
    await elsewhere(3, 'sound', `${PLAYBACK}/sales_audio_file`)
    await xivo.sql(`create table kept as select * from queuefeatures where id = 1`)
    await xivo.sql('delete from queuefeatures where id = 1')
    const {result} = await end()
    await xivo.sql('insert into queuefeatures table kept')
    expect(result.ended[0]?.queues.map(({outcome}) => outcome)).toEqual(['restored', 'gone'])
    expect(await rowOf(1)).toMatchObject({actionarg1: `${PLAYBACK}/support_greve`})
  })
})

describe('a second override', () => {
  test('keeps what was there before the first, and an ended announcement never comes back', async () => {
    const before = await table()
    const first = await override({queues: ['sales', 'urgences', 'facturation']})
    const second = await override({queues: ['sales', 'urgences']}, 'noel.wav')
    expect(second.result.queues.map((queue) => queue.before?.action)).toEqual(['sound', 'none'])
    expect(await list()).toMatchObject([
      {id: second.result.id},
      {id: first.result.id, queues: [{outcome: 'replaced'}, {outcome: 'replaced'}, {name: 'facturation'}]},
    ])
    await end(first.result.id)
    expect(await rowOf(3)).toMatchObject({actionarg1: `${PLAYBACK}/sales_noel`})
    await end(second.result.id)
    expect(await table()).toEqual(before)
    expect((await names()).filter((name) => /greve|noel/.test(name))).toEqual([])
  })

  test('ends the first when it takes all of its queues', async () => {
    const before = await table()
    await override({queues: ['sales']})
    await override({queues: 'all', except: ['nuit']}, 'noel.wav')
    expect(await list()).toHaveLength(1)
    expect((await names()).filter((name) => name.includes('greve'))).toEqual([])
    await end()
    expect(await table()).toEqual(before)
  })

  test('with the same sound takes the file over', async () => {
    const before = await table()
    await override({queues: ['sales']})
    await override({queues: ['sales']})
    expect(await names()).toContain('sales_greve.wav')
    await end()
    expect(await table()).toEqual(before)
    expect(await names()).not.toContain('sales_greve.wav')
  })

  test('leaves a file that was there before it', async () => {
    await writeFile(join(xivo.sounds, 'sales_greve.wav'), wav())
    await override({queues: ['sales', 'urgences']})
    await end()
    expect((await names()).filter((name) => name.includes('greve'))).toEqual(['sales_greve.wav'])
  })

  test('leaves a file that was replaced while it was played', async () => {
    await override({queues: ['sales', 'urgences']})
    await rm(join(xivo.sounds, 'sales_greve.wav'))
    await writeFile(join(xivo.sounds, 'sales_greve.wav'), 'another')
    await end()
    expect((await names()).filter((name) => name.includes('greve'))).toEqual(['sales_greve.wav'])
  })

  test('that is to play the same sound later keeps its file when the first ends', async () => {
    await due()
    const first = await override({queues: ['sales']})
    await override({queues: ['sales'], from: '+1h'})
    await end(first.result.id)
    expect(await names()).toContain('sales_greve.wav')
    await end()
    expect(await names()).not.toContain('sales_greve.wav')
  })
})

describe('an override with times', () => {
  test('is refused unless somebody does what is due', async () => {
    await expect(override({queues: ['sales'], until: '+2h'})).rejects.toMatchObject({kind: 'unavailable'})
    await expect(override({queues: ['sales'], from: '+2h'})).rejects.toMatchObject({kind: 'unavailable'})
    await due()
    await xivo.sql(`update xivoctl.due_run set at = now() - interval '11 minutes'`)
    await expect(override({queues: ['sales'], until: '+2h'})).rejects.toMatchObject({kind: 'unavailable'})
    expect(await names()).toEqual(files)
    expect(await list(true)).toEqual([])
  })

  test('is started and ended when its time has come, once', async () => {
    await due()
    const before = await table()
    const {result} = await override({queues: ['sales', 'urgences'], from: '+1h', until: '+2h'})
    expect(result).toMatchObject({state: 'planned', timeZone: expect.any(String)})
    expect(await table()).toEqual(before)
    expect((await due()).changes).toEqual([])
    await ago(result.id, 'starts_at')
    expect((await due()).result.started).toMatchObject([{id: result.id, state: 'running'}])
    expect(await rowOf(13)).toMatchObject({actionarg1: `${PLAYBACK}/urgences_greve`})
    expect((await due()).changes).toEqual([])
    await ago(result.id, 'ends_at')
    const both = await Promise.all([due(), due()])
    expect(both.map((each) => each.result.ended.length).sort()).toEqual([0, 1])
    expect(await table()).toEqual(before)
  })

  test('is not started when its end has come too', async () => {
    await due()
    const before = await table()
    const {result} = await override({queues: ['sales'], from: '+1h', until: '+2h'})
    await ago(result.id, 'ends_at')
    expect((await due()).result).toMatchObject({started: [], ended: [{queues: [{outcome: 'not started'}]}]})
    expect(await table()).toEqual(before)
    expect(await names()).not.toContain('sales_greve.wav')
  })

  test('does not start where its file is gone, and says so', async () => {
    await due()
    const {result} = await override({queues: ['sales', 'urgences'], from: '+1h'})
    await rm(join(xivo.sounds, 'sales_greve.wav'))
    await ago(result.id, 'starts_at')
    const {hints} = await due()
    expect(hints).toEqual(["'sales' does not play the announcement: the file 'sales_greve.wav' is gone"])
    expect(await rowOf(3)).toMatchObject({actionarg1: `${PLAYBACK}/sales_audio_file`})
    expect(await rowOf(13)).toMatchObject({actionarg1: `${PLAYBACK}/urgences_greve`})
  })

  test('is taken again once somebody does what is due again', async () => {
    await due()
    await xivo.sql(`update xivoctl.due_run set at = now() - interval '11 minutes'`)
    await due()
    await override({queues: ['sales'], until: '+2h'})
    await end()
  })

  test('is started in its turn among others, whatever its id, which is never given again', async () => {
    await due()
    const late = await override({queues: ['sales'], from: '+2h'})
    const early = await override({queues: ['sales'], from: '+1h'}, 'noel.wav')
    for (const [{result}, minutes] of [
      [late, 1],
      [early, 2],
    ] as const) {
      const start = `update xivoctl.dissuasion_override set starts_at = now() - $2 * interval '1 minute' where id = $1`
      await xivo.sql(start, [result.id, minutes])
    }
    await due()
    expect(await rowOf(3)).toMatchObject({actionarg1: `${PLAYBACK}/sales_greve`})
    await end()
    await xivo.sql('delete from xivoctl.dissuasion_override')
    expect((await override({queues: ['sales'], from: '+1h'})).result.id).toBe(early.result.id + 1)
    await end()
  })

  test('takes over from another at the same moment', async () => {
    await due()
    const before = await table()
    const first = await override({queues: ['sales'], until: '+1h'})
    const second = await override({queues: ['sales'], from: '+1h'}, 'noel.wav')
    await ago(first.result.id, 'ends_at')
    await ago(second.result.id, 'starts_at')
    await due()
    expect(await rowOf(3)).toMatchObject({actionarg1: `${PLAYBACK}/sales_noel`})
    await end()
    expect(await table()).toEqual(before)
  })

  test.each([
    [{until: 'soon'}, "until 'soon' is not a time"],
    [{until: '2020-01-01'}, /^the end of the override, .*, has already passed$/],
    [{from: '+3h', until: '+2h'}, /^the override would end before it starts/],
  ])('%j is invalid', async (times, message) => {
    await due()
    await expect(override({queues: ['sales'], ...times})).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(message),
    })
  })
})

describe('is refused, and nothing is written', () => {
  test.each<[string, OverrideOptions, string, string]>([
    ['an unknown queue', {queues: ['suport']}, 'greve.wav', 'not-found'],
    ['no queue', {queues: ['sales'], except: ['sales']}, 'greve.wav', 'invalid'],
    ['a name that XiVO does not take', {queues: ['sales']}, 'grève du 3.wav', 'invalid'],
    ['the name of another sound', {queues: ['sales'], name: 'newSoundFile'}, 'greve.wav', 'conflict'],
    ['the name of a sound in another format', {queues: ['facturation'], name: 'attente.wav'}, 'greve.wav', 'conflict'],
  ])('%s', async (_, options, name, kind) => {
    const before = await table()
    await expect(override(options, name)).rejects.toMatchObject({kind})
    expect([await names(), await table(), await list(true)]).toEqual([files, before, []])
  })

  test('a sound that Asterisk does not play', async () => {
    const bytes = Readable.from([wav({rate: 44_100})])
    const work = (context: Context) => overrideDissuasions(context, {name: 'greve.wav', bytes}, {queues: ['sales']})
    await expect(change(work)).rejects.toMatchObject({kind: 'invalid'})
    expect(await names()).toEqual(files)
  })

  test('unless it is converted', async () => {
    const bytes = Readable.from([wav({rate: 44_100, channels: 2, seconds: 1})])
    const work = (context: Context) =>
      overrideDissuasions(context, {name: 'greve.wav', bytes}, {queues: ['sales'], convert: true})
    await change(work)
    expect((await readFile(join(xivo.sounds, 'sales_greve.wav'))).readUInt32LE(24)).toBe(8000)
  })

  test('an end without an override, of an unknown one, or of one of two that is not named', async () => {
    await expect(end()).rejects.toMatchObject({code: 'OverrideNotFound'})
    await expect(end(4711)).rejects.toMatchObject({code: 'OverrideNotFound'})
    const {result} = await override({queues: ['sales']})
    await override({queues: ['ventes']})
    await expect(end()).rejects.toMatchObject({kind: 'conflict'})
    await end(result.id)
    expect(await end(result.id)).toEqual({result: {started: [], ended: []}, changes: []})
  })
})

test('a dry run tells the same, and writes nothing', async () => {
  const before = await table()
  const rehearsal = await change((context) => overrideDissuasions(context, file(), {queues: 'all'}), {dryRun: true})
  expect(rehearsal.changes).toHaveLength(15)
  expect([await names(), await table(), await list(true)]).toEqual([files, before, []])
  const real = await override({queues: 'all'})
  expect(real.changes.map(({kind, name}) => [kind, name])).toEqual(
    rehearsal.changes.map(({kind, name}) => [kind, name]),
  )
  const plan = await change((context) => endOverride(context), {dryRun: true})
  expect(plan.changes).toHaveLength(15)
  expect(await list()).toHaveLength(1)
  expect(await names()).toContain('sales_greve.wav')
})

test('tells where it is not heard: a queue that never sends callers on, and one that its schedule closes', async () => {
  await xivo.sql(`update queue set joinempty = '', leavewhenempty = null where name = 'sav'`)
  await xivo.sql(`insert into schedule (id, name, timezone) values (7, 'Fermé', 'Europe/Paris')`)
  await xivo.sql(`insert into schedule_path (schedule_id, "path", pathid, "order") values (7, 'queue', 3, 0)`)
  const {hints} = await override({queues: ['sales', 'sav', 'ventes']})
  await xivo.sql('delete from schedule where id = 7')
  await xivo.sql(`update queue set joinempty = 'unavailable' where name = 'sav'`)
  expect(hints).toEqual([
    "callers of 'sav' never hear the announcement: joinempty and leavewhenempty are both empty in XiVO",
    "callers of 'sales' do not hear the announcement when it starts: closed by schedule 'Fermé': the call ends",
  ])
})

describe('in doctor', () => {
  const found = () => xivo.use((context) => check.examine(context))
  const left = async () => (await found()).map(({what}) => what)

  test('nothing is found without overrides, and while one runs or is planned', async () => {
    await due()
    await override({queues: ['sales'], until: '+1h'})
    await override({queues: ['ventes'], from: '+1h'})
    expect(await found()).toMatchObject([{ok: true}])
  })

  test('a time that nobody keeps', async () => {
    await due()
    const {result} = await override({queues: ['sales'], until: '+1h'})
    await xivo.sql('truncate xivoctl.due_run')
    expect(await left()).toEqual([expect.stringContaining(`the override ${result.id} (greve.wav) has a time (until `)])
  })

  test('files that stay when the program is ended before it removes them', async () => {
    await override({queues: ['sales', 'ventes']})
    await end()
    const kept = (await readdir(xivo.sounds)).filter((name) => name.startsWith('.xivoctl-undone-'))
    await rename(join(xivo.sounds, String(kept[0])), join(xivo.sounds, 'sales_greve.wav'))
    expect(await left()).toEqual(['an override has left sounds behind, and nothing plays them: sales_greve.wav'])
  })

  test.each([
    ['links', link],
    ['copies', copyFile],
  ])('files that have their name when the program is ended before it records them: %s', async (_, place) => {
    const draft = join(xivo.sounds, `.xivoctl-${randomUUID()}.tmp`)
    await writeFile(join(xivo.sounds, 'original_greve.wav'), wav())
    await utimes(join(xivo.sounds, 'original_greve.wav'), 0, 0)
    await writeFile(draft, wav())
    await utimes(draft, 10_000, 10_000)
    await place(draft, join(xivo.sounds, 'sales_greve.wav'))
    await place(draft, join(xivo.sounds, 'ventes_greve.wav'))
    expect(await left()).toEqual([
      'an override has left sounds behind, and nothing plays them: sales_greve.wav, ventes_greve.wav',
    ])
  })
})

test('a server does what is due, and tells that somebody does', async () => {
  await due()
  const {result} = await override({queues: ['sales'], until: '+1h'})
  await ago(result.id, 'ends_at')
  await xivo.sql('truncate xivoctl.due_run')
  vi.useFakeTimers({toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval']})
  onTestFinished(() => void vi.useRealTimers())
  await xivo.use(async (context) => {
    const stop = keepTimes(context, fastify().log)
    vi.advanceTimersByTime(10_000)
    vi.useRealTimers()
    await stop()
  })
  expect(await list()).toEqual([])
  expect(await xivo.sql('select from xivoctl.due_run')).toHaveLength(1)
  expect(
    await xivo.sql(
      `select distinct origin, asked from xivoctl.journal where at > now() - interval '1 minute' and origin = 'cron'`,
    ),
  ).toEqual([{origin: 'cron', asked: 'dissuasion end-override --due'}])
})

describe('undo', () => {
  const lastRun = async () =>
    String((await xivo.sql('select run from xivoctl.journal order by id desc limit 1'))[0]?.run)
  const undo = (run: string) => change((context) => undoChanges(context, {run}))

  test('of an override takes rows and files back, and its own undo brings them again', async () => {
    const before = await table()
    await override({queues: 'all'})
    const during = await table()
    await undo(await lastRun())
    expect([await table(), await list(true)]).toEqual([before, []])
    expect(await names()).not.toContain('sales_greve.wav')
    await undo(await lastRun())
    expect(await table()).toEqual(during)
    expect(await list()).toMatchObject([{state: 'running'}])
    expect(await names()).toContain('sales_greve.wav')
    await end()
    expect(await table()).toEqual(before)
  })

  test('of an end lets the announcement play again', async () => {
    const before = await table()
    await override({queues: ['sales', 'urgences']})
    const during = await table()
    await end()
    await undo(await lastRun())
    expect(await table()).toEqual(during)
    expect(await names()).toContain('urgences_greve.wav')
    await end()
    expect(await table()).toEqual(before)
  })

  test('of a second override gives the queue back to the first', async () => {
    const before = await table()
    await override({queues: ['sales', 'ventes']})
    const during = await table()
    await override({queues: ['sales']}, 'noel.wav')
    await undo(await lastRun())
    expect(await table()).toEqual(during)
    await end()
    expect(await table()).toEqual(before)
  })

  test('is refused where a row has changed since', async () => {
    await override({queues: ['sales', 'ventes']})
    await change((context) => setQueue(context, 'sales', 'switchboard'))
    const [run] = await xivo.sql(`select run from xivoctl.journal where kind = 'override'`)
    await expect(undo(String(run?.run))).rejects.toMatchObject({kind: 'conflict'})
    expect(await list()).toHaveLength(1)
  })
})
