import {readdir} from 'node:fs/promises'
import {begin, type Context} from '../../src/context.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {addDoNotCall} from '../../src/services/callbacks/do-not-call.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createPeriod} from '../../src/services/callbacks/periods.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {overrideDissuasions, storedSound} from '../../src/services/dissuasion/overrides.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {resultOf, type TestXivo} from './xivo.ts'

/** The uuids of one object of each kind that can be changed. */
export interface Seed {
  list: string
  otherList: string
  ongoing: string
  closed: string
  period: string
  run: string
  /** The id of an override. */
  override: number
  /** A change of the journal. */
  change: string
}

export const csv = 'phoneNumber|lastName\n0230210092|Doe\n'

const seeds = new Map<string, Seed>()

/** Replaces all data with one object of each kind: the first time through the services, then with copies of those rows. */
export async function seed(xivo: TestXivo): Promise<Seed> {
  const known = seeds.get(xivo.name)
  const names = await tables(xivo)
  if (known === undefined) {
    const made = await xivo.use((context) => seedWith(context, xivo))
    await xivo.sql(names.map((name) => `create table ${copyOf(name)} as table ${name}`).join(';'))
    seeds.set(xivo.name, made)
    return made
  }
  const anew = names.map(
    (name) => `delete from ${name}; insert into ${name} overriding system value table ${copyOf(name)}`,
  )
  await xivo.sql(`begin; set local session_replication_role = replica; ${anew.join(';')}; commit`)
  return known
}

const copyOf = (name: string) => `public."copy of ${name}"`

/** Those that xivoctl writes. */
async function tables({sql}: Pick<TestXivo, 'sql'>): Promise<string[]> {
  const rows = await sql(`select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'xivoctl' or (schemaname, tablename) = ('public', 'dialaction') order by 1`)
  return rows.map(({name}) => name)
}

async function seedWith(context: Context, xivo: TestXivo): Promise<Seed> {
  const made = <T>(work: (context: Context) => Promise<Changed<T>>) => resultOf(work(begin(context)))
  await xivo.sql(`truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.callback_import,
    xivoctl.request_key, xivoctl.user_right, xivoctl.user_profile, xivoctl.dissuasion_override, xivoctl.do_not_call, xivoctl.callback_ticket cascade`)
  await xivo.sql(`delete from xivoctl.preferred_callback_period where name <> 'Toute la journée'`)
  await xivo.sql('update xivoctl.preferred_callback_period set "default" = true')
  const {uuid: list} = await made((each) => createList(each, 'Ventes', 'ventes'))
  const {uuid: otherList} = await made((each) => createList(each, 'Relances', 'sales'))
  const request = (phoneNumber: string) => made((each) => createCallback(each, list, {phoneNumber}))
  const {uuid: ongoing} = await request('0465710938')
  const {uuid: closed} = await request('0465710939')
  await made((each) => closeCallbacks(each, [closed]))
  await xivo.sql(`update xivoctl.callback_request set changed_at = '2020-01-01' where clotured`)
  const soir = {name: 'Soir', start: '18:00', end: '20:00'}
  const {uuid: period} = await made((each) => createPeriod(each, soir))
  const bytes = (async function* () {
    yield Buffer.from(csv)
  })()
  const {run} = await made((each) => importCallbacks(each, otherList, {bytes}))
  const {id: override} = await made(async (each) =>
    overrideDissuasions(each, await storedSound(each.sounds, 'bienvenue.wav'), {queues: ['recouvrement']}),
  )
  await made((each) => addDoNotCall(each, ['0199004512']))
  await made((each) => setRights(each, 'jbond', {type: 'supervisor', queue: {set: ['sales']}}))
  const [last] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
  return {list, otherList, ongoing, closed, period, run, override, change: last?.id}
}

/** All data that xivoctl writes, as text: the rows of its tables and XiVO's dialactions, and the names of the sound files. */
export async function written({sql, sounds}: TestXivo): Promise<string[]> {
  const each = (await tables({sql})).map((name) => `select '${name}' || ' ' || t::text as row from ${name} t`)
  const rows = await sql(`${each.join(' union all ')} order by 1`)
  return [...rows.map(({row}) => row), ...(await readdir(sounds)).sort()]
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const moments = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g

/** A document with placeholders for the values that differ each time: moments, and uuids that did not exist before. */
export function lasting(document: unknown, before: readonly string[]): unknown {
  const there = before.join()
  const text = JSON.stringify(document).replace(uuids, (uuid) => (there.includes(uuid) ? uuid : '<made>'))
  return JSON.parse(text.replace(moments, '<moment>'))
}
