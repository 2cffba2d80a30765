import {describe, expect, test} from 'vitest'
import {getAgent, listAgents} from '../../src/services/agents.ts'
import {useXivo} from '../support/xivo.ts'

describe.each(['xivo', 'later'] as const)('agents of a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape, initialised: false})
  const get = (reference: string) => xivo.use((context) => getAgent(context, reference)).then(({agent}) => agent)

  test('an agent is told field for field as the API page has it', async () => {
    const agent = await get('1001')
    expect(agent).toEqual({
      id: 1,
      firstname: 'John',
      lastname: 'Doe',
      number: '1001',
      context: 'default',
      member: [
        {
          queue_name: 'support',
          queue_id: 1,
          interface: 'Agent/1001',
          penalty: 1,
          commented: 0,
          usertype: 'Agent',
          userid: 1,
          channel: 'Agent',
          category: 'Queue',
          position: 1,
        },
        {
          queue_name: 'switchboard',
          queue_id: 2,
          interface: 'Agent/1001',
          penalty: 2,
          commented: 0,
          usertype: 'Agent',
          userid: 1,
          channel: 'Agent',
          category: 'Queue',
          position: 2,
        },
      ],
      numgroup: 1,
      userid: 1,
    })
    expect(Object.keys(agent)).toEqual([
      'id',
      'firstname',
      'lastname',
      'number',
      'context',
      'member',
      'numgroup',
      'userid',
    ])
  })

  test('what an agent does not have is left out, never null', async () => {
    const temporary = await get('1014')
    expect(temporary).not.toHaveProperty('numgroup')
    expect(temporary).not.toHaveProperty('userid')
    expect((await get('1015')).member).toEqual([])
  })

  test('of several users sharing an agent the first is told', async () => {
    expect(await get('1008')).toMatchObject({id: 8, userid: 12})
  })

  test('all are listed, by number, shorter numbers first', async () => {
    await xivo.sql(
      `insert into agentfeatures (numgroup, number, passwd, context, language, description) values (1, '99', '', 'default', '', '')`,
    )
    const agents = (await xivo.use(listAgents)).map(({agent}) => agent)
    expect(agents.map(({number}) => number)).toEqual(['99', ...Array.from({length: 15}, (_, i) => `${1001 + i}`)])
    expect(agents.find(({number}) => number === '1001')).toEqual(await get('1001'))
  })

  test('a user that has the id of an agent does not lend it his queues', async () => {
    expect((await get('1002')).member.map(({queue_name}) => queue_name)).toEqual(['facturation', 'switchboard'])
  })

  test('a bare value is a number, id:N an id', async () => {
    expect(await get('id:3')).toMatchObject({number: '1003'})
    await expect(get('3')).rejects.toMatchObject({kind: 'not-found', code: 'AgentNotFound'})
    await expect(get('1099')).rejects.toMatchObject({
      message: `no agent with the number '1099'`,
      hints: [expect.stringMatching(/did you mean '10\d9'/), expect.stringContaining('1001')],
    })
  })

  test('the membership of a deleted queue stays, without an id', async () => {
    await xivo.sql(`delete from queuefeatures where name = 'sales_queue'`)
    const {member} = await get('1005')
    expect(member.map(({queue_name, queue_id}) => [queue_name, queue_id])).toEqual([
      ['sales', 3],
      ['sales_queue', undefined],
    ])
    expect(member[1]).not.toHaveProperty('queue_id')
  })
})
