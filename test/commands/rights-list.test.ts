import {beforeEach, describe, expect, test} from 'vitest'
import RightsList from '../../commands/rights/list.ts'
import {type RightsChange, setRights} from '../../src/services/rights/rights.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const ask = useRest(xivo)
const list = (...argv: string[]) => run(RightsList, argv, xivo.env)
const logins = async (...argv: string[]) => (await list(...argv, '--ids')).stdout.split('\n').filter(Boolean).sort()

const given: Record<string, RightsChange> = {
  jurbain: {type: 'admin'},
  jbond: {type: 'supervisor', queue: {set: ['sales', 'support']}, group: {set: ['default']}, recordingAccess: false},
  jmenage: {type: 'teacher', queue: {set: ['sales']}, incall: {set: ['id:3']}},
}

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.user_profile')
  for (const [login, change] of Object.entries(given)) await xivo.made((context) => setRights(context, login, change))
})

describe('rights list', () => {
  test('has a row for each user with a profile, and a column for each right', async () => {
    expect(await list('--csv', '--columns', 'login,profile,queues,groups,incalls,recording,dissuasion')).toEqual({
      code: 0,
      stdout: `login,profile,queues,groups,incalls,recording,dissuasion
jbond,supervisor,"support, sales",default,,no,no
jmenage,teacher,sales,,0155000002@from-lyon,in their period,no
jurbain,admin,all,all,all,yes,yes
`,
      stderr: '',
    })
    expect((await list()).stdout).toMatch(/^name +firstname +login +profile +queues +groups +incalls +recording +dissu/)
  })

  test('tells who sees a queue, an agent group or an incall: an admin always does', async () => {
    expect(await logins('--queue', 'sales')).toEqual(['jbond', 'jmenage', 'jurbain'])
    expect(await logins('--queue', 'support')).toEqual(['jbond', 'jurbain'])
    expect(await logins('--group', 'default')).toEqual(['jbond', 'jurbain'])
    expect(await logins('--incall', '0155000002@from-lyon')).toEqual(['jmenage', 'jurbain'])
    expect(await logins('--queue', 'sales', '--group', 'default')).toEqual(['jbond', 'jurbain'])
    expect(await list('--incall', '0155000002')).toMatchObject({code: 7})
    expect(await list('--queue', 'nope')).toMatchObject({code: 4})
    expect(await list('--group', 'nope')).toMatchObject({code: 4})
    await xivo.sql('delete from xivoctl.user_profile')
    expect(await list('--queue', 'sales')).toEqual({code: 0, stdout: '', stderr: 'no user sees it\n'})
  })

  test('marks rights on what is deleted in XiVO, or called otherwise', async () => {
    await xivo.sql(`update xivoctl.user_right set object_name = 'vente' where object_name = 'sales'`)
    await xivo.sql(`update xivoctl.user_right set object_id = 99, object_name = 'old' where object_name = 'support'`)
    const {stdout} = await list('--csv', '--columns', 'login,queues')
    expect(stdout).toContain('jbond,"vente (now sales), old (deleted)"\n')
    expect(await logins('--queue', 'sales')).toEqual(['jbond', 'jmenage', 'jurbain'])
  })

  test('answers over REST as with --json', async () => {
    const {stdout} = await list('--queue', 'support', '--json')
    const rows = [
      {login: 'jbond', profile: 'supervisor', queues: [{id: 1, name: 'support', state: 'there'}, {id: 3}], incalls: []},
      {login: 'jurbain', profile: 'admin', recording: true, dissuasion: true},
    ]
    expect(JSON.parse(stdout)).toMatchObject(rows)
    expect(JSON.parse(stdout)[1]).not.toHaveProperty('queues')
    expect(await ask('GET', '/rights?queueId=1')).toMatchObject({status: 200, body: JSON.parse(stdout)})
    expect(await ask('GET', '/rights?incallId=99')).toMatchObject({status: 404, body: {error: 'IncallNotFound'}})
    expect(await ask('GET', '/rights?queue=sales')).toMatchObject({status: 400})
  })
})
