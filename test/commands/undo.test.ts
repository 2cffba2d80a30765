import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksListsDelete from '../../commands/callbacks/lists/delete.ts'
import Doctor from '../../commands/doctor.ts'
import History from '../../commands/history/index.ts'
import HistoryShow from '../../commands/history/show.ts'
import Undo from '../../commands/undo.ts'
import {begin, withContext} from '../../src/context.ts'
import {type Change, HIDDEN} from '../../src/formats/changes.ts'
import {setQueue} from '../../src/services/dissuasion/dissuasion.ts'
import {undoChanges} from '../../src/services/undo/undo.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {commandRun} from '../../src/settings/origin.ts'
import {useLeastRole} from '../support/least-role.ts'
import {type Seed, seed, written} from '../support/rehearsal.ts'
import {run} from '../support/run.ts'
import {writeFiles, writes} from '../support/writes.ts'
import {useXivo} from '../support/xivo.ts'

const folder = fileURLToPath(new URL('../../commands/', import.meta.url))
const commandOf = async (id: string) => (await import(`${folder}${id.replaceAll(' ', '/')}.ts`)).default
const xivo = useXivo()
const {env} = useLeastRole(xivo, `xivoctl_undo_${process.pid}`)
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
  const {code, stdout} = await run(command, [...argv, '--json'], env())
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
    expect(first.undoneBy).toBeUndefined()
    expect(document.find((entry: {run: string}) => entry.run === undone)).toMatchObject({undoneBy: expect.any(String)})
    expect(await json(HistoryShow, first.id)).toMatchObject({code: 0, document: {id: first.id}})
  })

  test('what is left of a command of which a part was undone before', async () => {
    await json(await commandOf('callbacks delete'), there.ongoing, there.closed, '--yes')
    const run = await lastRun()
    const [one, ...others] = (await json(History, '--run', run)).document.map(({id}: {id: string}) => id)
    expect(others).not.toEqual([])
    expect((await json(Undo, one)).code).toBe(0)
    expect(await json(Undo, '--run', run)).toMatchObject({code: 0, document: {undone: others}})
  })

  test('doctor --fix', async () => {
    await xivo.sql(`insert into xivoctl.user_profile values (999, 'teacher', true, false)`)
    await xivo.sql(`insert into xivoctl.user_right values (999, 'queue', 3, 'sales')`)
    const before = await objects()
    expect((await run(Doctor, ['--fix', '--yes', '--json'], env())).code).toBeLessThan(4)
    const after = await objects()
    expect(after).not.toEqual(before)
    expect((await json(Undo, '--run', await lastRun())).code).toBe(0)
    expect(await objects()).toEqual(before)
  })
})

const destinations: [action: string, first: string | null, second: string | null, linked?: number][] = [
  ['none', null, null],
  ['endcall:busy', null, null],
  ['endcall:congestion', '10', ''],
  ['endcall:hangup', null, null],
  ['user', '3', ''],
  ['group', '3', '25'],
  ['queue', '6', '30'],
  ['meetme', '1', null],
  ['voicemail', '1', 'b', 0],
  ['trunk', '1', null],
  ['schedule', '2', ''],
  ['voicemenu', '1', null],
  ['extension', '2028', 'default'],
  ['outcall', '1', '0230210092'],
  ['application:callbackdisa', '86420975310864', 'from-extern'],
  ['application:disa', '86420975310864', 'from-extern'],
  ['application:directory', 'default', null],
  ['application:faxtomail', 'fax@example.org', null],
  ['application:voicemailmain', 'default', null],
  ['application:password', '86420975310864', null],
  ['sound', '/var/lib/xivo/sounds/playback/sales_audio_file', 'skip,noanswer'],
  ['custom', 'Goto(other,s,1)', ' '],
]

describe('a dissuasion comes back to the byte', () => {
  const row = `select * from public.dialaction where event = 'chanunavail' and category = 'queue' and categoryval = '3'`

  test('from every destination, and the history shows no password', async () => {
    const [all] = await xivo.sql('select enum_range(null::public.dialaction_action)::text[] as actions')
    expect(destinations.map(([action]) => action).sort()).toEqual(all?.actions.toSorted())
    await withContext(loadSettings({}, env()), new AbortController().signal, async (context) => {
      for (const [action, first, second, linked = 1] of destinations) {
        await xivo.sql(
          `update public.dialaction set action = $1, actionarg1 = $2, actionarg2 = $3, linked = $4
           where event = 'chanunavail' and category = 'queue' and categoryval = '3'`,
          [action, first, second, linked],
        )
        const before = await xivo.sql(row)
        const run = commandRun('dissuasion set-queue sales support')
        await setQueue(begin(context, {run}), 'sales', 'support')
        expect(await xivo.sql(row), action).not.toEqual(before)
        await undoChanges(begin(context, {run: commandRun('undo')}), {run: run.uuid})
        expect(await xivo.sql(row), action).toEqual(before)
      }
    })
    const {document} = await json(History)
    expect(JSON.stringify(document)).not.toContain('86420975310864')
    const secret = document.find(
      ({id, change}: {id?: string; change: Change}) => id && change.before?.action === 'application:disa',
    )
    expect(secret.change.before.actionarg1).toBe(HIDDEN)
    expect((await json(HistoryShow, secret.id)).document.change).toEqual(secret.change)
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
       select md5(random()::text)::uuid, $1, '0230210092', $2, current_date from generate_series(1, 10001)`,
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

test.each(['undo', 'callbacks imports undo'])(
  '%s --last without a terminal shows a way that a script can go',
  async (name) => {
    const {code, stderr} = await run(await commandOf(name), ['--last'], env())
    expect(code).toBe(2)
    expect(stderr).toMatch(/hint: .*in a script/)
    expect(stderr).not.toContain('add --yes')
  },
)

test('undo --last never takes the import of cron', async () => {
  await xivo.sql(`update xivoctl.journal set origin = 'cron' where kind = 'import'`)
  const {code} = await run(await commandOf('callbacks imports undo'), ['--last', '--dry-run'], env())
  expect(code).toBe(4)
})
