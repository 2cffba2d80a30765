import {expect, test} from 'vitest'
import QueuesList from '../../commands/queues/list.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

test('queues are listed as the command lists them', async () => {
  const {status, body} = await ask('GET', '/queues')
  expect(status).toBe(200)
  expect(body).toHaveLength(14)
  expect(body).toContainEqual({
    id: 12,
    name: 'nuit',
    displayname: 'Astreinte de nuit',
    number: '3012',
    enabled: false,
    agents: 1,
  })
  expect((await ask('GET', '/queues/12')).body).toEqual(body.find(({id}: {id: number}) => id === 12))
  expect(await ask('GET', '/queues/99')).toMatchObject({status: 404, body: {error: 'QueueNotFound'}})
  expect(body).toEqual(JSON.parse((await run(QueuesList, ['--json'], xivo.env)).stdout))
})
