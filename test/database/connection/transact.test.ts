import {finished} from 'node:stream/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {from} from 'pg-copy-streams'
import {expect, test} from 'vitest'
import {type Context, withContext} from '../../../src/context.ts'
import {cancelStatement} from '../../../src/database/connection/client.ts'
import {holdCountry} from '../../../src/database/connection/locks.ts'
import {type Client, readAtOnce, snapshot, type Trx, transact} from '../../../src/database/connection/transact.ts'
import {setRights} from '../../../src/services/rights/rights.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const onOne = {connections: 1, limits: {statementMs: 10_000, lockMs: 50}}
const insert = (name: string) =>
  sql`insert into xivoctl.callback_list (uuid, name, queue_id) values (md5(random()::text)::uuid, ${name}, 1)`
const names = async () => (await xivo.sql('select name from xivoctl.callback_list order by name')).map(({name}) => name)

test('a transaction whose start is refused leaves nothing in its connection', async () => {
  await xivo.client(async (other) => {
    await other.query(`begin; ${holdCountry.replace('_shared', '')}`)
    const work = async (context: Context) => {
      await expect(transact(context, async () => {})).rejects.toMatchObject({code: '55P03'})
      await snapshot(context, async () => {})
      await other.query('rollback')
      await transact(context, async () => {})
    }
    await withContext(loadSettings({}, xivo.env), new AbortController().signal, work, onOne)
  })
})

test('a COMMIT that rolls back, because a failure was ignored, is a failure', async () => {
  const ignoring = xivo.use((context) =>
    transact(context, async (trx) => {
      await insert('ignored').execute(trx)
      await sql`select 1 / 0`.execute(trx).catch(() => {})
    }),
  )
  await expect(ignoring).rejects.toThrow('ROLLBACK')
  expect(await names()).not.toContain('ignored')
})

test('what is sent with COMMIT is committed with it, or fails it by its own error', async () => {
  await xivo.use((context) => transact(context, async (trx, _, last) => last(insert('last').compile(trx))))
  const failing = xivo.use((context) =>
    transact(context, async (trx, _, last) => {
      await insert('first').execute(trx)
      last(sql`select 1 / 0`.compile(trx))
      last(insert('behind').compile(trx))
    }),
  )
  await expect(failing).rejects.toMatchObject({code: '22012'})
  expect(await names()).toEqual(['last'])
})

test('a dry run fails by what it would send with COMMIT', async () => {
  const failing = xivo.use((context) =>
    transact({...context, dryRun: true}, async (trx, _, last) => last(sql`select 1 / 0`.compile(trx))),
  )
  await expect(failing).rejects.toMatchObject({code: '22012'})
})

test('of statements that are sent together, the one that failed is told', async () => {
  const failing = xivo.use((context) =>
    snapshot(context, (trx) =>
      Promise.all([
        sql`select 1`.execute(trx),
        sql`select * from missing`.execute(trx),
        trx.selectFrom('callback_list').select('name').execute(),
        sql`select 1 / 0`.execute(trx),
      ]),
    ),
  )
  await expect(failing).rejects.toMatchObject({cause: {code: '42P01'}})
})

test('reads whose end is sent with them see one state; a read that is asked for later, everything anew', async () => {
  const count = (trx: Trx) => sql<{at: string}>`select txid_current_snapshot()::text as at`.execute(trx)
  const place = ({rows: [row]}: {rows: {at: string}[]}) => row?.at
  let runs = 0
  await withContext(
    loadSettings({}, xivo.env),
    new AbortController().signal,
    async (context) => {
      const together = await readAtOnce(context, (trx) => Promise.all([count(trx), count(trx)]))
      expect(place(together[0])).toBe(place(together[1]))
      await xivo.sql('select txid_current()')
      const later = await readAtOnce(context, async (trx) => {
        runs++
        const first = await count(trx)
        await xivo.sql('select txid_current()')
        return [first, await count(trx)] as const
      })
      expect(place(later[0])).toBe(place(later[1]))
      expect(place(later[0])).not.toBe(place(together[0]))
      await transact(context, async () => {})
    },
    {connections: 1},
  )
  expect(runs).toBe(2)
})

test('a read that fails although its end is sent fails by its own error, and the connection is as before', async () => {
  const work = async (context: Context) => {
    const reading = readAtOnce(context, (trx) =>
      Promise.all([sql`select 1`.execute(trx), sql`select 1 / 0`.execute(trx)]),
    )
    await expect(reading).rejects.toMatchObject({code: '22012'})
    await transact(context, async () => {})
  }
  await withContext(loadSettings({}, xivo.env), new AbortController().signal, work, {connections: 1})
})

test('statements arrive in the order in which they are asked for', async () => {
  const asked = await xivo.use((context) =>
    transact(context, async (trx) => {
      const all = Array.from({length: 20}, (_, i) => [
        sql`select set_config('xivoctl.place', ${String(i)}, true)`.execute(trx),
        trx
          .selectFrom('public.queuefeatures')
          .select(sql<string>`current_setting('xivoctl.place')`.as('place'))
          .limit(1)
          .execute(),
      ])
      const answers = await Promise.all(all.map(([, read]) => read as Promise<{place: string}[]>))
      return answers.map(([row]) => row?.place)
    }),
  )
  expect(asked).toEqual(Array.from({length: 20}, (_, i) => String(i)))
})

test('a value that cannot be sent fails the whole transaction', async () => {
  const unsendable = {
    toPostgres() {
      throw new TypeError('not like this')
    },
  }
  const failing = xivo.use((context) =>
    transact(context, async (trx, _, last) => {
      last(insert('before').compile(trx))
      last(sql`select ${unsendable}`.compile(trx))
    }),
  )
  await expect(failing).rejects.toThrow('not like this')
  expect(await names()).not.toContain('before')
})

test('what still runs when something beside it has failed is not sent behind the transaction', async () => {
  let late: Promise<unknown> | undefined
  const failing = xivo.use(async (context) => {
    const running = transact(context, (trx) => {
      late = sql`select pg_sleep(0.1)`.execute(trx).then(() => insert('late').execute(trx))
      return Promise.all([late, Promise.reject(new Error('the first'))])
    })
    await running.catch(() => late?.catch(() => {}))
    return running
  })
  await expect(failing).rejects.toThrow('the first')
  await expect(late).rejects.toThrow('over')
  expect(await names()).not.toContain('late')
})

test('a write is not sent before its transaction has begun', async () => {
  const limits = {statementMs: "'" as unknown as number, lockMs: 0}
  const failing = xivo.use((context) => transact({...context, limits}, (trx) => insert('alone').execute(trx)))
  await expect(failing).rejects.toMatchObject({code: '42601'})
  expect(await names()).not.toContain('alone')
})

test('the failure of the start is told, whatever it led to', async () => {
  const limits = {statementMs: -2, lockMs: 0}
  const asking = xivo.use((context) => snapshot({...context, limits}, (_, client) => client.query('select 1')))
  await expect(asking).rejects.toMatchObject({code: '22023'})
})

test('why the server ended the connection between two statements is told by the next, also by a COPY', async () => {
  const idle = (next: (trx: Trx, client: Client) => Promise<unknown>) =>
    xivo.use((context) =>
      transact(context, async (trx, client) => {
        await sql`set local idle_in_transaction_session_timeout = 50`.execute(trx)
        await new Promise<void>((resolve) => client.once('end', resolve))
        await next(trx, client)
      }),
    )
  const copy = 'copy xivoctl.callback_list from stdin'
  const told = {kind: 'conflict', message: expect.stringContaining('idle-in-transaction timeout): nothing was written')}
  await expect(idle((trx) => insert('idle').execute(trx))).rejects.toMatchObject(told)
  const rows = {text: 'select 1', values: [], rowMode: 'array' as const}
  await expect(idle((_, client) => client.query(rows))).rejects.toMatchObject(told)
  await expect(idle((_, client) => finished(client.query(from(copy))))).rejects.toMatchObject(told)
})

test('a stop ends what waits for a lock in front of COMMIT, and nothing is written', async () => {
  await xivo.client(async (other) => {
    await other.query('begin; lock table xivoctl.callback_list in share mode')
    const stop = new AbortController()
    const work = (context: Context) => transact(context, async (trx, _, last) => last(insert('stopped').compile(trx)))
    const stopping = withContext(loadSettings({}, xivo.env), stop.signal, work)
    setTimeout(() => stop.abort('SIGINT'), 300)
    await expect(stopping).rejects.toMatchObject({kind: 'interrupted'})
    await other.query('rollback')
  })
  expect(await names()).not.toContain('stopped')
})

test('a connection that was asked to cancel is not used again: the request may arrive late', async () => {
  const pids: unknown[] = []
  const ask = (context: Context, cancels: boolean) =>
    snapshot(context, async (_, client) => {
      const {rows} = await client.query('select pg_backend_pid() as pid')
      pids.push(rows[0].pid)
      if (cancels) void cancelStatement(client)
    })
  const work = async (context: Context) => {
    for (const cancels of [false, true, false]) await ask(context, cancels)
  }
  await withContext(loadSettings({}, xivo.env), new AbortController().signal, work, onOne)
  expect(pids[0]).toBe(pids[1])
  expect(pids[2]).not.toBe(pids[1])
})

test('a write that is refused does not wait for the locks that it asked for meanwhile', async () => {
  await xivo.client(async (other) => {
    await other.query('begin; lock table xivoctl.user_profile in share row exclusive mode')
    const env = {...xivo.env, XIVOCTL_PHONE_COUNTRY: 'DE'}
    const work = (context: Context) => setRights(context, 'jbond', {type: 'admin'})
    const refused = withContext(loadSettings({}, env), new AbortController().signal, work)
    await expect(refused).rejects.toMatchObject({kind: 'conflict'})
    await other.query('rollback')
  })
})

test.each([
  ['is in doubt when it was perhaps cancelled', true, {kind: 'outcome-unknown'}],
  ['is made', false, 'made'],
] as const)('a COMMIT that the server warns of %s', async (_, cancels, outcome) => {
  await xivo.sql(`create function public.warn() returns trigger language plpgsql as
    $$ begin raise warning 'canceling the wait for synchronous replication'; return null; end $$`)
  await xivo.sql(`create constraint trigger warn after insert on xivoctl.callback_list
    deferrable initially deferred for each row execute procedure public.warn()`)
  const ended = xivo.use((context) =>
    transact(context, async (trx, client, last) => {
      await sql`select 1`.execute(trx)
      if (cancels) await cancelStatement(client)
      // Between two statements nothing is there to be cancelled.
      if (cancels) await sleep(300)
      last(insert('warned').compile(trx))
      return 'made'
    }),
  )
  const told = await ended.catch(({kind}) => ({kind}))
  await xivo.sql('drop function public.warn() cascade')
  expect(told).toEqual(outcome)
})
