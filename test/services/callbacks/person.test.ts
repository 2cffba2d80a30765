import {randomUUID} from 'node:crypto'
import fc from 'fast-check'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import type {CallbackInput} from '../../../src/formats/callback-fields.ts'
import {addDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'
import {eraseCallbacks, purgeCallbacks} from '../../../src/services/callbacks/erasure.ts'
import type {Who} from '../../../src/services/callbacks/holdings.ts'
import {importCallbacks} from '../../../src/services/callbacks/import.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {type Person, showPerson} from '../../../src/services/callbacks/person.ts'
import {
  closeCallbacks,
  createCallback,
  deleteCallbacks,
  updateCallback,
} from '../../../src/services/callbacks/requests.ts'
import {addTickets} from '../../../src/services/callbacks/tickets.ts'
import {commandRun} from '../../../src/settings/origin.ts'
import {persons} from '../../formats/phone-cases.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const fresh = (context: Context) => begin(context, {run: commandRun('test')})
const keyed = (key: string) => ({key: {key, digest: async () => key, onReplay: () => {}}})
const person = (who: Who) => xivo.use((context) => showPerson(context, who))
const erase = (who: Who) => xivo.made((context) => eraseCallbacks(context, who))

beforeEach(async () => {
  await xivo.sql(
    'truncate xivoctl.callback_list, xivoctl.callback_request, xivoctl.request_key, xivoctl.journal, xivoctl.journal_request, xivoctl.do_not_call, xivoctl.callback_ticket cascade',
  )
  await xivo.made((context) => createList(context, 'Ventes', 'ventes'))
})

const make = (input: CallbackInput, key?: string) =>
  xivo.made((context) => createCallback(fresh(context), 'Ventes', input, key === undefined ? {} : keyed(key)))

/** All rows of ours that are about customers, each as text. */
const rows = async (): Promise<string[]> =>
  (
    await xivo.sql(`select 'request ' || uuid as row from xivoctl.callback_request
      union all select concat_ws(' ', 'state', run, place, uuid) from xivoctl.journal_request
      union all select concat('answer ', key, md5(answer)) from xivoctl.request_key
      union all select 'entry ' || uuid from xivoctl.do_not_call
      union all select 'ticket ' || uuid from xivoctl.callback_ticket where num_nonnulls(phone_number, mobile_phone_number, comment) > 0`)
  ).map(({row}) => row)

async function everyRow(): Promise<string> {
  const tables = await xivo.sql(`select tablename as name from pg_tables where schemaname = 'xivoctl'`)
  const all = await Promise.all(tables.map(({name}) => xivo.sql(`select t::text as row from xivoctl.${name} t`)))
  return all
    .flat()
    .map(({row}) => row)
    .join('\n')
}

const nothing: Person = {spellings: [], requests: [], history: [], answers: [], doNotCall: [], tickets: []}

const size = ({requests, history, answers, doNotCall, tickets}: Person) =>
  requests.length + history.length + answers.length + doNotCall.length + tickets.length

const spelling = fc.constantFrom(
  ...persons.flatMap((group) => ('same' in group ? group.same : group.different)).filter((text) => /\d/.test(text)),
)
const life = fc.record({
  phoneNumber: spelling,
  mobilePhoneNumber: fc.option(spelling, {nil: ''}),
  lastName: fc.constantFrom('', 'Doe', 'DOE', "O'Neill"),
  firstName: fc.constantFrom('', 'John', 'Jane'),
  becomes: fc.constantFrom('as it was', 'corrected', 'closed', 'deleted'),
  kept: fc.boolean(),
  objects: fc.boolean(),
  called: fc.nat(2),
  number: spelling,
})

describe('person and erase', () => {
  test('mean the same, however a number is spelt and whoever shares it', () =>
    xivo.use(async (context) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(life, {minLength: 1, maxLength: 6}),
          spelling,
          fc.constantFrom<Partial<Who>>({}, {everyone: true}, {names: ['doe']}, {names: ['John Doe', "o'neill"]}),
          async (lives, phone, others) => {
            await xivo.sql(
              'truncate xivoctl.callback_request, xivoctl.request_key, xivoctl.journal, xivoctl.journal_request, xivoctl.do_not_call, xivoctl.callback_ticket',
            )
            for (const {becomes, kept, objects: _, called, number, ...input} of lives) {
              const options = kept ? keyed(randomUUID()) : {}
              const {uuid} = await resultOf(createCallback(fresh(context), 'Ventes', input, options))
              const call = (times: number) =>
                called < times ? undefined : addTickets(fresh(context), [uuid], {status: 'busy', comment: 'Doe'})
              await call(1)
              if (becomes === 'corrected') await updateCallback(fresh(context), uuid, {phoneNumber: number})
              await call(2)
              if (becomes === 'closed') await closeCallbacks(fresh(context), [uuid])
              if (becomes === 'deleted') await deleteCallbacks(fresh(context), [uuid])
            }
            // A request is not made for somebody who has objected.
            const objections = lives.filter(({objects}) => objects).map(({phoneNumber}) => phoneNumber)
            for (const number of objections)
              await addDoNotCall(fresh(context), [number], {queue: 'ventes'}).catch(() => {})
            const who = {phones: [phone], ...others}
            const before = await rows()
            const shown = await showPerson(context, who).catch((error: Error) => error)
            const erased = await resultOf(eraseCallbacks(fresh(context), who)).catch((error: Error) => error)
            const left = await rows()
            const gone = before.filter((row) => !left.includes(row))
            if (shown instanceof Error) {
              expect([shown, erased]).toMatchObject([{code: 'Conflict'}, {code: 'Conflict', message: shown.message}])
              expect(gone).toEqual([])
            } else {
              expect(gone.filter((row) => row.startsWith('request')).sort()).toEqual(
                shown.requests.map(({uuid}) => `request ${uuid}`).sort(),
              )
              expect(gone.filter((row) => row.startsWith('state'))).toHaveLength(shown.history.length)
              expect(gone.filter((row) => row.startsWith('answer'))).toHaveLength(shown.answers.length)
              expect(gone.filter((row) => row.startsWith('entry'))).toHaveLength(shown.doNotCall.length)
              expect(gone.filter((row) => row.startsWith('ticket'))).toHaveLength(shown.tickets.length)
              expect(size(await showPerson(context, who).catch(() => nothing))).toBe(0)
              expect(erased).toMatchObject({spellings: shown.spellings})
            }
          },
        ),
        {numRuns: 20},
      )
    }))

  test('are clear only when one name has the number; one of several, or everyone, must be said', async () => {
    const doe = await make({phoneNumber: '0230210092', firstName: 'John', lastName: 'Doe'})
    const roe = await make({phoneNumber: '+33230210092', lastName: 'Roe'})
    await make({phoneNumber: '0230210092'})
    for (const act of [person, erase]) {
      const refusal = act({phones: ['02 30 21 00 92']})
      await expect(refusal).rejects.toMatchObject({kind: 'conflict', hints: [{give: 'name'}, {give: 'everyone'}]})
      await expect(refusal).rejects.not.toThrow(/Doe|Roe|0230210092/)
      for (const names of [['Smith'], ['']])
        await expect(act({phones: ['0230210092'], names})).rejects.toMatchObject({kind: 'conflict'})
    }
    const shown = await person({phones: ['0230210092'], names: ['doe']})
    expect(shown).toMatchObject({requests: [{uuid: doe.uuid, lastName: 'Doe', listName: 'Ventes'}], others: 2})
    expect(shown.history.map(({uuid}) => uuid)).toEqual([doe.uuid])
    expect(await erase({phones: ['0230210092'], names: ['doe']})).toMatchObject({ongoing: 1, others: 2})
    expect((await person({phones: ['0230210092']})).requests.map(({uuid}) => uuid)).toContain(roe.uuid)
    expect(await erase({phones: ['0230210092']})).toMatchObject({ongoing: 2})
    expect(size(await person({phones: ['0230210092'], names: ['anybody']}))).toBe(0)
  })

  test('take two numbers of two people for two people', async () => {
    await make({phoneNumber: '0230210092', lastName: 'Doe'})
    await make({phoneNumber: '0230210093', lastName: 'Roe'})
    expect(await erase({phones: ['0230210092', '0230210093']})).toMatchObject({ongoing: 2})
  })

  test('reach who has the number only in the history, by the name that they had last', async () => {
    const {uuid} = await make({phoneNumber: '0230210092', lastName: 'Do'})
    await xivo.made((context) => updateCallback(fresh(context), uuid, {lastName: 'Doe', phoneNumber: '0230210093'}))
    await make({phoneNumber: '0230210092', lastName: 'Roe'})
    const shown = await person({phones: ['0230210092'], names: ['Doe']})
    expect(shown).toMatchObject({
      requests: [],
      history: [{uuid}, {uuid, before: {lastName: 'Do'}, after: {lastName: 'Doe'}}],
    })
    await erase({phones: ['0230210092'], names: ['Doe']})
    expect(await xivo.sql('select last_name from xivoctl.callback_request order by 1')).toEqual([
      {last_name: 'Doe'},
      {last_name: 'Roe'},
    ])
    expect(await person({phones: ['0230210092']})).toMatchObject({requests: [{lastName: 'Roe'}], history: [{}]})
  })

  test('count who had the number before it was corrected: nobody sees their history without their name', async () => {
    await xivo.made((context) =>
      importCallbacks(context, 'Ventes', {bytes: bytesOf('phoneNumber|lastName\n0230210092|Martin\n')}),
    )
    const [{uuid} = {}] = await xivo.sql('select uuid from xivoctl.callback_request')
    await xivo.made((context) => updateCallback(fresh(context), uuid, {phoneNumber: '0230210093'}))
    await make({phoneNumber: '0230210092', lastName: 'Durand'})
    for (const act of [person, erase])
      await expect(act({phones: ['0230210092']})).rejects.toMatchObject({kind: 'conflict'})
    expect(JSON.stringify(await person({phones: ['0230210092'], names: ['Durand']}))).not.toMatch(/Martin|0230210093/)
  })

  test('leave the lines of stored reports that have the number to everyone, not to a name', async () => {
    await xivo.made((context) =>
      importCallbacks(
        context,
        'Ventes',
        {bytes: bytesOf('phoneNumber|lastName\n0230210092 / 0689746321|Martin\n0230210097|Roe\n')},
        {partial: true, ...keyed('report')},
      ),
    )
    expect((await person({phones: ['0230210092'], names: ['Durand']})).answers).toEqual([])
    expect((await person({phones: ['0230210092']})).answers).toHaveLength(1)
  })

  test('leave neither the number nor the name in any row: also not in what is answered to a repeated request', async () => {
    const {uuid} = await make({phoneNumber: '#31#0230210092', lastName: 'Quetzalcoatl'}, 'one')
    await xivo.made((context) =>
      updateCallback(fresh(context), uuid, {phoneNumber: '+33 2 30 21 00 94', company: 'Xochimilco'}),
    )
    const csv =
      'phoneNumber|mobilePhoneNumber|lastName|dueDate\n02 30 21 00 94 / 06 89 74 63 21||Tlaloc|\n230210094||Tlaloc|2031-01-01\n0230210094||Tlaloc|soon\n0230210097||Roe|late\n'
    const report = await xivo.made((context) =>
      importCallbacks(
        context,
        'Ventes',
        {bytes: bytesOf(csv)},
        {partial: true, said: {phones: 'repair'}, ...keyed('two')},
      ),
    )
    expect(report).toMatchObject({imported: 1, rejected: 3})
    expect(await everyRow()).toMatch(/02 30 21 00 94 \/ 06/)
    const shown = await person({phones: ['0230210094'], everyone: true})
    expect(JSON.stringify(shown)).not.toContain('0230210097')
    expect(shown.answers.map(({lines}) => lines?.map(({line}) => line))).toEqual([undefined, [2, 3]])
    await erase({phones: ['0230210094'], everyone: true})
    const left = await everyRow()
    expect(left).not.toMatch(/30.?21.?00.?9[24]|Quetzalcoatl|Xochimilco|Tlaloc/)
    expect(left).toContain('""line"":5')
  })

  test.each([
    ['not on the do-not-call list yet', undefined],
    ['on it with a reason', {reason: 'Quetzalcoatl wrote on 2 November'}],
    ['on it for one queue', {queue: 'sales', reason: 'Tlaloc'}],
  ])('leave a number that is %s on it alone, for all queues, when that is asked for', async (_, objection) => {
    const {uuid} = await make({phoneNumber: '#31#0230210092', lastName: 'Quetzalcoatl'}, 'one')
    await xivo.made((context) => updateCallback(fresh(context), uuid, {phoneNumber: '02.30.21.00.94'}))
    await make({phoneNumber: '0230210092', company: 'Xochimilco'})
    await xivo.made((context) => addTickets(fresh(context), [uuid], {status: 'busy', comment: 'Tlaloc'}))
    await xivo.made((context) => deleteCallbacks(fresh(context), [uuid]))
    if (objection) await xivo.made((context) => addDoNotCall(fresh(context), ['+33 2 30 21 00 92'], objection))
    const who = {phones: ['0230210092', '0230210094'], everyone: true}
    const plan = await xivo.made((context) => eraseCallbacks(context, who, {doNotCall: true}), {dryRun: true})
    expect(plan).toMatchObject({tickets: 1})
    const shown = await xivo.use((context) => eraseCallbacks({...fresh(context), dryRun: true}, who, {doNotCall: true}))
    const as = {expected: shown.changes}
    expect(await xivo.made((context) => eraseCallbacks(begin(fresh(context), as), who, {doNotCall: true}))).toEqual(
      plan,
    )
    const entries = await xivo.sql('select phone_number, queue_id, reason from xivoctl.do_not_call order by 2, 1')
    expect(entries.filter(({queue_id}) => queue_id === null).map(({phone_number}) => phone_number.slice(-9))).toEqual(
      expect.arrayContaining(['230210092', '230210094']),
    )
    expect(entries.every(({reason}) => reason === null)).toBe(true)
    await xivo.sql('alter table xivoctl.do_not_call set schema public')
    try {
      expect(await everyRow()).not.toMatch(/30.?21.?00.?9[24]|Quetzalcoatl|Xochimilco|Tlaloc/)
    } finally {
      await xivo.sql('alter table public.do_not_call set schema xivoctl')
    }
    expect((await person(who)).doNotCall).toHaveLength(entries.length)
    expect(size(await person(who))).toBe(entries.length)
    expect(await erase(who)).toMatchObject({doNotCall: entries.length})
    expect(await everyRow()).not.toMatch(/30.?21.?00.?9[24]/)
  })

  test('leave a number on the do-not-call list once, however often it is erased, and nothing that is no number', async () => {
    await make({phoneNumber: '0230210092', lastName: 'Doe'})
    await make({phoneNumber: '0230210092', lastName: 'Roe'})
    const leave = (who: Who) => xivo.made((context) => eraseCallbacks(fresh(context), who, {doNotCall: true}))
    const who = {phones: ['0230210092'], names: ['Doe']}
    await leave(who)
    await leave({...who, phones: ['+33 2 30 21 00 92', '0230210092'], names: ['Roe']})
    await leave(who)
    const numbers = () => xivo.sql('select phone_number from xivoctl.do_not_call')
    expect(await numbers()).toEqual([{phone_number: '0230210092'}])
    await make({phoneNumber: '0230210093'})
    for (const phone of ['Doe 2', '0230210092.0'])
      await expect(leave({phones: ['0230210093', phone]})).rejects.toMatchObject({problems: [{value: phone}]})
    expect(await numbers()).toHaveLength(1)
    expect((await person({phones: ['0230210093']})).requests).toHaveLength(1)
  })
})

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

test('a person sees where a request came from, and by what right, as long as it is there', async () => {
  const {run} = await xivo.made((context) =>
    importCallbacks(
      context,
      'Ventes',
      {name: 'night.csv', bytes: bytesOf('phoneNumber\n0230210092\n')},
      {
        origin: 'contract of 2025',
      },
    ),
  )
  await xivo.sql(`update xivoctl.callback_import set imported_at = now() - interval '10 years'`)
  await xivo.made((context) => importCallbacks(context, 'Ventes', {bytes: bytesOf('phoneNumber\n1\n')}))
  expect((await person({phones: ['0230210092']})).requests).toMatchObject([
    {
      import: {
        uuid: run,
        fileName: 'night.csv',
        origin: 'contract of 2025',
        importedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      createdAt: expect.any(String),
    },
  ])
})

test('where requests came from is forgotten by a purge, once none is left and undo could bring none back', async () => {
  const bytes = bytesOf('phoneNumber\n0230210094\n0230210095\n')
  const {run} = await xivo.made((context) => importCallbacks(context, 'Ventes', {bytes}, {origin: 'contract of 2025'}))
  await xivo.sql(`update xivoctl.callback_import set imported_at = now() - interval '10 years' where uuid = $1`, [run])
  const isKept = async () => {
    await xivo.made((context) => purgeCallbacks(context, {closedBefore: '-90d'}))
    return (await xivo.sql('select from xivoctl.callback_import where uuid = $1', [run])).length === 1
  }
  const [first, last] = await xivo.sql('select uuid from xivoctl.callback_request where import_uuid = $1', [run])
  await xivo.sql('delete from xivoctl.callback_request where uuid = $1', [first?.uuid])
  expect(await isKept()).toBe(true)
  await xivo.made((context) => deleteCallbacks(context, [last?.uuid]))
  expect(await isKept()).toBe(true)
  await xivo.sql('update xivoctl.journal_request set before = null where uuid = $1', [last?.uuid])
  expect(await isKept()).toBe(false)
})
