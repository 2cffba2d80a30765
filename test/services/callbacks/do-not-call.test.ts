import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import {
  addDoNotCall,
  listDoNotCall,
  type Objection,
  removeDoNotCall,
} from '../../../src/services/callbacks/do-not-call.ts'
import {importDoNotCall} from '../../../src/services/callbacks/do-not-call-import.ts'
import {type ImportOptions, importCallbacks} from '../../../src/services/callbacks/import.ts'
import {getImport, listImports} from '../../../src/services/callbacks/imports.ts'
import {changeList, createList} from '../../../src/services/callbacks/lists.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  moveCallbacks,
  reopenCallbacks,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {diagnose} from '../../../src/services/doctor/doctor.ts'
import {showChange} from '../../../src/services/history.ts'
import {recomputeIdentities} from '../../../src/services/identities.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {findCallbacks} from '../../support/found.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const fresh = (context: Context) => begin(context, {run: commandRun('test')})
const add = (phones: string[], objection?: Objection) =>
  xivo.made((context) => addDoNotCall(fresh(context), phones, objection))
const remove = (phones: string[], queue?: string) =>
  xivo.made((context) => removeDoNotCall(fresh(context), phones, {queue}))
const list = (query?: Parameters<typeof listDoNotCall>[1]) => xivo.use((context) => listDoNotCall(context, query))
const make = (into: string, phoneNumber: string) =>
  xivo.made((context) => createCallback(fresh(context), into, {phoneNumber}))
const undoLast = async () => {
  const [last] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
  return xivo.made((context) => undoChanges(fresh(context), {ids: [last?.id]}))
}
const rows = () => xivo.sql('select * from xivoctl.do_not_call order by uuid')
/** Somebody does something else while a file is being read. */
async function* interrupted(text: string, work: () => Promise<unknown>) {
  yield Buffer.from(text.slice(0, -5))
  await work()
  yield Buffer.from(text.slice(-5))
}
async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

beforeEach(async () => {
  await xivo.sql('truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.do_not_call cascade')
  for (const [name, queue] of [
    ['Ventes', 'ventes'],
    ['Support', 'support'],
  ] as const)
    await xivo.made((context) => createList(fresh(context), name, queue))
})

describe('the do-not-call list', () => {
  test('has a number once for a queue, in whatever spelling, with the reason and since when', async () => {
    const [entry] = await add(['02 30 21 00 92'], {queue: 'ventes', reason: ' letter ', since: '2026-01-02'})
    expect(entry).toMatchObject({phoneNumber: '0230210092', queueName: 'ventes', reason: 'letter', since: '2026-01-02'})
    expect(await add(['+33230210092', '0033 2 30 21 00 92'], {queue: 'ventes'})).toEqual([entry])
    expect(await add(['+33230210092', '1000'])).toMatchObject([{phoneNumber: '+33230210092'}, {phoneNumber: '1000'}])
    expect(await add(['0230210092'], {queue: 'support'})).toMatchObject([{phoneNumber: '+33230210092'}])
    expect(await list()).toHaveLength(3)
    expect(await list({queue: 'support'})).toHaveLength(2)
    expect(await list({phones: ['0230210092'], queue: 'ventes'})).toHaveLength(2)
    expect(await list({phones: ['#31#1000']})).toMatchObject([{phoneNumber: '1000'}])
  })

  test.each<[string[], Objection, string]>([
    [[], {}, 'InvalidRequest'],
    [['soon'], {}, 'InvalidRequest'],
    [['1000'], {since: 'tomorrow'}, 'InvalidRequest'],
    [['1000'], {since: '2026-02-30'}, 'InvalidRequest'],
    [['1000'], {reason: 'a\0b'}, 'InvalidRequest'],
    [['1000'], {queue: 'nobody'}, 'QueueNotFound'],
  ])('takes no %j with %j', async (phones, objection, code) => {
    await expect(add(phones, objection)).rejects.toMatchObject({code})
    expect(await rows()).toEqual([])
  })

  test('loses what is removed: all of a number, or what is for one queue', async () => {
    await add(['0230210092'], {queue: 'ventes'})
    await add(['0230210092'])
    expect(await remove(['+33230210092'], 'ventes')).toMatchObject([{queueName: 'ventes'}])
    await expect(remove(['+33230210092'], 'ventes')).rejects.toMatchObject({code: 'DoNotCallEntryNotFound'})
    await add(['0230210092', '1000'], {queue: 'support'})
    await expect(remove(['0230210092', '1001'])).rejects.toThrow('number 2 of 2 is not on the do-not-call list')
    expect(await remove(['0230210092', '1000'])).toHaveLength(2)
    const refusal = remove(['0230210092'])
    await expect(refusal).rejects.toMatchObject({code: 'DoNotCallEntryNotFound'})
    await expect(refusal).rejects.not.toThrow(/0230210092/)
  })

  test('keeps and finds numbers by the country that is in force', async () => {
    await add(['0230210092'])
    const under = (country: 'FR' | 'none') =>
      xivo.made((context) =>
        recomputeIdentities({
          ...context,
          phoneCountry: country,
          settings: {...context.settings, phoneCountry: country},
        }),
      )
    await under('none')
    expect(await rows()).toMatchObject([{phone_identity: '0'}])
    await under('FR')
    expect(await rows()).toMatchObject([{phone_identity: '33230210092'}])
  })

  test('comes back by undo to the byte, unless it has changed since', async () => {
    const none = await rows()
    await add(['0230210092', '1000'], {queue: 'ventes', reason: 'letter'})
    const two = await rows()
    await xivo.made((context) => importDoNotCall(fresh(context), {bytes: bytesOf('phoneNumber\n1001\n1000\n1002\n')}))
    const all = await rows()
    expect(all).toHaveLength(5)
    await undoLast()
    expect(await rows()).toEqual(two)
    await undoLast()
    expect(await rows()).toEqual(all)
    await undoLast()
    await remove(['1000'])
    const one = await rows()
    await undoLast()
    expect(await rows()).toEqual(two)
    await undoLast()
    expect(await rows()).toEqual(one)
    await add(['1000'], {queue: 'ventes'})
    const [removal] = await xivo.sql(
      `select id::text from xivoctl.journal where kind = 'doNotCall' and after is null order by id limit 1`,
    )
    await expect(xivo.made((context) => undoChanges(fresh(context), {ids: [removal?.id]}))).rejects.toMatchObject({
      code: 'Conflict',
    })
    expect(none).toEqual([])
  })

  test('is in the journal without the number and the reason', async () => {
    await add(['0230210092'], {reason: 'Doe called'})
    const [entry] = await xivo.sql(`select journal::text as row from xivoctl.journal order by id desc limit 1`)
    expect(entry?.row).toMatch(/doNotCall/)
    expect(entry?.row).not.toMatch(/0230210092|33230210092|Doe/)
  })
})

describe('a number on the do-not-call list', () => {
  const bringIn = (text: string, options?: ImportOptions) =>
    xivo.made((context) => importCallbacks(fresh(context), 'Ventes', {bytes: bytesOf(text)}, options))
  const csv =
    'phoneNumber|mobilePhoneNumber|lastName\n0230210092||Doe\n0230210093|06 89 74 63 21|Roe\n0230210094||Poe\n'

  test('is left out by an import for its queue, counted and named', async () => {
    await add(['+33 2 30 21 00 92'], {queue: 'ventes'})
    await add(['+33689746321'])
    await add(['0230210094'], {queue: 'support'})
    expect(await bringIn(csv)).toMatchObject({
      imported: 1,
      skipped: 0,
      rejected: 0,
      doNotCall: 2,
      doNotCallLines: [
        {line: 2, column: 'phoneNumber', value: '0230210092'},
        {line: 3, column: 'mobilePhoneNumber', value: '0689746321'},
      ],
    })
    expect(await xivo.sql('select last_name from xivoctl.callback_request')).toEqual([{last_name: 'Poe'}])
  })

  test('is a bad line when that is asked for', async () => {
    await add(['0230210092'])
    const whole = bringIn(csv, {onDoNotCall: 'error'})
    await expect(whole).rejects.toMatchObject({code: 'InvalidCsv', problems: [{line: 2, column: 'phoneNumber'}]})
    expect(await bringIn(csv, {onDoNotCall: 'error', partial: true})).toMatchObject({imported: 2, rejected: 1})
  })

  test('is in no import that was running when somebody objected', async () => {
    const during = async (phone: string) =>
      xivo.made((context) => importCallbacks(fresh(context), 'Ventes', {bytes: interrupted(csv, () => add([phone]))}))
    expect(await during('0230210095')).toMatchObject({imported: 3})
    await xivo.sql('delete from xivoctl.callback_request')
    await expect(during('+33230210094')).rejects.toMatchObject({code: 'Busy'})
    expect(await xivo.sql('select from xivoctl.callback_request')).toEqual([])
    expect(await bringIn(csv)).toMatchObject({imported: 2, doNotCall: 1})
  })

  test('is in no request that is made while somebody objects', () =>
    xivo.client(async (client) => {
      await client.query(`begin; select pg_advisory_xact_lock(x'6f626a6563746564'::bigint)`)
      await client.query(`insert into xivoctl.do_not_call (uuid, phone_number, phone_identity, since, added_by)
        values (md5('objected')::uuid, '0230210092', 33230210092, current_date, 'test')`)
      const making = make('Ventes', '0230210092').catch((error: Error) => error)
      const waiting = () =>
        xivo.sql(`select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`)
      await expect.poll(waiting).toHaveLength(1)
      await client.query('commit')
      expect(await making).toMatchObject({code: 'Conflict'})
    }))

  test('is refused by create for its queue, without being told in the message', async () => {
    await add(['0230210092'], {queue: 'ventes'})
    const refusal = make('Ventes', '02.30.21.00.92')
    await expect(refusal).rejects.toMatchObject({code: 'Conflict', hints: [{run: 'callbacks do-not-call list'}]})
    await expect(refusal).rejects.not.toThrow(/0230210092/)
    await make('Support', '0230210092')
  })

  test('is a warning where an ongoing request gets it, or gets under it', async () => {
    const {uuid} = await make('Support', '0230210093')
    await add(['0230210092', '0230210093'], {queue: 'ventes'})
    const warnings = async (work: (context: Context) => Promise<{warnings?: string[]}>) =>
      ((await xivo.use((context) => work(fresh(context)))).warnings ?? []).length
    expect(await warnings((context) => updateCallback(context, uuid, {phoneNumber: '0230210092'}))).toBe(0)
    expect(await warnings((context) => moveCallbacks(context, [uuid], 'Ventes'))).toBe(1)
    expect(await warnings((context) => updateCallback(context, uuid, {phoneNumber: '0230210094'}))).toBe(0)
    expect(await warnings((context) => updateCallback(context, uuid, {mobilePhoneNumber: '+33230210093'}))).toBe(1)
    expect(await warnings((context) => updateCallback(context, uuid, {lastName: 'Doe'}))).toBe(0)
    expect(await warnings((context) => closeCallbacks(context, [uuid]))).toBe(0)
    expect(await warnings((context) => reopenCallbacks(context, [uuid]))).toBe(1)
  })

  test('is found by identity, or by spelling where there is none; doctor names the ongoing requests', async () => {
    const made: {uuid: string}[] = []
    for (const [into, phone] of [
      ['Ventes', '0230210092'],
      ['Support', '+33230210092'],
      ['Ventes', '*31#1000'],
      ['Support', '10001'],
      ['Support', '0689746321'],
    ] as const)
      made.push(await make(into, phone))
    await xivo.made((context) => closeCallbacks(fresh(context), [made[4]?.uuid ?? '']))
    await xivo.sql(`update xivoctl.callback_request set mobile_phone_number = phone_number, phone_number = null,
      mobile_phone_identity = null, phone_identity = null where uuid = '${made[2]?.uuid}'`)
    await add(['+33 2 30 21 00 92'], {queue: 'ventes'})
    await add(['#31#1000', '06 89 74 63 21'])
    const {list: found} = await xivo.use((context) => findCallbacks(context, [{objected: true}]))
    expect(found.map(({uuid}) => uuid).sort()).toEqual([0, 2, 4].map((i) => made[i]?.uuid).sort())
    const {findings} = await xivo.use((context) => diagnose(context, {original: 'http://127.0.0.1:1'}))
    const told = findings.filter(({check}) => check === 'do not call')
    expect(told).toHaveLength(1)
    expect(told).toMatchObject([{severity: 'warning', remedy: expect.stringContaining('--do-not-call')}])
    for (const i of [0, 2]) expect(told[0]?.what).toContain(made[i]?.uuid)
    expect(told[0]?.what).not.toContain(made[4]?.uuid)
    await remove(['0230210092', '1000'])
    const after = await xivo.use((context) => diagnose(context, {original: 'http://127.0.0.1:1'}))
    expect(after.findings.filter(({check}) => check === 'do not call')).toMatchObject([{ok: true}])
  })
})

describe('an import into the do-not-call list', () => {
  const bringIn = (text: string, options?: Parameters<typeof importDoNotCall>[2]) =>
    xivo.made((context) => importDoNotCall(fresh(context), {bytes: bytesOf(text)}, options))

  test('takes both numbers of each line of a call list, each once, and nothing else', async () => {
    await add(['0230210092'])
    const report = await bringIn(
      'Téléphone;Portable;Nom;Échéance\n02 30 21 00 92;06 89 74 63 21;Doe;soon\n230210093;;;\n+33230210093;;;\n',
      {reason: 'refus', queue: 'ventes'},
    )
    expect(report).toMatchObject({added: 2, known: 2, rejected: 0, repaired: 1})
    const entries = await list({queue: 'ventes'})
    expect(entries.map(({phoneNumber}) => phoneNumber).sort()).toEqual(['0230210092', '0230210093', '0689746321'])
    expect(entries.filter(({reason}) => reason === 'refus')).toHaveLength(2)
  })

  test('is all or nothing, or the good lines', async () => {
    const csv = 'phoneNumber\n0230210092\nn/a\n'
    await expect(bringIn(csv)).rejects.toMatchObject({code: 'InvalidCsv', problems: [{line: 3}]})
    expect(await rows()).toEqual([])
    expect(await bringIn(csv, {partial: true})).toMatchObject({added: 1, rejected: 1, errors: [{line: 3}]})
    expect(await bringIn('phoneNumber\n0230210092\n')).toMatchObject({added: 0, known: 1})
  })

  test('holds up nobody while it reads', async () => {
    const bytes = interrupted('phoneNumber\n1000\n1001\n1002\n', () => add(['1000', '1002', '1003']))
    const report = await xivo.made((context) => importDoNotCall(fresh(context), {bytes}))
    expect(report).toMatchObject({added: 1, known: 2})
    expect(await rows()).toHaveLength(4)
  })

  test.each(['itself', 'its undo', 'the undo of its undo'])('is shown with all its entries: %s', async (what) => {
    await bringIn('phoneNumber\n0230210092\n0230210093\n', {reason: 'refus'})
    if (what !== 'itself') await undoLast()
    if (what === 'the undo of its undo') await undoLast()
    const [last] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
    const {change, requests} = await xivo.use((context) => showChange(context, last?.id))
    expect(change.after ?? change.before).toMatchObject({added: 2})
    expect(change.after ?? change.before).not.toHaveProperty('phoneNumber')
    expect(requests).toHaveLength(2)
  })
})

describe('a request that comes to where its number is not to be called', () => {
  const warnings = async (work: (context: Context) => Promise<{warnings?: string[]}>) =>
    (await xivo.use((context) => work(fresh(context)))).warnings ?? []
  const undoing = async (how: 'last' | 'first' = 'last') => {
    const [change] = await xivo.sql(`select ${how === 'last' ? 'max' : 'min'}(id)::text as id from xivoctl.journal`)
    return warnings((context) => undoChanges(context, {ids: [change?.id]}))
  }
  const told = [expect.stringMatching(/^1 request of the list 'Ventes' with a number that is on the do-not-call list$/)]

  beforeEach(async () => {
    await make('Ventes', '0230210092')
    await make('Ventes', '0230210093')
    await make('Support', '0230210094')
    await add(['0230210092'], {queue: 'sales'})
  })

  test('is told of when its list is given to another queue', async () => {
    const give = (queue: string) => warnings((context) => changeList(context, 'Ventes', {queue}))
    expect(await give('support')).toEqual([])
    expect(await give('sales')).toEqual(told)
    expect(await give('sales')).toEqual([])
    expect(await warnings((context) => changeList(context, 'Ventes', {name: 'Ventes'}))).toEqual([])
    expect(await give('ventes')).toEqual([])
    expect(await undoing()).toEqual(told)
  })

  test('is told of when undo brings it back', async () => {
    const [row] = await xivo.sql(`select uuid from xivoctl.callback_request where phone_number = '0230210092'`)
    await xivo.made((context) => deleteCallbacks(fresh(context), [row?.uuid]))
    await add(['+33 2 30 21 00 92', '0230210094'])
    const [deletion] = await xivo.sql(
      `select id::text from xivoctl.journal where kind = 'callbackRequest' and after is null order by id desc limit 1`,
    )
    expect(await warnings((context) => undoChanges(context, {ids: [deletion?.id]}))).toEqual(told)
    await remove(['0230210092'])
    expect(await undoing()).toEqual(told)
  })

  test('is not told of while nobody objects, or when it is closed', async () => {
    const [row] = await xivo.sql(`select uuid from xivoctl.callback_request where phone_number = '0230210092'`)
    await xivo.made((context) => closeCallbacks(fresh(context), [row?.uuid]))
    expect(await warnings((context) => changeList(context, 'Ventes', {queue: 'sales'}))).toEqual([])
  })
})

describe('an import of numbers that fails', () => {
  const load = (text: string, options = {}) =>
    xivo.made((context) => importDoNotCall(fresh(context), {name: 'refus.csv', bytes: bytesOf(text)}, options))
  const failures = async () =>
    (await xivo.use((context) => listImports(context))).filter(({fileName}) => fileName === 'refus.csv')
  const stubborn = async () => {
    const {findings} = await xivo.use((context) => diagnose(context, {original: 'http://127.0.0.1:1'}))
    return findings.filter(({what}) => what.includes('refus.csv')).length
  }

  test('is in the ledger, without a number, and named by doctor when it fails again and again', async () => {
    expect(await failures()).toEqual([])
    for (let time = 1; time <= 3; time++) {
      await expect(load('phoneNumber\n0230210092\n02302100920230210092\n')).rejects.toMatchObject({code: 'InvalidCsv'})
    }
    const [failed, ...others] = await failures()
    expect(failed).toMatchObject({fileName: 'refus.csv', imported: 0, errors: [{line: 3, column: 'phoneNumber'}]})
    expect(JSON.stringify([failed, ...others])).not.toContain('0230210092')
    expect(others).toHaveLength(2)
    expect(await xivo.use((context) => getImport(context, failed?.uuid ?? ''))).toMatchObject({failed: failed?.failed})
    expect(await stubborn()).toBe(1)
    expect((await load('phoneNumber\n0230210092\n')).added).toBe(1)
    expect(await stubborn()).toBe(0)
  })

  test('is not in it after a dry run', async () => {
    const before = (await failures()).length
    const dry = (context: Context) =>
      importDoNotCall(begin(fresh(context), {dryRun: true}), {name: 'refus.csv', bytes: bytesOf('phoneNumber\nsoon\n')})
    await expect(xivo.use(dry)).rejects.toMatchObject({code: 'InvalidCsv'})
    expect(await failures()).toHaveLength(before)
  })
})
