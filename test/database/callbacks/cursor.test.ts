import type pg from 'pg'
import {afterEach, beforeEach, expect, test, vi} from 'vitest'
import {PIECE, textsOf} from '../../../src/database/callbacks/cursor.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

beforeEach(() => xivo.sql('create sequence made'))
afterEach(() => xivo.sql('drop sequence made'))

/** So many numbers as texts; the sequence tells how many of them the server has made. */
const texts = (count: number, work: (pieces: AsyncGenerator<string[]>) => Promise<void>) =>
  xivo.client(async (client) => {
    await client.query('begin')
    const query = {sql: `select nextval('made')::text from generate_series(1, ${count})`, parameters: []}
    await work(textsOf(client as unknown as pg.PoolClient, async () => query, {}, {few: false}))
    await client.query('rollback')
  })

test.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])('%i texts come in order, and each once', async (count) => {
  await texts(count, async (pieces) => {
    const came: string[] = []
    for await (const piece of pieces) came.push(...piece)
    expect(came).toEqual(Array.from({length: count}, (_, i) => String(i + 1)))
  })
})

test('the server makes the next texts while some are read, and no more', async () => {
  await texts(5 * PIECE, async (pieces) => {
    await pieces.next()
    const made = async () => Number((await xivo.sql('select last_value from made'))[0]?.last_value)
    await vi.waitFor(async () => expect(await made()).toBe(2 * PIECE))
    await pieces.return(undefined)
    expect(await made()).toBe(2 * PIECE)
  })
})
