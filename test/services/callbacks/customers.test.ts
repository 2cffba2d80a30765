import {randomUUID} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import {eraseCallbacks} from '../../../src/services/callbacks/erasure.ts'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {createCallback} from '../../../src/services/callbacks/requests.ts'
import {recomputeIdentities} from '../../../src/services/identities.ts'
import {persons} from '../../formats/phone-cases.ts'
import {findCallbacks} from '../../support/found.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

type Numbers = readonly (readonly [phone: string | null, mobile: string | null])[]

/** Stores requests with these numbers, as somebody with psql would; their identities are computed, or not yet. */
async function store(context: Context, numbers: Numbers, computed: boolean): Promise<void> {
  await xivo.sql('delete from xivoctl.callback_list')
  const {uuid} = await resultOf(createList(begin(context), randomUUID(), 'ventes'))
  await xivo.sql(
    `insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date, phone_number, mobile_phone_number)
     select request.uuid, $2, period.uuid, current_date, phone, mobile
     from unnest($1::uuid[], $3::text[], $4::text[]) as request (uuid, phone, mobile), xivoctl.preferred_callback_period period
     where "default"`,
    [numbers.map(() => randomUUID()), uuid, numbers.map(([phone]) => phone), numbers.map(([, mobile]) => mobile)],
  )
  if (computed) await recomputeIdentities(begin(context))
}

const found = (context: Context, phone: string) => findCallbacks(begin(context), [{phones: [phone]}])
const filtered = (context: Context, value: string, operator: '=' | '!=') =>
  findCallbacks(begin(context), [{field: 'phone', test: {operator, value}}])

const spelling = fc.constantFrom(
  ...persons.flatMap((group) => ('same' in group ? group.same : group.different)),
  '02-30-21-00-92',
  '02 30\u202f21 00 92',
  '0892680000',
  '3631',
  'standard',
)
/** As older programs stored them: not every separator was taken out. */
const storedNumber = fc.option(spelling.map((text) => text.replace(/[/()]|Tél\. /g, '')))

describe('the requests of a customer', () => {
  test.each([true, false])('are the same for find, the filter and erase, identities computed: %s', (computed) =>
    xivo.use(async (context) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(storedNumber, storedNumber), {minLength: 1, maxLength: 8}),
          spelling.filter((text) => /\d/.test(text)),
          async (numbers, phone) => {
            await store(context, numbers, computed)
            const {total, list} = await found(context, phone)
            expect(await filtered(context, phone, '=')).toEqual({total, list})
            expect((await filtered(context, phone, '!=')).total).toBe(numbers.length - total)
            const erased = await resultOf(eraseCallbacks(begin(context), {phones: [phone]}))
            expect(erased.ongoing).toBe(total)
            const uuids = list.map(({uuid}) => uuid)
            expect(await xivo.sql('select from xivoctl.callback_request where uuid = any($1)', [uuids])).toEqual([])
            expect((await found(context, phone)).total).toBe(0)
            const shown = new Set(list.flatMap(({phoneNumber, mobilePhoneNumber}) => [phoneNumber, mobilePhoneNumber]))
            expect(erased.spellings.filter((each) => !shown.has(each))).toEqual([])
            expect(erased.spellings.length > 0).toBe(total > 0)
          },
        ),
        {numRuns: 20},
      )
    }),
  )

  test.each([true, false])('are those of one person, identities computed: %s', (computed) =>
    xivo.use(async (context) => {
      for (const group of persons) {
        const numbers = 'same' in group ? group.same : group.different
        await store(
          context,
          numbers.map((number) => [number.replace(/[/()]|Tél\. /g, ''), null]),
          computed,
        )
        for (const number of numbers)
          expect((await found(context, number)).total, number).toBe('same' in group ? numbers.length : 1)
      }
    }),
  )
})

test('callbacks create warns of the ongoing requests of the same person, and of nobody else', async () => {
  const numbers: Numbers = [
    ['+33 2 30 21 00 92', null],
    [null, '0230210092'],
    ['0230210093', null],
  ]
  await xivo.use((context) => store(context, numbers, true))
  const [list] = await xivo.sql('select uuid from xivoctl.callback_list')
  const create = (phoneNumber: string) =>
    xivo.use(async (context) => {
      const rehearsal = begin(context, {dryRun: true})
      return (await createCallback(rehearsal, list?.uuid, {phoneNumber}, {tellsOthers: true})).warnings
    })
  const [warning, ...others] = (await create('0033230210092')) ?? []
  expect(others).toEqual([])
  expect(warning?.match(/\(list /g)).toHaveLength(2)
  expect(await create('0230210094')).toBeUndefined()
  await xivo.sql('update xivoctl.callback_request set clotured = true')
  expect(await create('0230210092')).toBeUndefined()
})

test.each(['02 30 21 00 92', '0230210092'])(
  '%s is found by its spelling also where it was computed to have no identity',
  (number) =>
    xivo.use(async (context) => {
      await store(
        context,
        [
          [number, null],
          [null, number],
        ],
        true,
      )
      await xivo.sql('update xivoctl.callback_request set phone_identity = 0, mobile_phone_identity = 0')
      expect((await found(context, '+33230210092')).total).toBe(2)
      expect((await resultOf(eraseCallbacks(begin(context), {phones: ['+33230210092']}))).ongoing).toBe(2)
    }),
)
