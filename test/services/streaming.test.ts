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
