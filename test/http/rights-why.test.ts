import {expect, test} from 'vitest'
import {useRest} from '../support/rest.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

test('what somebody may do on a queue is explained', async () => {
  await ask('POST', '/rights/user/jbond', {type: 'supervisor', data: {queueIds: [3]}})
  expect(await ask('GET', '/rights/user/jbond/queue/3')).toMatchObject({
    status: 200,
    body: {profile: 'supervisor', permissions: [{action: 'ccManager', allowed: true}, {}, {}, {allowed: false}]},
  })
  expect(await ask('GET', '/rights/user/jbond/queue/99')).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(await ask('GET', '/rights/user/nobody/queue/3')).toMatchObject({status: 404, body: {error: 'UserNotFound'}})
})

test('what somebody may do on every queue is explained', async () => {
  await ask('POST', '/rights/user/jbond', {type: 'supervisor', data: {queueIds: []}})
  const {status, body} = await ask('GET', '/rights/user/jbond/queue')
  expect(status).toBe(200)
  expect(body).toMatchObject({login: 'jbond', profile: 'supervisor', remarks: [expect.stringContaining('no queue')]})
  expect(body.queues).toHaveLength(14)
  expect(await ask('GET', '/rights/user/nobody/queue')).toMatchObject({status: 404, body: {error: 'UserNotFound'}})
})
