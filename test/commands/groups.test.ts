import {expect, test} from 'vitest'
import GroupsList from '../../commands/groups/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

test('agent groups are listed with their agents, without the deleted ones, and their ids name them', async () => {
  const {code, stdout} = await run(GroupsList, ['--json'], xivo.env)
  const groups = JSON.parse(stdout) as {id: number; name: string; agents: number}[]
  const stored =
    await xivo.sql(`select id, name, (select count(*)::int from agentfeatures where numgroup = g.id) as agents
    from agentgroup g where deleted = 0 order by name collate "C"`)
  expect([code, groups.length]).toEqual([0, stored.length])
  expect(groups).toEqual(expect.arrayContaining(stored))
  expect((await ask('GET', '/groups')).body).toEqual(groups)

  const ids = (await run(GroupsList, ['--ids'], xivo.env)).stdout.trim().split('\n')
  const argv = ['jbond', '--profile', 'teacher', ...ids.flatMap((id) => ['--group', id]), '--json']
  const rights = JSON.parse((await run(RightsSet, argv, xivo.env)).stdout)
  expect(rights.data.groupIds).toEqual(groups.map(({id}) => id).sort((a, b) => a - b))
})
