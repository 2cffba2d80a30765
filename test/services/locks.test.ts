import {createHash} from 'node:crypto'
import {Readable} from 'node:stream'
import {describe, expect, test} from 'vitest'
import {begin, type Context} from '../../src/context.ts'
import type {Changed} from '../../src/formats/changes.ts'
import {readSiteYaml} from '../../src/formats/site-yaml.ts'
import {addDoNotCall} from '../../src/services/callbacks/do-not-call.ts'
import {setQueue} from '../../src/services/dissuasion/dissuasion.ts'
import {doWhatIsDue, overrideDissuasions} from '../../src/services/dissuasion/overrides.ts'
import {deleteRights, setRights} from '../../src/services/rights/rights.ts'
import {applySite} from '../../src/services/site/site.ts'
import {undoChanges} from '../../src/services/undo/undo.ts'
import {wav} from '../support/wav.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

type Write = (context: Context) => Promise<Changed<unknown>>
const written = (write: Write) => xivo.use((context) => write(begin(context)))

/** Held by who writes into it without the lock for that. */
const table = (name: string) => `lock table xivoctl.${name} in row exclusive mode`

/** An advisory lock: what takes it, and how PostgreSQL shows it. */
const advisory = (key: bigint) => ({
  sql: `select pg_advisory_xact_lock(${key})`,
  shown: `${BigInt.asUintN(64, key) >> 32n}:${key & 0xffffffffn}`,
})
const spelt = (word: string) => advisory(BigInt(`0x${Buffer.from(word).toString('hex')}`))
const ofQueue = (id: number) => ({
  sql: `select pg_advisory_xact_lock(${0x7869766f}, ${id})`,
  shown: `${0x7869766f}:${id}`,
})
const ofNewList = (name: string) =>
  advisory(createHash('sha256').update(`xivoctl import list ${name}`).digest().readBigInt64BE())

/** Which advisory locks a write holds when it waits for what this takes. */
const heldWhile = (taken: string, write: Write): Promise<string[]> =>
  xivo.client(async (client) => {
    await client.query(`begin; ${taken}`)
    const done = written(write)
    done.catch(() => {})
    const waiting = () =>
      xivo.sql(`select pid from pg_locks where not granted
        and pid in (select pid from pg_stat_activity where datname = current_database())`)
    await expect.poll(waiting, {interval: 5, timeout: 20_000}).toHaveLength(1)
    const [{pid} = {}] = await waiting()
    const held = await xivo.sql(
      `select classid || ':' || objid as shown from pg_locks where granted and locktype = 'advisory' and pid = $1`,
      [pid],
    )
    await client.query('rollback')
    await done
    return held.map(({shown}) => shown)
  })

const giveRights = () => written((context) => setRights(context, 'jbond', {type: 'teacher'}))
const override = (queues: string[]) =>
  ((context) =>
    overrideDissuasions(context, {name: 'locked.wav', bytes: Readable.from([wav()])}, {queues})) satisfies Write
const apply = (text: string): Write => {
  const site = readSiteYaml(text)
  if (!('document' in site)) throw new Error(JSON.stringify(site.problems))
  return (context) => applySite(context, site)
}
const undoLast: Write = async (context) => {
  const [{id} = {}] = await xivo.sql('select max(id)::text as id from xivoctl.journal')
  return undoChanges(context, {ids: [id]})
}

describe('who writes at the same time waits:', () => {
  test.each<[string, string, Write]>([
    [
      'rights that are set, for a change of rights',
      table('user_profile'),
      (to) => setRights(to, 'jbond', {type: 'admin'}),
    ],
    ['rights that are deleted, for a change of rights', table('user_profile'), (to) => deleteRights(to, 'jbond')],
    ['rights that are put back, for a change of rights', table('user_profile'), undoLast],
    ['a dissuasion that is set, for a change of it', ofQueue(3).sql, (to) => setQueue(to, 'sales', 'support')],
    ['an undo, for an erasure', spelt('customer').sql, undoLast],
    [
      'what goes on the do-not-call list, for a list that is read',
      spelt('objected').sql,
      (to) => addDoNotCall(to, ['0230210092']),
    ],
    ['a site that is applied, for a change of rights', table('user_profile'), apply('profiles: {}')],
    ['a site that is applied, for a change of periods', table('preferred_callback_period'), apply('profiles: {}')],
    ['a site that is applied, for a change of lists', table('callback_list'), apply('profiles: {}')],
    ['a site that is applied, for a change of sounds', spelt('sounds').sql, apply('profiles: {}')],
  ])('%s', async (_, taken, write) => {
    await giveRights()
    await written((context) => setRights(context, 'jbond', {queue: {set: ['sales']}}))
    await heldWhile(taken, write)
    await xivo.sql('truncate xivoctl.journal, xivoctl.user_profile cascade')
  })
})

describe('locks are taken in one order, so that nobody waits for ever:', () => {
  test('sounds before overrides, by what is due and by an undo', async () => {
    const {sql: taken} = spelt('override')
    const {shown} = spelt('sounds')
    expect(await heldWhile(taken, doWhatIsDue)).toContain(shown)
    await written(override(['sales']))
    expect(
      await heldWhile(taken, async (context) => {
        const [{run} = {}] = await xivo.sql(`select run from xivoctl.journal where kind = 'override'`)
        return undoChanges(context, {run})
      }),
    ).toContain(shown)
  })

  test('dissuasions by the ids of their queues, whatever the order in which they are named', async () => {
    expect(await heldWhile(ofQueue(3).sql, override(['sales', 'support']))).toContain(ofQueue(1).shown)
    const site = apply('dissuasions: {sales: {queue: urgences}, support: {queue: urgences}}')
    expect(await heldWhile(ofQueue(3).sql, site)).toContain(ofQueue(1).shown)
  })

  test('new lists by their names', async () => {
    const site = apply('callbackLists: {B: support, A: support}')
    expect(await heldWhile(ofNewList('B').sql, site)).toContain(ofNewList('A').shown)
  })
})
