import {PassThrough} from 'node:stream'
import {expect, test} from 'vitest'
import {begin, translated} from '../../src/context.ts'
import {streamSnapshot} from '../../src/services/streaming.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

test('a bug in the middle of an answer is told as a bug, not as a database that went away', async () => {
  const bug = new TypeError('nothing is wrong with the database')
  await xivo.use(async (context) => {
    const request = begin(context)
    const sink = new PassThrough().resume()
    const failed = streamSnapshot(request, sink, async function* () {
      yield 'something'
      throw bug
    })
    await expect(failed).rejects.toBe(bug)
    expect(translated(request, bug)).toBe(bug)
  })
})

test('the same while the transaction has not even started', async () => {
  const bug = new TypeError('nothing is wrong with the database')
  await xivo.client(async (client) => {
    await client.query('begin; lock table xivoctl.xivoctl_migration in access exclusive mode')
    const failed = xivo.use((context) =>
      streamSnapshot(begin(context), new PassThrough().resume(), async function* () {
        yield 'something'
        throw bug
      }),
    )
    await expect(failed).rejects.toBe(bug)
    await client.query('rollback')
  })
})

test('a transaction that could not start says why, and not what its statements met then', async () => {
  await xivo.client(async (client) => {
    await client.query('begin; lock table xivoctl.xivoctl_migration in access exclusive mode')
    const failed = xivo.use((context) =>
      streamSnapshot(
        {...begin(context), limits: {statementMs: 5000, lockMs: 100}},
        new PassThrough().resume(),
        async function* (_trx, raw) {
          const {rows} = await raw.query('select 1 as one')
          yield String(rows[0].one)
        },
      ),
    )
    await expect(failed).rejects.toMatchObject({kind: 'conflict', message: expect.stringContaining('lock')})
    await client.query('rollback')
  })
})
