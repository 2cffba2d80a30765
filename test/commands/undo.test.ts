import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksListsDelete from '../../commands/callbacks/lists/delete.ts'
import Doctor from '../../commands/doctor.ts'
import History from '../../commands/history/index.ts'
import HistoryShow from '../../commands/history/show.ts'
import Undo from '../../commands/undo.ts'
import {type Seed, seed, written} from '../support/rehearsal.ts'
import {run} from '../support/run.ts'
import {writeFiles, writes} from '../support/writes.ts'
import {useXivo} from '../support/xivo.ts'

const folder = fileURLToPath(new URL('../../commands/', import.meta.url))
const commandOf = async (id: string) => (await import(`${folder}${id.replaceAll(' ', '/')}.ts`)).default
const xivo = useXivo()
let there: Seed

beforeEach(async () => {
  await rm(join(xivo.sounds, 'sales_made.wav'), {force: true})
  await xivo.sql('truncate xivoctl.journal, xivoctl.journal_request')
  there = await seed(xivo)
  await writeFiles(xivo)
})

/** What the journal itself and the ledger of imports say of a change stays. */
async function objects() {
  const lasting = /^xivoctl\.(journal|journal_request|callback_import|request_key|identity_state) |^\.xivoctl-/
  return (await written(xivo)).filter((each) => !lasting.test(each))
}

const json = async (command: Parameters<typeof run>[0], ...argv: string[]) => {
  const {code, stdout} = await run(command, [...argv, '--json'], xivo.env)
  return {code, document: JSON.parse(stdout)}
}

const lastRun = async () =>
  (await xivo.sql('select run from xivoctl.journal order by id desc limit 1'))[0]?.run as string

const forGood = ['callbacks erase', 'callbacks purge']

describe('a change is undone to the byte, done again by undoing that, and told in the history', () => {
  test.each(Object.entries(writes).filter(([id]) => !forGood.includes(id)))('%s', async (id, [argv]) => {
    const before = await objects()
    expect((await json(await commandOf(id), ...argv(there, xivo), '--yes')).code).toBe(0)
    const after = await objects()
    expect(after).not.toEqual(before)
    const done = await lastRun()
    expect(await json(Undo, '--run', done, '--dry-run')).toMatchObject({code: 0, document: {dryRun: true}})
    expect(await objects()).toEqual(after)

    expect((await json(Undo, '--run', done)).code).toBe(0)
    expect(await objects()).toEqual(before)
    const undone = await lastRun()
    expect(await json(Undo, '--run', done)).toMatchObject({code: 7, document: {error: 'Conflict'}})
    expect(await objects()).toEqual(before)

    expect((await json(Undo, '--run', undone)).code).toBe(0)
    expect(await objects()).toEqual(after)

    const {document} = await json(History)
    const runs = new Set(document.map((entry: {run: string}) => entry.run))
    expect(runs).toContain(done)
    const first = document.find((entry: {run: string}) => entry.run === done)
    expect(first).toMatchObject({undoneBy: expect.any(String)})
    expect(await json(HistoryShow, first.id)).toMatchObject({code: 0, document: {id: first.id}})
  })

  test('doctor --fix', async () => {
    await xivo.sql(`insert into xivoctl.user_profile values (999, 'teacher', true, false)`)
    await xivo.sql(`insert into xivoctl.user_right values (999, 'queue', 3, 'sales')`)
    const before = await objects()
    expect((await run(Doctor, ['--fix', '--yes', '--json'], xivo.env)).code).toBeLessThan(4)
    const after = await objects()
    expect(after).not.toEqual(before)
    expect((await json(Undo, '--run', await lastRun())).code).toBe(0)
    expect(await objects()).toEqual(before)
  })
})

describe('every destination of a dissuasion comes back as it was', () => {
  test.each([
    ['user', '3', '', 1],
    ['group', '3', null, 1],
    ['extension', '2028', 'default', 1],
    ['endcall:hangup', null, null, 1],
    ['queue', '6', '30', 1],
    ['sound', '/var/lib/xivo/sounds/playback/sales_audio_file', 'skip,noanswer', 1],
    ['application:password', '86420975310864', 'from-extern', 1],
    ['voicemail', '1', 'b', 0],
  ])('%s %s', async (action, first, second, linked) => {
    await xivo.sql(
      `update public.dialaction set action = $1, actionarg1 = $2, actionarg2 = $3, linked = $4
       where event = 'chanunavail' and category = 'queue' and categoryval = '3'`,
      [action, first, second, linked],
    )
    const before = await objects()
    await json(await commandOf('dissuasion set-queue'), 'sales', 'support')
    expect((await json(Undo, '--run', await lastRun())).code).toBe(0)
    expect(await objects()).toEqual(before)
    expect(JSON.stringify((await json(History)).document)).not.toContain('86420975310864')
    expect(JSON.stringify((await json(HistoryShow, (await json(History)).document[0].id)).document)).not.toContain(
      '86420975310864',
    )
  })

  test('a queue that had no row has none again', async () => {
    const before = await objects()
    await json(await commandOf('dissuasion set-queue'), 'urgences', 'support')
    expect(await objects()).not.toEqual(before)
    expect((await json(Undo, '--run', await lastRun())).code).toBe(0)
    expect(await objects()).toEqual(before)
  })
})

describe('refused', () => {
  test.each(forGood)('%s is not undone, and says so', async (id) => {
    const entry = writes[id]
    await json(await commandOf(id), ...(entry?.[0](there, xivo) ?? []), '--yes')
    const before = await objects()
    expect(await json(Undo, '--run', await lastRun())).toMatchObject({code: 7, document: {error: 'Conflict'}})
    expect(await objects()).toEqual(before)
  })

  test.each([
    ['rights set', ['jbond', '--add-queue', 'support'], "insert into xivoctl.user_right values (2, 'queue', 99, 'x')"],
    [
      'dissuasion set-queue',
      ['sales', 'support'],
      "update public.dialaction set actionarg2 = '5' where category = 'queue' and categoryval = '3' and event = 'chanunavail'",
    ],
    [
      'callbacks lists rename',
      ['Ventes', 'Sales'],
      "update xivoctl.callback_list set name = 'Third' where name = 'Sales'",
    ],
    [
      'callbacks periods update',
      ['Soir', '--end', '21:00'],
      "update xivoctl.preferred_callback_period set period_end = '22:00' where name = 'Soir'",
    ],
  ])('%s, once the object has moved on', async (id, argv, moving) => {
    await json(await commandOf(id), ...argv)
    await xivo.sql(moving)
    const before = await objects()
    const {code, document} = await json(Undo, '--run', await lastRun())
    expect([code, document.error, document.hints?.length]).toEqual([7, 'Conflict', 3])
    expect(await objects()).toEqual(before)
  })

  test('a request that was changed again, and the others with it', async () => {
    await json(await commandOf('callbacks close'), there.ongoing)
    const done = await lastRun()
    await xivo.sql(`update xivoctl.callback_request set last_name = 'Other' where uuid = $1`, [there.ongoing])
    const before = await objects()
    expect((await json(Undo, '--run', done)).code).toBe(7)
    expect(await objects()).toEqual(before)
  })

  test('a list that got requests since it was made', async () => {
    await json(await commandOf('callbacks lists create'), 'Support', '--queue', 'support')
    const made = await lastRun()
    await json(await commandOf('callbacks create'), 'Support', '--phone', '0230210093')
    expect((await json(Undo, '--run', made)).code).toBe(7)
    expect((await json(Undo, '--run', await lastRun())).code).toBe(0)
    expect((await json(Undo, '--run', made)).code).toBe(0)
  })

  test('a deleted list of over 10,000 requests', async () => {
    await xivo.sql(
      `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, preferred_period_uuid, due_date)
       select gen_random_uuid(), $1, '0230210092', $2, current_date from generate_series(1, 10001)`,
      [there.list, there.period],
    )
    await json(CallbacksListsDelete, 'Ventes', '--yes')
    expect(await json(Undo, '--run', await lastRun())).toMatchObject({code: 7})
    expect(await xivo.sql('select from xivoctl.journal_request where before is not null and after is null')).toEqual([])
  })

  test('a sound beside another change that is refused stays where it is', async () => {
    const sound = 'dissuasion add-sound'
    await json(await commandOf('rights set'), 'jbond', '--add-queue', 'support')
    await json(await commandOf(sound), 'sales', join(xivo.sounds, '.made.wav'), '--name', 'made.wav')
    const ids = (await xivo.sql('select id::text as id from xivoctl.journal order by id desc limit 2')).map(
      ({id}) => id,
    )
    await xivo.sql("insert into xivoctl.user_right values (2, 'queue', 99, 'x')")
    const before = await objects()
    expect(await json(Undo, ...ids)).toMatchObject({code: 7})
    expect(await objects()).toEqual(before)
  })
})

test('two sounds of the same bytes are each undone, and each brought back', async () => {
  const before = await objects()
  const add = async (queue: string) => {
    await json(await commandOf('dissuasion add-sound'), queue, join(xivo.sounds, '.made.wav'), '--name', 'made.wav')
    return lastRun()
  }
  const added = [await add('sales'), await add('support')]
  const after = await objects()
  const undone: string[] = []
  for (const run of added) {
    expect((await json(Undo, '--run', run)).code).toBe(0)
    undone.push(await lastRun())
  }
  expect(await objects()).toEqual(before)
  for (const run of undone) expect((await json(Undo, '--run', run)).code).toBe(0)
  expect(await objects()).toEqual(after)
  for (const queue of ['sales', 'support']) await rm(join(xivo.sounds, `${queue}_made.wav`))
})

test('undo --last never takes the import of cron', async () => {
  await xivo.sql(`update xivoctl.journal set origin = 'cron' where kind = 'import'`)
  const {code} = await run(await commandOf('callbacks imports undo'), ['--last', '--dry-run'], xivo.env)
  expect(code).toBe(4)
})
