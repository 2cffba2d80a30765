import {expect, test} from 'vitest'
import {withContext} from '../../../src/context.ts'
import {acquire} from '../../../src/database/connection/candidates.ts'
import {listQueues} from '../../../src/services/queues.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const never = new AbortController().signal
const options = {connections: 4, patienceMs: 500, limits: {statementMs: 5000, lockMs: 5000}}

test('large answers, uploads and writes leave a connection for short reads, however many there are', async () => {
  await withContext(
    loadSettings({}, xivo.env),
    never,
    async (context) => {
      const over = new AbortController()
      const hold = async () => {
        const client = await acquire(context)
        await new Promise((resolve) => over.signal.addEventListener('abort', resolve))
        client.release()
      }
      const {streams, uploads, writes} = context.lanes
      const held = [streams, streams, uploads, writes, writes].map((lane) => lane.through(hold))
      const ends = Promise.allSettled(held)
      try {
        const reads = await Promise.all(Array.from({length: 10}, () => listQueues(context)))
        expect(reads.every(({length}) => length > 0)).toBe(true)
        await expect(writes.through(hold)).rejects.toMatchObject({kind: 'unavailable'})
      } finally {
        over.abort()
      }
      expect((await ends).filter(({status}) => status === 'fulfilled')).toHaveLength(3)
    },
    options,
  )
})
