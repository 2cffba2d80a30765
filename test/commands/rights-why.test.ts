import {expect, test} from 'vitest'
import RightsWhy from '../../commands/rights/why.ts'
import {setRights} from '../../src/services/rights/rights.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

test('rights why tells each thing that can be done on a queue, and through what', async () => {
  await xivo.made((context) => setRights(context, 'jmenage', {type: 'teacher', queue: {set: ['sales']}}))
  const {code, stdout} = await run(RightsWhy, ['jmenage', '--queue', 'sales'], xivo.env)
  expect(code).toBe(0)
  expect(stdout).toContain('yes  listen to its recordings')
  expect(stdout).toMatch(/no {3}change its dissuasion +a teacher only listens/)
  const {stdout: json} = await run(RightsWhy, ['jmenage', '--queue', 'id:3', '--json'], xivo.env)
  expect(JSON.parse(json)).toMatchObject({login: 'jmenage', profile: 'teacher', queue: {name: 'sales'}, remarks: []})
})

test('rights why without a queue tells it of each queue, and why somebody sees none', async () => {
  await xivo.made((context) => setRights(context, 'jmenage', {type: 'teacher', queue: {set: ['sales']}}))
  const {code, stdout, stderr} = await run(RightsWhy, ['jmenage'], xivo.env)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^queue +cc manager +recordings +recording switch +dissuasion\n/)
  expect(stdout).toMatch(/^sales +no +yes +no +no$/m)
  expect(stdout).toMatch(/^support +no +no +no +no$/m)
  expect(stderr).toMatch(/^a teacher has no CC Manager/)
  const {stdout: json} = await run(RightsWhy, ['jbond', '--json', '--sort', 'queue:desc'], xivo.env)
  const {queues, ...access} = JSON.parse(json)
  expect(access).toEqual({login: 'jbond', remarks: [expect.stringMatching(/^no profile/)]})
  expect(queues[0]).toMatchObject({
    queue: {name: 'vip-premium'},
    permissions: [{action: 'ccManager', allowed: false}, {}, {}, {}],
  })
  expect(await run(RightsWhy, ['jbond', '--columns', 'nope'], xivo.env)).toMatchObject({code: 2})
})
