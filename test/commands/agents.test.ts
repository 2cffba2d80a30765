import {describe, expect, test} from 'vitest'
import AgentsGet from '../../commands/agents/get.ts'
import AgentsList from '../../commands/agents/list.ts'
import {envOf} from '../support/least-role.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo({initialised: false})

describe('agents list', () => {
  test('prints number, name, group, whether they are logged in, and queues with their penalties', async () => {
    const {code, stdout} = await run(AgentsList, [], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^number +name +group +logged in +queues\n/)
    expect(stdout).toMatch(/^1001 +John Doe +default +yes +support \(1\), switchboard \(2\)$/m)
    expect(stdout).toMatch(/^1013 +Rémi Moreau +no +nuit \(1\)$/m)
  })

  test('prints CSV, and the document of the API with --json', async () => {
    expect((await run(AgentsList, ['--csv'], xivo.env)).stdout).toContain(
      '\n1001,John Doe,default,yes,"support (1), switchboard (2)"\n',
    )
    const listed = JSON.parse((await run(AgentsList, ['--json'], xivo.env)).stdout)
    expect(listed).toHaveLength(15)
    expect(listed[0]).toMatchObject({number: '1001', loggedIn: true, extension: '2001'})
    expect(listed[1]).toMatchObject({number: '1002', loggedIn: false})
    expect(listed[0]).toEqual(JSON.parse((await run(AgentsGet, ['1001', '--json'], xivo.env)).stdout))
  })

  test('does not say who is logged in where the role may not read it', async () => {
    const role = `xivoctl_agents_${process.pid}`
    await xivo.sql(`create role ${role} login`)
    const tables = ['agentfeatures', 'agentgroup', 'queuefeatures', 'queuemember', 'userfeatures'].map(
      (each) => `public.${each}`,
    )
    await xivo.sql(`grant select on ${tables.join(', ')} to ${role}`)
    try {
      const env = envOf(xivo, role)
      expect((await run(AgentsList, ['--columns', 'number,logged in,extension', '--csv'], env)).stdout).toContain(
        '\n1001,,\n',
      )
      expect(JSON.parse((await run(AgentsGet, ['1001', '--json'], env)).stdout)).not.toHaveProperty('loggedIn')
    } finally {
      await xivo.sql(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('is of one queue, by name or id, when that is asked for', async () => {
    const numbers = async (...argv: string[]) =>
      (await run(AgentsList, [...argv, '--ids'], xivo.env)).stdout.split('\n')
    const all = await xivo.sql(
      `select number from agentfeatures where id in (select userid from queuemember where queue_name = 'support' and usertype = 'agent') order by 1`,
    )
    expect(await numbers('--queue', 'support')).toEqual([...all.map(({number}) => number), ''])
    expect(await numbers('--queue', 'id:1')).toEqual(await numbers('--queue', 'support'))
    expect(await run(AgentsList, ['--queue', 'nobody'], xivo.env)).toMatchObject({code: 4})
  })

  test('says what keeps an agent from serving a queue', async () => {
    await xivo.sql(`update queuemember set commented = 1 where interface = 'Agent/1005' and queue_name = 'sales'`)
    await xivo.sql(`delete from queuefeatures where name = 'sales_queue'`)
    const {stdout} = await run(AgentsGet, ['1005'], xivo.env)
    expect(stdout).toContain('sales (3, off), sales_queue (1, queue deleted)')
  })
})

describe('agents get', () => {
  test('takes a number, and an id with --id', async () => {
    const byNumber = await run(AgentsGet, ['1002', '--json'], xivo.env)
    const byId = await run(AgentsGet, ['2', '--id', '--json'], xivo.env)
    expect(JSON.parse(byNumber.stdout)).toMatchObject({id: 2, number: '1002', numgroup: 1, userid: 5})
    expect(byId.stdout).toBe(byNumber.stdout)
  })

  test('prints fields for eyes', async () => {
    const {stdout} = await run(AgentsGet, ['1015'], xivo.env)
    expect(stdout).toBe(
      'id         15\nnumber     1015\nname       Paul Vasseur\ncontext    default\ngroup      default\nuser id    18\nlogged in  no\nqueues     none\n',
    )
  })

  test('an unknown agent exits 4 with the nearest number', async () => {
    const {code, stdout, stderr} = await run(AgentsGet, ['10010'], xivo.env)
    expect(code).toBe(4)
    expect(stdout).toBe('')
    expect(stderr).toContain("no agent with the number '10010'")
    expect(stderr).toContain('did you mean')
    const json = await run(AgentsGet, ['99', '--id', '--json'], xivo.env)
    expect(json.code).toBe(4)
    expect(JSON.parse(json.stdout)).toMatchObject({error: 'AgentNotFound', message: 'no agent with id 99'})
  })
})
