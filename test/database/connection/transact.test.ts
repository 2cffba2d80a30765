import {expect, test} from 'vitest'
import {type Context, withContext} from '../../../src/context.ts'
import {holdCountry} from '../../../src/database/connection/locks.ts'
import {snapshot, transact} from '../../../src/database/connection/transact.ts'
import {loadSettings} from '../../../src/settings/load.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const onOne = {connections: 1, limits: {statementMs: 10_000, lockMs: 50}}

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
