import {expect, test} from 'vitest'
import DissuasionList from '../../commands/dissuasion/list.ts'
import {begin, type Context, withContext} from '../../src/context.ts'
import {getDissuasion} from '../../src/services/dissuasion/dissuasion.ts'
import {loadSettings} from '../../src/settings/load.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const rows = () => xivo.sql('select * from dialaction order by event, category, categoryval')

test('every dissuasion is listed as the command lists it, broken destinations marked', async () => {
  const {status, body} = await ask('GET', '/dissuasions')
  expect(status).toBe(200)
  expect(body).toContainEqual({
    id: 11,
    name: 'recouvrement',
    dissuasion: {type: 'other'},
    action: 'queue',
    actionarg1: '10',
    broken: expect.stringContaining('deleted'),
  })
  expect(body).toEqual(JSON.parse((await run(DissuasionList, ['--json'], xivo.env)).stdout))
})

test('a dissuasion is cleared', async () => {
  expect(await ask('DELETE', '/queues/6/dissuasion')).toEqual({
    status: 200,
    body: {id: 6, name: 'facturation', dissuasion: {type: 'other'}},
  })
  expect((await ask('GET', '/queue/6/dissuasion')).body.dissuasion).toEqual({type: 'other'})
  expect(
    await xivo.sql(`select action, actionarg1, linked from dialaction
      where event = 'chanunavail' and category = 'queue' and categoryval = '6'`),
  ).toEqual([{action: 'none', actionarg1: null, linked: 1}])
})

test('clearing the dissuasion of a queue that is not there changes nothing', async () => {
  const before = await rows()
  expect(await ask('DELETE', '/queues/99/dissuasion')).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(await ask('DELETE', '/queues/sales/dissuasion')).toMatchObject({status: 400, body: {error: 'InvalidRequest'}})
  expect(await rows()).toEqual(before)
})

/** As `serve` reads them: each request for itself, and all in one turn of the event loop. */
const readAll = (context: Context, ids: readonly number[]) =>
  Promise.allSettled(ids.map((id) => getDissuasion(begin(context), `id:${id}`)))

test('dissuasions that are asked for at once are one statement, whose answer each gets its part of', async () => {
  const ids = [3, 1, 7, 3, 6]
  const work = async (context: Context) => {
    const all = await readAll(context, ids)
    expect(context.pool.totalCount).toBe(1)
    const alone = []
    for (const id of ids) alone.push(...(await readAll(context, [id])))
    expect(all).toEqual(alone)
    return all
  }
  const read = await withContext(loadSettings({}, xivo.env), new AbortController().signal, work)
  expect(read.map((each) => each.status === 'fulfilled' && each.value.found.id)).toEqual(ids)
})

test('a queue that is not there is missed by the one who asked for it', async () => {
  const [there, gone, other] = await Promise.all([3, 99, 6].map((id) => ask('GET', `/queue/${id}/dissuasion`)))
  expect(there).toMatchObject({status: 200, body: {id: 3}})
  expect(gone).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(other).toMatchObject({status: 200, body: {id: 6}})
})

test('a dissuasion that was changed before it is asked for is read as it is now', async () => {
  const queueNames = ['sales', 'support', 'sales']
  for (const queueName of queueNames) {
    const [, {body}] = await Promise.all([
      ask('GET', '/queue/6/dissuasion'),
      ask('PUT', '/queue/6/dissuasion/queue', {queueName}).then(() => ask('GET', '/queue/6/dissuasion')),
    ])
    expect(body.dissuasion).toEqual({type: 'queue', value: {queueName}})
  }
})
