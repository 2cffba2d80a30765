import {describe, expect, test} from 'vitest'
import QueuesGet from '../../commands/queues/get.ts'
import QueuesList from '../../commands/queues/list.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo({initialised: false})

test('queues get shows one queue, by name or id', async () => {
  const {stdout} = await run(QueuesGet, ['nuit'], xivo.env)
  expect(stdout).toMatch(/^name +nuit\n(.*\n)*enabled +no\n/m)
  const byId = await run(QueuesGet, ['id:12', '--json'], xivo.env)
  expect(JSON.parse(byId.stdout)).toMatchObject({id: 12, name: 'nuit', agents: 1})
  expect(await run(QueuesGet, ['nuitt'], xivo.env)).toMatchObject({code: 4})
})

describe('queues list', () => {
  test('works on a XiVO that has none of our tables', async () => {
    const {code, stdout} = await run(QueuesList, ['--json'], xivo.env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toContainEqual({
      id: 12,
      name: 'nuit',
      displayname: 'Astreinte de nuit',
      number: '3012',
      enabled: false,
      agents: 1,
    })
  })

  test('prints CSV and an aligned table', async () => {
    const csv = (await run(QueuesList, ['--csv'], xivo.env)).stdout.split('\n')
    expect(csv[0]).toBe('id,name,displayname,number,enabled,agents')
    expect(csv).toContain('3,sales,Sales,3003,yes,3')
    expect(csv).toContain('15,vip-premium,Clients Premium,,yes,0')
    const table = (await run(QueuesList, [], xivo.env)).stdout
    expect(table).toMatch(/^id +name +displayname +number +enabled +agents\n/)
    expect(table).toMatch(/^12 +nuit +Astreinte de nuit +3012 +no +1$/m)
  })
})
