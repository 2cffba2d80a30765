import {Readable} from 'node:stream'
import {describe, expect, test} from 'vitest'
import {type Context, withContext} from '../../src/context.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback, updateCallback} from '../../src/services/callbacks/requests.ts'
import {recomputeIdentities} from '../../src/services/identities.ts'
import {initialise} from '../../src/services/schema.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {beforeMigration} from '../support/older-tables.ts'
import {resultOf, useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const under = <T>(country: string, work: (context: Context) => Promise<T>): Promise<T> =>
  withContext(loadSettings({}, {...xivo.env, XIVOCTL_PHONE_COUNTRY: country}), new AbortController().signal, work)
const recompute = (country: string, dryRun = false) =>
  under(country, (context) => resultOf(recomputeIdentities({...context, dryRun})))

const stored = (order = 'phone_number') =>
  xivo.sql(`select phone_number as phone, phone_identity as of_phone, mobile_phone_number as mobile,
    mobile_phone_identity as of_mobile from xivoctl.callback_request order by ${order}`)
const state = async () => (await xivo.sql('select country, computed_to from xivoctl.identity_state'))[0]

const anyPeriod = 'select uuid from xivoctl.preferred_callback_period limit 1'
/** As a program wrote them that knows of no identities. */
const byOlderProgram = (list: string, numbers: string) =>
  xivo.sql(`insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date, phone_number)
    select md5(random()::text || n)::uuid, '${list}', (${anyPeriod}), current_date, n from (${numbers}) numbers(n)`)

describe('the identity of a number', () => {
  test('is written by each write: import, create and update', async () => {
    const {uuid: list} = await xivo.made((context) => createList(context, 'Writes', 'ventes'))
    const csv = 'phoneNumber|mobilePhoneNumber\n1001|06 89 74 63 21\n+32 2 555 12 12|#31#0689746321\n|999999999999999\n'
    await xivo.made((context) => importCallbacks(context, list, {bytes: Readable.from([Buffer.from(csv)])}))
    const made = await xivo.made((context) => createCallback(context, list, {phoneNumber: '02.30.21.00.92'}))
    expect(await stored()).toEqual([
      {phone: '+3225551212', of_phone: '3225551212', mobile: '#31#0689746321', of_mobile: '33689746321'},
      {phone: '0230210092', of_phone: '33230210092', mobile: null, of_mobile: null},
      {phone: '1001', of_phone: '0', mobile: '0689746321', of_mobile: '33689746321'},
      {phone: null, of_phone: null, mobile: '999999999999999', of_mobile: '0'},
    ])
    const update = (phoneNumber: string) =>
      xivo.made((context) => updateCallback(context, made.uuid, {phoneNumber, mobilePhoneNumber: '0033689746321'}))
    await update('+33230210092')
    expect(await stored()).toContainEqual({
      phone: '+33230210092',
      of_phone: '33230210092',
      mobile: '0033689746321',
      of_mobile: '33689746321',
    })
    await update('')
    expect(await stored('phone_number nulls first')).toContainEqual({
      phone: null,
      of_phone: null,
      mobile: '0033689746321',
      of_mobile: '33689746321',
    })
    await xivo.sql('delete from xivoctl.callback_list')
  })

  test('is lost when an older program changes the number, and computed again', async () => {
    const {uuid: list} = await xivo.made((context) => createList(context, 'Older', 'ventes'))
    const {uuid} = await xivo.made((context) => createCallback(context, list, {phoneNumber: '0230210092'}))
    await xivo.sql(`update xivoctl.callback_request set phone_number = '0230210093' where uuid = $1`, [uuid])
    expect(await stored()).toMatchObject([{phone: '0230210093', of_phone: null}])
    await byOlderProgram(list, `values ('+33 2 30 21 00 94')`)
    expect(await recompute('FR', true)).toEqual({country: 'FR', changed: 2})
    expect(await stored()).toMatchObject([{of_phone: null}, {of_phone: null}])
    expect(await recompute('FR')).toEqual({country: 'FR', changed: 2})
    expect(await stored()).toMatchObject([{of_phone: '33230210094'}, {of_phone: '33230210093'}])
    await xivo.sql('delete from xivoctl.callback_list')
  })

  test('of what an older program left is computed by db init, which goes on where it was stopped', async () => {
    const {uuid: list} = await xivo.made((context) => createList(context, 'Upgrade', 'ventes'))
    await byOlderProgram(list, `select '0230' || lpad(i::text, 6, '0') from generate_series(1, 5000) i`)
    await xivo.sql(beforeMigration('0007-phone-identities'))
    await xivo.made(initialise)
    const unlike = `select from xivoctl.callback_request
      where phone_identity is distinct from ('33' || substr(phone_number, 2))::bigint`
    expect(await xivo.sql(unlike)).toEqual([])
    await xivo.sql(`update xivoctl.callback_request set phone_identity = null;
      update xivoctl.identity_state set computed_to = '00000000-0000-0000-0000-000000000000'`)
    // Somebody else's transaction has the last row: the batches before are kept.
    await xivo.client(async (client) => {
      await client.query(`begin; select from xivoctl.callback_request order by uuid desc limit 1 for update`)
      const stopped = await xivo.made(initialise).catch((error: unknown) => error)
      expect(stopped).toMatchObject({code: 'Busy', message: expect.stringContaining('4000 requests')})
      expect((stopped as Error).message).not.toContain('nothing was written')
      const [{count}] = (await xivo.sql('select count(phone_identity)::int from xivoctl.callback_request')) as [
        {count: number},
      ]
      expect(count).toBe(4000)
      expect((await state())?.computed_to).not.toBeNull()
      await client.query('rollback')
    })
    await xivo.made(initialise)
    expect(await state()).toEqual({country: 'FR', computed_to: null})
    expect(await xivo.sql(unlike)).toEqual([])
    await xivo.sql('delete from xivoctl.callback_list')
  })
})

describe('a process with another phoneCountry than the one that is kept', () => {
  test('reads, and does not write until the identities are computed under its own; then the other one does not', async () => {
    const {uuid: list} = await xivo.made((context) => createList(context, 'Country', 'ventes'))
    await xivo.made((context) => createCallback(context, list, {phoneNumber: '025551212'}))
    expect(await stored()).toMatchObject([{of_phone: '0'}])
    const create = (context: Context) => createCallback(context, list, {phoneNumber: '02 555 12 13'})
    await expect(under('BE', create)).rejects.toMatchObject({
      code: 'Conflict',
      message: expect.stringMatching(/phoneCountry FR, .* BE/),
      hints: ['set phoneCountry to FR', {run: 'db recompute-identities'}],
    })
    expect(await recompute('BE', true)).toEqual({country: 'BE', changed: 1})
    expect((await state())?.country).toBe('FR')
    expect(await recompute('BE')).toEqual({country: 'BE', changed: 1})
    await under('BE', create)
    expect(await stored()).toMatchObject([{of_phone: '3225551212'}, {of_phone: '3225551213'}])
    await expect(under('FR', create)).rejects.toMatchObject({code: 'Conflict'})
    expect(await recompute('FR')).toMatchObject({changed: 2})
    await xivo.sql('delete from xivoctl.callback_list')
  })

  test('waits for a write that is under way, whose identities it then computes', async () => {
    const {uuid: list} = await xivo.made((context) => createList(context, 'Under way', 'ventes'))
    let finish = () => {}
    async function* slowly() {
      yield Buffer.from('phoneNumber\n025551212\n')
      await new Promise<void>((resolve) => {
        finish = resolve
      })
    }
    const importing = xivo.made((context) => importCallbacks(context, list, {bytes: slowly()}))
    const held = `select from pg_locks where locktype = 'advisory' and mode = 'ShareLock'
      and database = (select oid from pg_database where datname = current_database())`
    await expect.poll(() => xivo.sql(held)).not.toEqual([])
    let done = false
    const recomputing = recompute('BE').then((result) => {
      done = true
      return result
    })
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(done).toBe(false)
    finish()
    await importing
    expect(await recomputing).toMatchObject({changed: 1})
    expect(await stored()).toMatchObject([{of_phone: '3225551212'}])
    await recompute('FR')
  })
})
