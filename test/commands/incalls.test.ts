import {expect, test} from 'vitest'
import IncallsList from '../../commands/incalls/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)

test('incalls are listed by number, also one without a number, and their ids name them', async () => {
  await xivo.sql('update incall set exten = null, context = null where id = (select max(id) from incall)')
  await xivo.sql(`delete from extensions where type = 'incall' and typeval = (select max(id)::text from incall)`)
  const {code, stdout} = await run(IncallsList, ['--json'], xivo.env)
  const incalls = JSON.parse(stdout) as {id: number; exten?: string; context?: string}[]
  const [{n, last} = {}] = await xivo.sql('select count(*)::int as n, max(id) as last from incall')
  expect([code, incalls.length]).toEqual([0, n])
  expect(incalls).toContainEqual({id: last})
  expect(incalls.filter(({exten}) => exten !== undefined).length).toBeGreaterThan(0)
  expect((await ask('GET', '/incalls')).body).toEqual(incalls)

  const ids = (await run(IncallsList, ['--ids'], xivo.env)).stdout.trim().split('\n')
  const argv = ['jbond', '--profile', 'teacher', ...ids.flatMap((id) => ['--incall', id]), '--json']
  const rights = JSON.parse((await run(RightsSet, argv, xivo.env)).stdout)
  expect(rights.data.incallIds).toEqual(incalls.map(({id}) => id).sort((a, b) => a - b))
})
