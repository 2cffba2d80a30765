import {expect, test} from 'vitest'
import DissuasionList from '../../commands/dissuasion/list.ts'
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
