import {beforeEach, describe, expect, test} from 'vitest'
import RightsDelete from '../../commands/rights/delete.ts'
import RightsEdit from '../../commands/rights/edit.ts'
import RightsGet from '../../commands/rights/get.ts'
import RightsSet from '../../commands/rights/set.ts'
import {run, runLine} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const context = 'context: XIVOCTL_DATABASE_URL\n'

describe.each(['xivo', 'later'] as const)('on a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})
  const set = (...argv: string[]) => run(RightsSet, argv, xivo.env)
  const get = (...argv: string[]) => run(RightsGet, argv, xivo.env)
  const data = async (login: string) => JSON.parse((await get(login, '--json')).stdout).data

  beforeEach(() => xivo.sql('delete from xivoctl.user_profile'))

  test(`rights set takes names and ids, and answers with the API's document`, async () => {
    const argv = [
      'jbond',
      '--profile',
      'supervisor',
      '--queue',
      'sales',
      '--queue',
      '2',
      '--queue',
      'id:1',
      '--queue',
      '7',
    ]
    const done = await set(...argv, '--group', 'technique', '--group', '1', '--group', 'commercial', '--json')
    expect(done).toMatchObject({
      code: 0,
      stderr: `${context}rights of jbond: created (profile supervisor; queues support, switchboard, sales, sav; groups default, commercial, technique; incalls none; recording access yes; dissuasion access no)\n`,
    })
    const document = {
      type: 'supervisor',
      data: {
        queueIds: [1, 2, 3, 7],
        groupIds: [1, 2, 3],
        incallIds: [],
        recordingAccess: true,
        dissuasionAccess: false,
      },
    }
    expect(JSON.parse(done.stdout)).toEqual(document)
    const shown = await get('jbond', '--json')
    expect(shown.stderr).toBe('')
    expect(JSON.parse(shown.stdout)).toEqual({login: 'jbond', ...document})
  })

  test('rights get shows names with their ids, as rights set does', async () => {
    const done = await set(
      'jbond',
      '--profile',
      'supervisor',
      '--queue',
      'sales',
      '--queue',
      'support',
      '--incall',
      '0155000002@from-lyon',
      '--no-recording',
    )
    expect(await get('jbond')).toEqual({
      code: 0,
      stdout: `login       jbond
profile     supervisor
queues      support (1), sales (3)
groups      none
incalls     0155000002@from-lyon (3)
recording   no
dissuasion  no
`,
      stderr: '',
    })
    expect(done.stdout).toBe((await get('jbond')).stdout)
    await set('jurbain', '--profile', 'admin')
    expect((await get('jurbain')).stdout).toBe('login    jurbain\nprofile  admin\n')
  })

  test('lists are replaced, added to, taken from and emptied', async () => {
    await set('jbond', '--profile', 'supervisor', '--queue', 'sales', '--group', 'default')
    await set('jbond', '--add-queue', 'support', '--add-queue', 'sav', '--remove-queue', 'sales')
    expect(await data('jbond')).toMatchObject({queueIds: [1, 7], groupIds: [1]})
    await set('jbond', '--no-queues', '--dissuasion')
    expect(await data('jbond')).toMatchObject({queueIds: [], groupIds: [1], dissuasionAccess: true})
    await set('jbond', '--no-groups', '--add-group', 'technique', '--incall', '1', '--no-dissuasion')
    expect(await data('jbond')).toMatchObject({groupIds: [3], incallIds: [1], dissuasionAccess: false})
    expect(await set('jbond', '--queue', 'sales', '--no-queues')).toMatchObject({code: 2})
  })

  test('a change of profile names what went with the former one', async () => {
    await set('jbond', '--profile', 'supervisor', '--queue', 'sales')
    const plain = await set('jbond', '--profile', 'teacher')
    expect(plain.stderr).toBe(
      `${context}rights of jbond: profile supervisor → teacher; recording access yes → none; dissuasion access no → none\ndropped with the former profile: recordingAccess, dissuasionAccess\n`,
    )
    expect(plain.stdout).toBe('login    jbond\nprofile  teacher\nqueues   sales (3)\ngroups   none\nincalls  none\n')
    expect(JSON.parse((await set('jbond', '--profile', 'admin', '--json')).stdout)).toEqual({
      type: 'admin',
      data: {},
      dropped: ['queueIds'],
    })
  })

  test('what is unknown is named, all of it, and nothing is changed', async () => {
    await set('jbond', '--profile', 'supervisor', '--queue', 'sales')
    const failed = await set('jbond', '--queue', 'suport', '--group', 'x', '--queue', '99')
    expect(failed).toMatchObject({code: 4, stdout: ''})
    expect(failed.stderr).toContain(`error: unknown 'suport', '99', 'x': nothing was changed\n`)
    expect(failed.stderr).toContain(`did you mean 'support'?`)
    expect(await data('jbond')).toMatchObject({queueIds: [3]})
    const json = await set('jbond', '--queue', 'suport', '--json')
    expect(json.code).toBe(4)
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: 'QueueNotFound',
      errors: [{column: 'queue', value: 'suport'}],
    })
  })

  test('an incall number that two contexts have is a conflict', async () => {
    const failed = await set('jbond', '--profile', 'supervisor', '--incall', '0155000002')
    expect(failed).toMatchObject({code: 7, stdout: ''})
    expect(failed.stderr).toMatch(/incall 2 \(0155000002@from-extern\), incall 3 \(0155000002@from-lyon\)/)
    expect(await get('jbond')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('hint: give one with: xivoctl rights set jbond --profile PROFILE\n'),
    })
  })

  test('a field that the profile does not have, no profile, or an unknown one are refused', async () => {
    expect(await set('jmenage', '--profile', 'teacher', '--recording')).toMatchObject({code: 3})
    expect(await set('jmenage', '--profile', 'admin', '--queue', 'sales')).toMatchObject({code: 3})
    expect(await set('jmenage', '--queue', 'sales')).toMatchObject({code: 3})
    expect(await set('jmenage', '--profile', 'boss')).toMatchObject({code: 2})
    expect(await set()).toMatchObject({code: 2})
    expect(await set('jmenage', '--profile', 'teacher', '--no-recording')).toMatchObject({code: 0})
  })

  test('logins are compared exactly', async () => {
    const failed = await get('JBond')
    expect(failed).toMatchObject({code: 4, stdout: ''})
    expect(failed.stderr).toBe(
      `error: no user with the login 'JBond'\nhint: logins are compared exactly; there is 'jbond'\n`,
    )
    expect(JSON.parse((await get('JBond', '--json')).stdout)).toMatchObject({error: 'UserNotFound'})
    expect(JSON.parse((await get('jbond', '--json')).stdout)).toMatchObject({error: 'ProfileNotFound'})
  })

  test('of a login without a letter is that of no user', async () => {
    const {code, stderr} = await runLine(['rights', 'get', ''], xivo.env)
    expect(code).toBe(4)
    expect(stderr).toMatch(/^error: no user with the login ''\n/)
  })

  test('rights delete wants --yes off a terminal, and answers with what was there', async () => {
    await set('jbond', '--profile', 'teacher', '--queue', 'sales')
    const refused = await run(RightsDelete, ['jbond'], xivo.env)
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain('hint: add --yes')
    expect(await data('jbond')).toMatchObject({queueIds: [3]})
    const deleted = await run(RightsDelete, ['jbond', '--yes', '--json'], xivo.env)
    expect(deleted).toMatchObject({
      code: 0,
      stderr: `${context}rights of jbond: deleted (profile teacher; queues sales; groups none; incalls none)\n`,
    })
    expect(JSON.parse(deleted.stdout)).toEqual({type: 'teacher', data: {queueIds: [3], groupIds: [], incallIds: []}})
    expect(await run(RightsDelete, ['jbond', '--yes'], xivo.env)).toMatchObject({code: 4})
  })

  test('rights edit asks on a terminal only', async () => {
    const refused = await run(RightsEdit, ['jbond'], xivo.env)
    expect(refused).toMatchObject({code: 2, stdout: ''})
    expect(refused.stderr).toContain(`hint: in a script, use 'rights set'`)
  })

  test('control characters in a name of XiVO are shown, not done, and left in JSON', async () => {
    await xivo.sql(`update queuefeatures set name = 'sa' || chr(27) || '[2Jv' where id = 7`)
    const shown = await set('jbond', '--profile', 'teacher', '--queue', '7')
    expect(shown.stdout).toContain('queues   sa\\u001b[2Jv (7)')
    const failed = await set('jbond', '--queue', 'x\u001b[2J')
    expect(failed.stderr).not.toContain('\u001b')
    expect(JSON.parse((await set('jbond', '--queue', 'x\u001b[2J', '--json')).stdout).errors[0].value).toBe(
      'x\u001b[2J',
    )
    await xivo.sql(`update queuefeatures set name = 'sav' where id = 7`)
  })
})
