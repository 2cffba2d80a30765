import {describe, expect, test} from 'vitest'
import ProfilesList from '../../commands/profiles/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

describe('profiles list', () => {
  test('shows every user having a login, and none without', async () => {
    const {code, stdout} = await run(ProfilesList, ['--json'], xivo.env)
    const listed: {login: string}[] = JSON.parse(stdout)
    const [expected] = await xivo.sql(`select count(*)::int as n from userfeatures where loginclient <> ''`)
    expect(code).toBe(0)
    expect(listed).toHaveLength(expected?.n)
    expect(listed.every(({login}) => login !== '')).toBe(true)
  })

  test('leaves the profile out when there is none, and filters by it', async () => {
    await run(RightsSet, ['jmenage', '--profile', 'teacher'], xivo.env)
    const all = JSON.parse((await run(ProfilesList, ['--json'], xivo.env)).stdout)
    expect(all).toContainEqual({name: 'Ménage', firstname: 'Jean', login: 'jmenage', profile: 'teacher'})
    expect(all).toContainEqual({name: 'Urbain', firstname: 'Jocelyn', login: 'jurbain'})
    const teachers = JSON.parse((await run(ProfilesList, ['--profile', 'teacher', '--json'], xivo.env)).stdout)
    expect(teachers).toEqual([{name: 'Ménage', firstname: 'Jean', login: 'jmenage', profile: 'teacher'}])
    const admins = await run(ProfilesList, ['--profile', 'admin', '--json'], xivo.env)
    expect(admins).toMatchObject({code: 0, stdout: '[]\n'})
  })

  test('prints CSV and an aligned table', async () => {
    const csv = await run(ProfilesList, ['--profile', 'teacher', '--csv'], xivo.env)
    expect(csv.stdout).toBe('name,firstname,login,profile\nMénage,Jean,jmenage,teacher\n')
    const table = await run(ProfilesList, ['--profile', 'teacher'], xivo.env)
    expect(table.stdout).toBe('name    firstname  login    profile\nMénage  Jean       jmenage  teacher\n')
  })
})
