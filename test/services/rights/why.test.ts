import {beforeEach, describe, expect, test} from 'vitest'
import {deleteRights, type RightsChange, setRights} from '../../../src/services/rights/rights.ts'
import {explainAccess, explainEveryAccess} from '../../../src/services/rights/why.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const why = (queue: string, login = 'jbond') => xivo.use((context) => explainAccess(context, login, queue))
const give = (change: RightsChange, login = 'jbond') => xivo.made((context) => setRights(context, login, change))
const allowed = async (queue: string) =>
  (await why(queue)).permissions.filter(({allowed}) => allowed).map(({action}) => action)

beforeEach(() => xivo.use((context) => deleteRights(context, 'jbond').catch(() => {})))

const everything = ['ccManager', 'recordings', 'recordingSwitch', 'dissuasion']

test.each<[name: string, change: RightsChange, onHisQueue: string[], elsewhere: string[]]>([
  ['an admin', {type: 'admin'}, everything, everything],
  [
    'a supervisor with both switches',
    {type: 'supervisor', queue: {set: ['sales']}, recordingAccess: true, dissuasionAccess: true},
    everything,
    [],
  ],
  [
    'a supervisor as he is by default',
    {type: 'supervisor', queue: {set: ['sales']}},
    ['ccManager', 'recordings', 'recordingSwitch'],
    [],
  ],
  [
    'a supervisor with no switch',
    {type: 'supervisor', queue: {set: ['sales']}, recordingAccess: false},
    ['ccManager'],
    [],
  ],
  ['a teacher', {type: 'teacher', queue: {set: ['sales']}}, ['recordings'], []],
])('%s may do what XiVO documents, and no more', async (_, change, onHisQueue, elsewhere) => {
  await give(change)
  expect(await allowed('sales')).toEqual(onHisQueue)
  expect(await allowed('support')).toEqual(elsewhere)
})

test('without a profile nothing is allowed, and that is an answer', async () => {
  const access = await why('sales')
  expect(access).not.toHaveProperty('profile')
  expect(access.permissions.some(({allowed}) => allowed)).toBe(false)
})

test('every verdict says through what, and a group is no queue of the same id', async () => {
  await give({type: 'supervisor', queue: {set: ['sales']}, group: {set: ['id:1']}})
  const {permissions} = await why('sales')
  expect(permissions.find(({action}) => action === 'dissuasion')?.because).toBe('a supervisor without dissuasionAccess')
  expect((await why('support')).permissions[0]?.because).toBe("'support' is not among the queues of their profile")
})

test('an agent who serves a queue that his profile does not have is told', async () => {
  const [row] = await xivo.sql(
    `select u.loginclient as login, m.queue_name as queue from userfeatures u
     join queuemember m on m.usertype = 'agent' and m.category = 'queue' and m.userid = u.agentid
     join queuefeatures q on q.name = m.queue_name where u.loginclient <> '' order by u.id, m.queue_name limit 1`,
  )
  await give({type: 'supervisor'}, row?.login)
  expect((await why(row?.queue, row?.login)).remarks).toEqual([expect.stringContaining('as an agent they serve')])
  await give({queue: {set: [row?.queue]}}, row?.login)
  expect((await why(row?.queue, row?.login)).remarks).toEqual([])
})

test('an agent who is an admin is shown every queue, and no remark', async () => {
  const [row] = await xivo.sql(
    `select u.loginclient as login, m.queue_name as queue from userfeatures u
     join queuemember m on m.usertype = 'agent' and m.category = 'queue' and m.userid = u.agentid
     where u.loginclient <> '' order by u.id, m.queue_name limit 1`,
  )
  await give({type: 'admin'}, row?.login)
  expect(await why(row?.queue, row?.login)).toMatchObject({profile: 'admin', remarks: []})
})

test('a right that was given to a queue of another name is told', async () => {
  await give({type: 'teacher', queue: {set: ['sales']}})
  await xivo.sql(`update xivoctl.user_right set object_name = 'oldsales' where object_name = 'sales'`)
  expect((await why('sales')).remarks).toEqual([expect.stringContaining("'oldsales'")])
})

test('a login or queue that is not there is named', async () => {
  await expect(why('sales', 'nobody')).rejects.toMatchObject({code: 'UserNotFound'})
  await expect(why('sails')).rejects.toMatchObject({
    code: 'QueueNotFound',
    hints: ["did you mean 'sales'?", expect.any(String)],
  })
})

describe('why somebody sees no queue, of all queues:', () => {
  const everywhere = (login = 'jbond') => xivo.use((context) => explainEveryAccess(context, login))
  const remarks = async (login?: string) => (await everywhere(login)).remarks
  /** The queues that they may do something on. */
  const open = async () =>
    (await everywhere()).queues.flatMap(({queue, permissions}) =>
      permissions.some(({allowed}) => allowed) ? [queue.name] : [],
    )

  test('every queue is judged as it is alone', async () => {
    await give({type: 'supervisor', queue: {set: ['sales', 'sav']}})
    const {queues} = await everywhere()
    expect(queues).toHaveLength(14)
    for (const name of ['sales', 'support']) {
      const {permissions} = await why(name)
      expect(queues.find(({queue}) => queue.name === name)?.permissions).toEqual(permissions)
    }
    expect(await open()).toEqual(['sales', 'sav'])
    expect(await remarks()).toEqual([])
  })

  test('an admin sees each, and there is nothing to remark', async () => {
    await give({type: 'admin'})
    expect(await open()).toHaveLength(14)
    expect(await remarks()).toEqual([])
  })

  test('no profile', async () => {
    const access = await everywhere()
    expect(access).not.toHaveProperty('profile')
    expect(access.remarks).toEqual([expect.stringMatching(/^no profile: /)])
  })

  test('no queue, or only queues that XiVO has deleted; a teacher has no CC Manager', async () => {
    await give({type: 'supervisor', group: {set: ['default']}})
    expect(await remarks()).toEqual(['their profile supervisor has no queues, so they see none'])
    await give({queue: {set: ['sales']}})
    await xivo.sql(`update xivoctl.user_right set object_id = 99, object_name = 'old' where object_name = 'sales'`)
    expect(await remarks()).toEqual([
      "the queue 'old' (99) of their profile is deleted in XiVO",
      'their profile supervisor has no queues left, so they see none',
    ])
    await give({type: 'teacher', queue: {set: ['sales']}})
    expect(await remarks()).toEqual([expect.stringMatching(/^a teacher has no CC Manager: /)])
    expect(await open()).toEqual(['sales'])
  })

  test('an agent only: whom they serve is not whom they see', async () => {
    const [row] = await xivo.sql(
      `select u.loginclient as login, m.queue_name as queue from userfeatures u
       join queuemember m on m.usertype = 'agent' and m.category = 'queue' and m.userid = u.agentid
       join queuefeatures q on q.name = m.queue_name where u.loginclient <> '' order by u.id, m.queue_name limit 1`,
    )
    await xivo.use((context) => deleteRights(context, row?.login).catch(() => {}))
    const serving = expect.stringMatching(new RegExp(`^as an agent they serve .*'${row?.queue}'`))
    expect(await remarks(row?.login)).toEqual([expect.stringMatching(/^no profile: /), serving])
    await give({type: 'supervisor'}, row?.login)
    expect(await remarks(row?.login)).toEqual([expect.stringContaining('has no queue'), serving])
  })

  test('a login that differs in case from the one that has the profile', async () => {
    await give({type: 'supervisor', queue: {set: ['sales']}})
    await xivo.sql(`update userfeatures set loginclient = 'JBond' where loginclient = 'jmenage'`)
    const another = (login: string, has: string) =>
      `another user has the login '${login}', with ${has}; logins are case-sensitive`
    expect(await remarks('JBond')).toEqual([
      expect.stringMatching(/^no profile: /),
      another('jbond', 'the profile supervisor'),
    ])
    expect(await remarks()).toEqual([another('JBond', 'no profile')])
    await expect(everywhere('JBOND')).rejects.toMatchObject({
      code: 'UserNotFound',
      hints: [expect.stringMatching(/'jbond'.*'JBond'|'JBond'.*'jbond'/)],
    })
    await xivo.sql(`update userfeatures set loginclient = 'jmenage' where loginclient = 'JBond'`)
  })
})
