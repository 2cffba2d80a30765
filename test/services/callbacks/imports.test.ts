import {createHash, randomUUID} from 'node:crypto'
import {hostname, userInfo} from 'node:os'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context, withContext} from '../../../src/context.ts'
import {type ImportOptions, type ImportReport, importCallbacks} from '../../../src/services/callbacks/import.ts'
import {getImport, lastImport, listImports, undoImport} from '../../../src/services/callbacks/imports.ts'
import {changeList, createList, deleteList} from '../../../src/services/callbacks/lists.ts'
import {
  closeCallbacks,
  deleteCallbacks,
  moveCallbacks,
  reopenCallbacks,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {addTickets} from '../../../src/services/callbacks/tickets.ts'
import {showChange} from '../../../src/services/history.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const content = 'phoneNumber|lastName\n1000|Doe\n1001|Roe\n1002|Poe\n'
const me = `${userInfo().username}@${hostname()}`
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

async function* once(text: string) {
  yield Buffer.from(text)
}

const load = (
  list: string,
  text = content,
  {dryRun = false, ...options}: ImportOptions & {dryRun?: boolean} = {},
  name?: string,
): Promise<ImportReport> =>
  xivo.made((context) => importCallbacks(context, list, {bytes: once(text), ...(name && {name})}, options), {dryRun})
const useWith = <T>(env: Record<string, string>, work: (context: Context) => Promise<T>): Promise<T> =>
  withContext(loadSettings({}, {...xivo.env, ...env}), new AbortController().signal, work)
const ledger = async () =>
  (await xivo.use((context) => listImports(context))).filter(({failed}) => failed === undefined)
const failures = async () =>
  (await xivo.use((context) => listImports(context))).filter(({failed}) => failed !== undefined)
const undo = (run: string) => xivo.made((context) => undoImport(context, run))
const count = async () => (await xivo.sql('select count(*)::int as n from xivoctl.callback_request'))[0]?.n
const uuids = async (run: string): Promise<string[]> =>
  (await xivo.sql('select uuid from xivoctl.callback_request where import_uuid = $1 order by phone_number', [run])).map(
    ({uuid}) => uuid,
  )

beforeEach(async () => {
  await xivo.sql(
    'delete from xivoctl.callback_list; delete from xivoctl.callback_import; delete from xivoctl.failed_import',
  )
  await xivo.made((context) => createList(context, 'Relances', 'ventes'))
  await xivo.made((context) => createList(context, 'Noël', 'sales'))
})

/** An import that holds its list until `finish`. */
async function holdingImport(list: string, text = content, options: ImportOptions = {}) {
  let finish = () => {}
  let reading = () => {}
  const started = new Promise<void>((resolve) => {
    reading = resolve
  })
  const rest = new Promise<void>((resolve) => {
    finish = resolve
  })
  async function* slow() {
    reading()
    await rest
    yield Buffer.from(text)
  }
  const done = xivo.made((context) => importCallbacks(context, list, {bytes: slow()}, options))
  await Promise.race([started, done])
  return {done, finish}
}

describe('the ledger of imports', () => {
  test('has each import, the newest first: list, file, bytes, counts, who and when', async () => {
    const first = await load('Relances', content, {}, 'monday.csv')
    await load('Relances', `${content}abc|x\n1000|Doe\n`, {partial: true, onDuplicate: 'skip'})
    const second = await load('Noël', 'phoneNumber\n')
    const runs = await ledger()
    expect(runs).toHaveLength(3)
    expect(runs.map(({listName}) => listName)).toEqual(['Noël', 'Relances', 'Relances'])
    expect(runs[2]).toEqual({
      uuid: first.run,
      listUuid: first.list.uuid,
      listName: 'Relances',
      fileName: 'monday.csv',
      sha256: createHash('sha256').update(content).digest('hex'),
      imported: 3,
      skipped: 0,
      rejected: 0,
      importedBy: me,
      importedAt: expect.stringMatching(isoTime),
    })
    expect(runs[1]).toMatchObject({imported: 0, skipped: 4, rejected: 1})
    expect(runs[1]).not.toHaveProperty('fileName')
    expect(await xivo.use((context) => listImports(context, {list: 'Noël'}))).toMatchObject([{uuid: second.run}])
    await expect(xivo.use((context) => listImports(context, {list: 'Noel'}))).rejects.toMatchObject({
      code: 'CallbackListNotFound',
    })
  })

  test('keeps the name that a list had then, and what is known of a list that is gone', async () => {
    await load('Relances')
    await xivo.made((context) => changeList(context, 'Relances', {name: 'Autre'}))
    await xivo.made((context) => deleteList(context, 'Autre'))
    expect(await ledger()).toMatchObject([{listName: 'Relances', imported: 3}])
  })

  test('keeps what failed, with the places and reasons, and no value of anybody', async () => {
    const bad = load('Relances', `${content}12ab34|Zyx\n`, {}, 'night.csv')
    await expect(bad).rejects.toMatchObject({code: 'InvalidCsv'})
    await expect(load('Nowhere')).rejects.toMatchObject({code: 'CallbackListNotFound'})
    const of = (list: string) => xivo.use((context) => listImports(context, {list}))
    const [{uuid: id} = {}] = await xivo.sql(`select uuid from xivoctl.callback_list where name = 'Noël'`)
    for (const list of [id, `id:${id}`])
      await expect(load(list, 'phoneNumber\n12ab34\n')).rejects.toThrow('1 line is bad')
    expect(await of('Noël')).toHaveLength(2)
    await xivo.sql(`delete from xivoctl.failed_import where list like '%' || $1`, [id])
    await expect(load('Relances', '12ab34\n', {dryRun: true})).rejects.toMatchObject({code: 'InvalidCsv'})
    const kept = await failures()
    expect(kept).toMatchObject([
      {listName: 'Nowhere', imported: 0, importedBy: me},
      {listName: 'Relances', fileName: 'night.csv', errors: [{line: 5, column: 'phoneNumber'}]},
    ])
    expect(JSON.stringify(kept)).not.toMatch(/12ab34|Zyx/)
    expect(await xivo.use((context) => getImport(context, kept[1]?.uuid ?? ''))).toEqual(kept[1])
    expect(await count()).toBe(0)
  })

  test('keeps no customer of a file whose first line is one', async () => {
    const said = {map: [['Zyx Ann-Leo', 'lastName']]} as const
    await expect(load('Relances', 'Zyx Ann-Lee;0230210092\nRoe;1001\n', {said})).rejects.toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({reason: expect.stringContaining("did you mean 'Zyx Ann-Lee'?")}),
      ]),
    })
    const kept = JSON.stringify(await failures())
    expect(kept).toContain("did you mean '...'?")
    expect(kept).not.toMatch(/Zyx|Ann/)
  })

  test('tells how the requests of an import are by now', async () => {
    const {run} = await load('Relances')
    const all = await uuids(run)
    const [first = '', second = ''] = all
    await xivo.made((context) => closeCallbacks(context, [first]))
    await xivo.made((context) => moveCallbacks(context, [second], 'Noël'))
    expect(await xivo.use((context) => getImport(context, run))).toMatchObject({
      imported: 3,
      rows: {untouched: 1, changed: 0, closed: 1, moved: 1, deleted: 0},
    })
    await xivo.sql('delete from xivoctl.callback_request where uuid = any($1)', [[first, second]])
    expect(await xivo.use((context) => getImport(context, run))).toMatchObject({rows: {untouched: 1, deleted: 2}})
    await xivo.made((context) => addTickets(context, all.slice(2), {status: 'busy'}))
    expect(await xivo.use((context) => getImport(context, run))).toMatchObject({rows: {untouched: 0, changed: 1}})
  })

  test('says before everything else how a file differs from the last one that was not taken back', async () => {
    const said = {said: {}}
    await load('Relances', 'phoneNumber;lastName\n1000;Doe\n', said)
    const {run, warnings} = await load('Relances', 'phoneNumber|lastName\n1001|Doe', said)
    expect(warnings?.map(({reason}) => reason)).toEqual([
      expect.stringMatching(/^the format differs from that of the last file/),
      expect.stringMatching(/^the last line has no line end/),
    ])
    await undo(run)
    expect(await load('Relances', 'phoneNumber;lastName\n1002;Doe\n', said)).not.toHaveProperty('warnings')
  })

  test('knows nothing of a dry run, of a failed import, of one that was not done again', async () => {
    await load('Relances', content, {dryRun: true})
    await load('Relances', content, {dryRun: true, once: true})
    await expect(load('Relances', `${content}abc|x\n`)).rejects.toMatchObject({code: 'InvalidCsv'})
    expect(await ledger()).toEqual([])
    await load('Relances')
    await load('Relances', content, {once: true})
    expect(await ledger()).toHaveLength(1)
  })

  test('is written in the transaction of the import: none is there without the other', async () => {
    await xivo.sql(`create function xivoctl.refuse() returns trigger language plpgsql as
      $$ begin raise exception 'refused by %', tg_table_name; end $$`)
    for (const table of ['callback_import', 'callback_request']) {
      await xivo.sql(`create constraint trigger refuse after insert on xivoctl.${table}
        deferrable initially deferred for each row execute function xivoctl.refuse()`)
      await expect(load('Relances'), table).rejects.toThrow('refused')
      expect(await ledger(), table).toEqual([])
      expect(await count(), table).toBe(0)
      await xivo.sql(`drop trigger refuse on xivoctl.${table}`)
    }
    await xivo.sql(`create trigger refuse before insert on xivoctl.callback_import
      for each row execute function xivoctl.refuse()`)
    await expect(load('Relances')).rejects.toThrow('refused')
    expect(await count()).toBe(0)
    await xivo.sql('drop trigger refuse on xivoctl.callback_import; drop function xivoctl.refuse')
  })

  test('forgets an import after 30 days, or as configured; its requests stay, and so does one that says whence it came', async () => {
    const age = (run: string, days: number) =>
      xivo.sql(`update xivoctl.callback_import set imported_at = now() - $2 * interval '1 day' where uuid = $1`, [
        run,
        days,
      ])
    const [old, recent] = [await load('Relances'), await load('Noël')]
    const bought = await load('Relances', 'phoneNumber\n4\n', {origin: 'bought'})
    for (const {run} of [old, bought]) await age(run, 31)
    await age(recent.run, 29)
    const third = await load('Noël', 'phoneNumber\n5\n')
    expect((await ledger()).map(({uuid}) => uuid)).toEqual([third.run, recent.run, bought.run])
    await useWith({XIVOCTL_IMPORT_LEDGER_DAYS: '7'}, (context) =>
      importCallbacks(context, 'Noël', {bytes: once('phoneNumber\n6\n')}),
    )
    expect((await ledger()).map(({uuid}) => uuid)).not.toContain(recent.run)
    expect(await count()).toBe(9)
    const again = await load('Relances', content, {once: true})
    expect(again).toMatchObject({imported: 3, repeated: false})
  })

  test.each(['abc', '-1', '1.5', '100000'])('is not kept for %s days', (days) => {
    expect(() => loadSettings({}, {...xivo.env, XIVOCTL_IMPORT_LEDGER_DAYS: days})).toThrow(
      `importLedgerDays must be a number of days, not '${days}' (XIVOCTL_IMPORT_LEDGER_DAYS)`,
    )
  })
})

describe('the same file again', () => {
  test('is imported, and the earlier run named', async () => {
    const first = await load('Relances', content, {}, 'a.csv')
    const second = await load('Relances', content, {}, 'b.csv')
    expect(second).toMatchObject({imported: 3, repeated: false, earlier: {uuid: first.run, fileName: 'a.csv'}})
    const third = await load('Relances', content, {dryRun: true})
    expect(third).toMatchObject({imported: 3, repeated: false, earlier: {uuid: second.run, importedBy: me}})
    expect(await count()).toBe(6)
  })

  test('with --once is passed over, and the earlier run named; also in a dry run', async () => {
    const first = await load('Relances', content, {once: true})
    expect(first).toMatchObject({imported: 3, repeated: false})
    expect(first).not.toHaveProperty('earlier')
    for (const dryRun of [true, false]) {
      const again = await load('Relances', content, {once: true, dryRun}, 'other-name.csv')
      expect(again).toMatchObject({imported: 0, repeated: true, earlier: {uuid: first.run}})
    }
    expect(await count()).toBe(3)
  })

  test('with --once is imported into another list, and when a byte is different', async () => {
    await load('Relances', content, {once: true})
    expect(await load('Noël', content, {once: true})).toMatchObject({imported: 3, repeated: false})
    expect(await load('Relances', `${content}\n`, {once: true})).toMatchObject({imported: 3, repeated: false})
    expect(await count()).toBe(9)
  })

  test('with --once is imported again after the earlier import was taken back', async () => {
    const {run} = await load('Relances', content, {once: true})
    await undo(run)
    const again = await load('Relances', content, {once: true})
    expect(again).toMatchObject({imported: 3, repeated: false})
    expect(again).not.toHaveProperty('earlier')
    expect(await count()).toBe(3)
  })

  test('with --once is passed over though its lines are duplicates, or bad, by now', async () => {
    const {run} = await load('Relances', `${content}abc|x\n`, {once: true, partial: true})
    for (const options of [{onDuplicate: 'error'}, {}, {partial: true}] as const) {
      const again = await load('Relances', `${content}abc|x\n`, {...options, once: true})
      expect(again).toMatchObject({repeated: true, imported: 0, skipped: 0, rejected: 0, earlier: {uuid: run}})
      expect(again).not.toHaveProperty('errors')
    }
    await expect(load('Relances', `${content}abc|x\n`)).rejects.toMatchObject({code: 'InvalidCsv'})
    expect(await count()).toBe(3)
  })

  test('eight times at once with --once is imported once, whoever waits', async () => {
    const reports = await Promise.all(Array.from({length: 8}, () => load('Relances', content, {once: true, wait: 20})))
    expect(reports.filter(({repeated}) => !repeated)).toHaveLength(1)
    expect(await count()).toBe(3)
  })
})

describe('taking an import back', () => {
  test('deletes what is untouched, keeps and names what was changed, moved, closed or reopened', async () => {
    const lines = Array.from({length: 7}, (_, i) => `100${i}|x\n`).join('')
    const other = await load('Relances')
    const {run} = await load('Relances', `phoneNumber|lastName\n${lines}`)
    const [changed = '', moved = '', closed = '', reopened = '', movedBack = '', deleted = ''] = await uuids(run)
    await xivo.use(async (context) => {
      await updateCallback(context, changed, {lastName: 'y'})
      await moveCallbacks(context, [moved, movedBack], 'Noël')
      await moveCallbacks(context, [movedBack], 'Relances')
      await closeCallbacks(context, [closed, reopened])
      await reopenCallbacks(context, [reopened])
      await deleteCallbacks(context, [deleted])
    })
    const undone = await undo(run)
    expect(undone).toMatchObject({deleted: 1, run: {uuid: run, imported: 7}})
    expect(undone.kept).toEqual([changed, moved, closed, reopened, movedBack].sort())
    expect(await uuids(run)).toHaveLength(5)
    expect(await uuids(other.run)).toHaveLength(3)
    expect((await ledger()).find(({uuid}) => uuid === run)?.undoneAt).toMatch(isoTime)
  })

  test('takes the last one of the caller that stands, not of somebody else with sudo, and history links both', async () => {
    const as = (sudo?: string) => ({...commandRun('callbacks import'), via: sudo === undefined ? {} : {sudo}})
    const loadAs = (text: string, sudo?: string) =>
      xivo.made((context) => importCallbacks(begin(context, {run: as(sudo)}), 'Relances', {bytes: once(text)}))
    const first = await loadAs('phoneNumber\n1\n', 'ann')
    const second = await loadAs('phoneNumber\n2\n')
    const lastOf = (sudo?: string) => xivo.use((context) => lastImport(begin(context, {run: as(sudo)})))
    expect([await lastOf('ann'), await lastOf()]).toEqual([first.run, second.run])
    await undo(first.run)
    await expect(lastOf('ann')).rejects.toMatchObject({code: 'ImportNotFound'})
    const [made = {}, taken = {}] = await xivo.sql(
      'select id::text from xivoctl.journal where object_id = $1 order by id',
      [first.run],
    )
    expect(await xivo.use((context) => showChange(context, made.id))).toMatchObject({undoneBy: taken.id})
  })

  test('is done once; again is a conflict that says when', async () => {
    const {run} = await load('Relances')
    expect(await undo(run)).toMatchObject({deleted: 3, kept: []})
    await expect(undo(run)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(`^the import ${run} was already undone, at \\d{4}-`),
    })
    expect(await count()).toBe(0)
  })

  test('twice at once is done once', async () => {
    const {run} = await load('Relances')
    const outcomes = await Promise.allSettled(Array.from({length: 4}, () => undo(run)))
    expect(outcomes.filter(({status}) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({kind: 'conflict'})
    }
  })

  test('of a run that is not there, or is no uuid, says so', async () => {
    await expect(undo(randomUUID())).rejects.toMatchObject({
      kind: 'not-found',
      hints: [{run: 'callbacks imports'}],
    })
    await expect(undo('yesterday')).rejects.toMatchObject({kind: 'invalid'})
  })

  test('is refused while its list is gone, which may come back, and waits for nobody else’s import', async () => {
    const {run} = await load('Relances')
    const other = await load('Noël')
    await xivo.made((context) => deleteList(context, 'Relances'))
    await expect(undo(run)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('was deleted since'),
    })
    const importing = await holdingImport('Noël')
    await expect(undo(other.run)).rejects.toMatchObject({code: 'Busy'})
    importing.finish()
    await importing.done
    expect(await undo(other.run)).toMatchObject({deleted: 3})
    expect(await count()).toBe(3)
  })
})

describe('a second import into a list', () => {
  test('is Busy, and names who is at work, in which process, since when', async () => {
    const first = await holdingImport('Relances')
    const second = load('Relances')
    await expect(second).rejects.toMatchObject({
      kind: 'conflict',
      code: 'Busy',
      message: expect.stringMatching(
        `^${me.replaceAll('.', '\\.')}:${process.pid} has been importing into this list since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ: nothing was written$`,
      ),
      hints: ['try again when it is done', expect.objectContaining({give: 'wait'})],
    })
    await expect(load('Relances', content, {dryRun: true})).rejects.toMatchObject({code: 'Busy'})
    first.finish()
    expect(await first.done).toMatchObject({imported: 3})
    expect(await count()).toBe(3)
  })

  test('is told the whole of it when the name of the host is long', async () => {
    const actor = `somebody.with.a.name@${'a-very-long-host-name.'.repeat(4)}é`
    await xivo.use(async (context) => {
      let blocked: Promise<unknown> | undefined
      async function* slow() {
        blocked = expect(load('Relances')).rejects.toMatchObject({
          message: expect.stringMatching(
            `^somebody.with.a.name@a-ve.*:${process.pid} has been importing into this list since \\S{20}: `,
          ),
        })
        await blocked
        yield Buffer.from(content)
      }
      await importCallbacks({...context, actor}, 'Relances', {bytes: slow()})
      await blocked
    })
  })

  test.each([
    ['andré@höst', 'andr?@h?st'],
    ['é'.repeat(60), '?'],
  ])('is told the process and the time also when the name %s is not ASCII', async (actor, signed) => {
    await xivo.use(async (context) => {
      async function* slow() {
        const [{name} = {}] = await xivo.sql(
          `select application_name as name from pg_stat_activity
            where datname = current_database() and application_name like 'xivoctl %:${process.pid} %'`,
        )
        const [, who, when] = new RegExp(`^xivoctl (.*):${process.pid} (.*)$`).exec(name) ?? []
        expect(when).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
        expect(who?.replace(/^\?+$/, '?')).toBe(signed)
        yield Buffer.from(content)
      }
      await importCallbacks({...context, actor}, 'Relances', {bytes: slow()})
    })
    expect(await count()).toBe(3)
  })

  test('sees who it is though it is another role', async () => {
    const role = `xivoctl_other_${randomUUID().slice(0, 8)}`
    await xivo.sql(`create role ${role} login password 'secret'`)
    try {
      await xivo.sql(`grant usage on schema xivoctl to ${role};
        grant select, insert, update, delete on all tables in schema xivoctl to ${role};
        grant select on all tables in schema public to ${role}`)
      const url = xivo.url.replace(/\/\/[^@/]*@/, `//${role}:secret@`)
      const first = await holdingImport('Relances')
      await useWith({XIVOCTL_DATABASE_URL: url}, async (context) => {
        await expect(importCallbacks(context, 'Relances', {bytes: once(content)})).rejects.toMatchObject({
          code: 'Busy',
          message: expect.stringContaining(`${me}:${process.pid} has been importing into this list since `),
        })
      })
      first.finish()
      await first.done
    } finally {
      await xivo.sql(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('waits as long as --wait says, and then imports', async () => {
    const first = await holdingImport('Relances')
    const started = Date.now()
    await expect(load('Relances', content, {wait: 1})).rejects.toMatchObject({code: 'Busy'})
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000)
    const second = load('Relances', content, {wait: 20})
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await count()).toBe(0)
    first.finish()
    expect(await first.done).not.toHaveProperty('earlier')
    expect(await second).toMatchObject({imported: 3, earlier: {imported: 3}})
  })

  test('has the list for itself until the end: also while the first one writes the ledger', async () => {
    await xivo.sql(`create function xivoctl.dawdle() returns trigger language plpgsql as
      $$ begin perform pg_sleep(1); return new; end $$;
      create trigger dawdle before insert on xivoctl.callback_import for each row execute function xivoctl.dawdle()`)
    const first = load('Relances')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await expect(load('Relances')).rejects.toMatchObject({code: 'Busy'})
    expect(await first).toMatchObject({imported: 3})
    await xivo.sql('drop function xivoctl.dawdle cascade')
  })

  test('into another list runs beside the first one', async () => {
    const first = await holdingImport('Relances')
    expect(await load('Noël')).toMatchObject({imported: 3})
    expect(await load('Pâques', content, {createFor: 'sales'})).toMatchObject({imported: 3, created: true})
    first.finish()
    expect(await first.done).toMatchObject({imported: 3})
  })

  test('finds the list free after a first one that failed', async () => {
    const first = await holdingImport('Relances', 'phoneNumber\nabc\n')
    const failed = expect(first.done).rejects.toMatchObject({code: 'InvalidCsv'})
    first.finish()
    await failed
    expect(await load('Relances')).toMatchObject({imported: 3})
    const locks = `select 1 from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`
    expect(await xivo.sql(locks)).toEqual([])
  })
})
