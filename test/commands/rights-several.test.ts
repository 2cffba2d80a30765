import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import RightsList from '../../commands/rights/list.ts'
import RightsSet from '../../commands/rights/set.ts'
import {build, runShell} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {startTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const set = (...argv: string[]) => run(RightsSet, argv, {...xivo.env, LC_ALL: 'C.UTF-8'})
const columns = ['--columns', 'login,profile,queues,recording']
const listed = async () => {
  const {stdout} = await run(RightsList, ['--csv', '--no-headers', ...columns], xivo.env)
  return stdout.split('\n').filter(Boolean).sort()
}
const supervisor = ['--profile', 'supervisor', '--queue', 'sales']

beforeEach(() => xivo.sql('delete from xivoctl.user_profile'))

describe('rights set of several users', () => {
  test('sets each in one transaction, and answers with rows', async () => {
    const done = await set('jbond', 'jmenage', 'jbond', ...supervisor, '--csv', ...columns)
    expect(done).toMatchObject({
      code: 0,
      stdout: 'login,profile,queues,recording\njbond,supervisor,sales,yes\njmenage,supervisor,sales,yes\n',
    })
    const [{count} = {}] = await xivo.sql('select count(distinct xmin::text)::int from xivoctl.user_profile')
    expect(count).toBe(1)
    const more = await set('jbond', 'jmenage', '--add-queue', 'support', '--no-recording', '--json')
    expect(JSON.parse(more.stdout)).toMatchObject([
      {login: 'jbond', profile: 'supervisor', queues: [{name: 'support'}, {name: 'sales'}], recording: false},
      {login: 'jmenage'},
    ])
    expect(more.stderr).toMatch(/rights of jbond: queues \+support; .*\nrights of jmenage: queues \+support; /)
  })

  test('changes all or none: unknown logins are all named (4), and so is who has no profile (3)', async () => {
    await set('jbond', ...supervisor)
    const before = await listed()
    const failed = await set('jbond', 'JMenage', 'jurbain', 'nobody', '--no-queues', '--json')
    expect(failed.code).toBe(4)
    expect(JSON.parse(failed.stdout)).toMatchObject({
      error: 'UserNotFound',
      errors: [
        {column: 'login', value: 'JMenage', reason: expect.stringContaining("'jmenage'")},
        {column: 'login', value: 'nobody'},
      ],
    })
    expect(await set('jbond', 'jmenage', '--no-queues')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("'jmenage'"),
    })
    expect(await listed()).toEqual(before)
  })

  test('is rehearsed with --dry-run', async () => {
    const {code, stdout} = await set('jbond', 'jmenage', ...supervisor, '--dry-run', '--json')
    expect({code, document: JSON.parse(stdout)}).toMatchObject({
      code: 0,
      document: {dryRun: true, changes: [{name: 'jbond'}, {name: 'jmenage'}], list: [{login: 'jbond'}, {}]},
    })
    expect(await listed()).toEqual([])
  })

  test('reads logins from a file, one a line, beside those that are typed', async () => {
    const file = join(xivo.sounds, 'logins.txt')
    await writeFile(file, '\uFEFFjmenage\r\n\r\njurbain  \r\n')
    expect(await set('jbond', '--from', file, ...supervisor)).toMatchObject({code: 0})
    expect((await listed()).map((row) => row.split(',')[0])).toEqual(['jbond', 'jmenage', 'jurbain'])
    await writeFile(file, (await run(RightsList, ['--columns', 'login', '--csv'], xivo.env)).stdout)
    const done = await set('--from', file, '--recording')
    expect(done).toMatchObject({code: 0, stderr: expect.stringContaining("'login', is read as a heading")})
    await writeFile(file, 'login\n')
    expect(await set('--from', file, '--recording')).toMatchObject({code: 4})
    await writeFile(file, '\n')
    expect(await set(`--from=${file}`, '--no-queues', '-q')).toEqual({code: 0, stdout: '', stderr: ''})
    expect(await set('--from', join(xivo.sounds, 'none'), '--no-queues')).toMatchObject({code: 4})
  })

  test('reads them from a pipe, and wants a login otherwise: 2', {timeout: 60_000}, async () => {
    await set('jbond', 'jmenage', ...supervisor)
    const line = 'xivoctl profiles list --profile supervisor --ids | xivoctl rights set --from - --add-queue sav -q'
    expect(await runShell(line, {env: xivo.env})).toMatchObject({code: 0, stdout: '', stderr: ''})
    expect(await listed()).toEqual(['jbond,supervisor,"sales, sav",yes', 'jmenage,supervisor,"sales, sav",yes'])
    expect(await set('--no-queues')).toMatchObject({code: 2})
  })
})

describe('rights set --like', () => {
  test('gives the profile and rights of another user, shown as old → new', async () => {
    await set('jbond', ...supervisor, '--group', 'default', '--no-recording', '--dissuasion')
    await set('jmenage', '--profile', 'teacher', '--queue', 'support')
    const done = await set('jmenage', 'jurbain', '--like', 'jbond', '--add-queue', 'sav')
    expect(done.code).toBe(0)
    expect(done.stderr).toMatch(/rights of jmenage: profile teacher → supervisor; queues \+sales \+sav −support; /)
    expect(await listed()).toEqual([
      'jbond,supervisor,sales,no',
      'jmenage,supervisor,"sales, sav",no',
      'jurbain,supervisor,"sales, sav",no',
    ])
    expect((await set('jurbain', '--like', 'jurbain')).stderr).toMatch(/^unchanged$/m)
  })

  test('leaves rights out on what XiVO has deleted, and warns; without a profile there is nothing to take: 4', async () => {
    await set('jbond', ...supervisor, '--add-queue', 'support')
    await xivo.sql(`update xivoctl.user_right set object_id = 99, object_name = 'old' where object_name = 'support'`)
    const done = await set('jmenage', '--like', 'jbond')
    expect(done).toMatchObject({code: 0, stderr: expect.stringMatching(/^warning: .*'old'/m)})
    expect((await listed())[1]).toBe('jmenage,supervisor,sales,yes')
    expect(await set('jmenage', '--like', 'jurbain')).toMatchObject({code: 4})
    expect(await set('jmenage', '--like', 'nobody')).toMatchObject({code: 4})
  })
})

describe('on a terminal', () => {
  beforeAll(() => build())

  test('the login is asked for when there is none', async () => {
    const {answer, ended} = await startTerminal(['rights', 'set', '--profile', 'admin'], xivo.env)
    await answer(/login of the user.*jbond/s, 'james bo')
    await answer(/❯ jbond {2}James Bond/, '\r')
    expect(await ended).toMatchObject({code: 0})
    expect(await listed()).toEqual(['jbond,admin,all,yes'])
  })
})
