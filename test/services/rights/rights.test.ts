import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import {rightsCatalog} from '../../../src/services/rights/catalog.ts'
import {listProfiles} from '../../../src/services/rights/profiles.ts'
import {
  deleteRights,
  findRights,
  getRights,
  type RightsChange,
  rightsAnswer,
  setRights,
  setRightsOfEach,
} from '../../../src/services/rights/rights.ts'
import {useXivo} from '../../support/xivo.ts'

const services: ((context: Context, login: string) => Promise<unknown>)[] = [
  getRights,
  findRights,
  deleteRights,
  (context, login) => setRights(context, login, {type: 'admin'}),
]

describe.each(['xivo', 'later'] as const)('rights in a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})
  const set = async (login: string, change: RightsChange) => {
    return rightsAnswer(await xivo.made((context) => setRights(context, login, change)))
  }
  const get = (login: string) => xivo.use((context) => getRights(context, login)).then(({found: {rights}}) => rights)
  const explain = (login: string) => xivo.use((context) => getRights(context, login)).then(({found}) => found)
  const supervisor = (change: RightsChange = {}) => set('jbond', {type: 'supervisor', ...change})

  beforeEach(() => xivo.sql('delete from xivoctl.user_profile'))

  test('of a supervisor are all five fields, with their defaults', async () => {
    expect(await supervisor()).toEqual({
      type: 'supervisor',
      data: {queueIds: [], groupIds: [], incallIds: [], recordingAccess: true, dissuasionAccess: false},
    })
    expect(await get('jbond')).toEqual((await xivo.use((context) => findRights(context, 'jbond'))).rights)
  })

  test('of a teacher are the three lists, of an admin none', async () => {
    expect(await set('jmenage', {type: 'teacher', queue: {set: ['sales']}})).toEqual({
      type: 'teacher',
      data: {queueIds: [3], groupIds: [], incallIds: []},
    })
    expect(await set('jurbain', {type: 'admin'})).toEqual({type: 'admin', data: {}})
    expect(await get('jurbain')).toEqual({type: 'admin', data: {}})
  })

  test('are sets: stored sorted and unique, by name or id', async () => {
    const change = {
      queue: {set: ['sales', '7', 'support', 'id:3', 'name:switchboard', '1']},
      group: {set: ['technique', 'default', 'commercial', '3']},
      incall: {set: ['0155000002@from-lyon', '3', '0155000001']},
    }
    expect((await supervisor(change)).data).toMatchObject({
      queueIds: [1, 2, 3, 7],
      groupIds: [1, 2, 3],
      incallIds: [1, 3],
    })
    expect((await get('jbond')).data).toMatchObject({queueIds: [1, 2, 3, 7], groupIds: [1, 2, 3], incallIds: [1, 3]})
  })

  test('that are not said keep their value, lists are replaced, added to and taken from', async () => {
    await supervisor({
      queue: {set: ['support']},
      group: {set: ['default']},
      recordingAccess: false,
      dissuasionAccess: true,
    })
    expect((await set('jbond', {queue: {add: ['sales', 'support']}})).data).toEqual({
      queueIds: [1, 3],
      groupIds: [1],
      incallIds: [],
      recordingAccess: false,
      dissuasionAccess: true,
    })
    expect((await set('jbond', {queue: {remove: ['support', '7']}, recordingAccess: true})).data).toMatchObject({
      queueIds: [3],
      recordingAccess: true,
      dissuasionAccess: true,
    })
    expect(
      (await set('jbond', {queue: {set: []}, group: {set: ['commercial'], add: ['1'], remove: ['2']}})).data,
    ).toMatchObject({
      queueIds: [],
      groupIds: [1],
    })
    expect((await set('jbond', {})).data).toMatchObject({groupIds: [1], dissuasionAccess: true})
  })

  test('that are added and taken away at once are taken away', async () => {
    await supervisor({queue: {set: ['support']}})
    const change = {queue: {add: ['sales', '7'], remove: ['sales', 'support']}, group: {set: ['1'], remove: ['1']}}
    expect((await set('jbond', change)).data).toMatchObject({queueIds: [7], groupIds: []})
  })

  test('need a profile at first', async () => {
    await expect(set('jbond', {queue: {set: ['sales']}})).rejects.toMatchObject({
      kind: 'invalid',
      hints: [expect.objectContaining({give: 'profile'}), 'profiles: admin, supervisor, teacher'],
    })
    await expect(get('jbond')).rejects.toMatchObject({kind: 'not-found', code: 'ProfileNotFound'})
    expect((await xivo.use((context) => findRights(context, 'jbond'))).rights).toBeUndefined()
  })

  test('change with the profile: what both have stays, what only the former had goes and is named', async () => {
    await supervisor({queue: {set: ['sales']}, incall: {set: ['1']}, recordingAccess: false, dissuasionAccess: true})
    expect(await set('jbond', {type: 'teacher', group: {add: ['default']}})).toEqual({
      type: 'teacher',
      data: {queueIds: [3], groupIds: [1], incallIds: [1]},
      dropped: ['recordingAccess', 'dissuasionAccess'],
    })
    expect(await supervisor()).toEqual({
      type: 'supervisor',
      data: {queueIds: [3], groupIds: [1], incallIds: [1], recordingAccess: true, dissuasionAccess: false},
    })
    expect(await set('jbond', {type: 'admin'})).toEqual({
      type: 'admin',
      data: {},
      dropped: ['queueIds', 'groupIds', 'incallIds', 'recordingAccess', 'dissuasionAccess'],
    })
    expect(await set('jbond', {type: 'teacher'})).toEqual({
      type: 'teacher',
      data: {queueIds: [], groupIds: [], incallIds: []},
    })
    expect(await xivo.sql('select * from xivoctl.user_right')).toEqual([])
  })

  test('that a profile does not have are refused, unless they are empty or false', async () => {
    for (const [type, change, fields] of [
      ['teacher', {recordingAccess: true}, 'recording access'],
      ['teacher', {dissuasionAccess: true, recordingAccess: true}, 'recording access, dissuasion access'],
      ['admin', {queue: {set: ['sales']}}, 'queues'],
      ['admin', {queue: {add: ['sales']}, group: {set: ['default']}, incall: {add: ['1']}}, 'queues, groups, incalls'],
      ['admin', {recordingAccess: true}, 'recording access'],
    ] as const) {
      await expect(set('jbond', {type, ...(change as RightsChange)})).rejects.toMatchObject({
        kind: 'invalid',
        message: `the profile ${type} has no ${fields}`,
      })
    }
    expect(await set('jbond', {type: 'teacher', recordingAccess: false, dissuasionAccess: false})).toMatchObject({
      type: 'teacher',
    })
    expect(
      await set('jbond', {
        type: 'admin',
        queue: {set: []},
        group: {set: []},
        incall: {set: []},
        recordingAccess: false,
      }),
    ).toMatchObject({type: 'admin', data: {}})
    await expect(set('jbond', {queue: {add: ['sales']}})).rejects.toMatchObject({kind: 'invalid'})
  })

  test('on what is not there are refused, every unknown one named, and nothing is changed', async () => {
    await supervisor({queue: {set: ['sales']}})
    const wrong = {
      queue: {set: ['suport', 'sales', '10', 'id:99']},
      group: {set: ['ancien_plateau', '4', 'default']},
      incall: {add: ['0199']},
    }
    await expect(set('jbond', wrong)).rejects.toMatchObject({
      kind: 'not-found',
      code: 'QueueNotFound',
      message: `unknown 'suport', '10', 'id:99', 'ancien_plateau', '4', '0199': nothing was changed`,
      problems: [
        {column: 'queue', value: 'suport', reason: expect.stringContaining(`did you mean 'support'?`)},
        {column: 'queue', value: '10'},
        {column: 'queue', value: 'id:99'},
        {column: 'group', value: 'ancien_plateau'},
        {column: 'group', value: '4'},
        {column: 'incall', value: '0199'},
      ],
    })
    expect((await get('jbond')).data.queueIds).toEqual([3])
  })

  test('on a name that fits two things are a conflict that names both', async () => {
    await expect(supervisor({incall: {set: ['0155000002']}})).rejects.toMatchObject({
      kind: 'conflict',
      code: 'Conflict',
      problems: [{value: '0155000002', reason: expect.stringMatching(/incall 2 .*from-extern.*incall 3 .*from-lyon/)}],
    })
    await expect(supervisor({incall: {set: ['0155000002']}, queue: {set: ['x']}})).rejects.toMatchObject({
      kind: 'not-found',
      message: `unknown 'x': nothing was changed`,
      problems: [{value: 'x'}, {value: '0155000002'}],
    })
    expect((await supervisor({incall: {set: ['0155000002@from-lyon']}})).data.incallIds).toEqual([3])
  })

  test('on an incall whose number is in another table go by that number; on one without a number by its id', async () => {
    const [{id}] = (await xivo.sql('insert into incall (commented) values (0) returning id')) as [{id: number}]
    await supervisor({incall: {set: ['0155000010', `id:${id}`]}})
    await supervisor({incall: {add: ['0155000010@from-extern']}})
    expect((await xivo.use((context) => getRights(context, 'jbond'))).found.named.incall).toEqual([
      {id: 13, name: '0155000010@from-extern', state: 'there'},
      {id, name: `id:${id}`, state: 'there'},
    ])
    await xivo.sql(`update extensions set exten = '0155000011' where type = 'incall' and typeval = '13'`)
    await expect(supervisor({incall: {set: ['0155000010']}})).rejects.toMatchObject({code: 'IncallNotFound'})
    await xivo.sql(`update extensions set exten = '0155000010' where type = 'incall' and typeval = '13'`)
    await xivo.sql('delete from incall where id = $1', [id])
  })

  test('are deleted, and come back as they were', async () => {
    const rights = await supervisor({queue: {set: ['sales']}})
    expect(await xivo.made((context) => deleteRights(context, 'jbond'))).toEqual(rights)
    await expect(xivo.made((context) => deleteRights(context, 'jbond'))).rejects.toMatchObject({
      code: 'ProfileNotFound',
    })
    await expect(get('jbond')).rejects.toMatchObject({code: 'ProfileNotFound'})
    expect(await xivo.sql('select * from xivoctl.user_right')).toEqual([])
  })

  describe('go by the login', () => {
    test('exactly: neither trimmed nor folded, and one that differs in case is named', async () => {
      for (const [login, near] of [
        ['JBond', 'jbond'],
        ['mDurand', `mdurand' and 'MDurand`],
      ] as const) {
        await expect(set(login, {type: 'admin'})).rejects.toMatchObject({
          code: 'UserNotFound',
          hints: [`logins are compared exactly; there is '${near}'`],
        })
      }
      for (const login of [' jbond', 'jbond ', 'jbon', '', 'jbond\0', '2', 'id:2']) {
        for (const work of services) {
          await expect(xivo.use((context) => work(context, login))).rejects.toMatchObject({code: 'UserNotFound'})
        }
      }
      await set('mdurand', {type: 'admin'})
      await set('MDurand', {type: 'teacher'})
      expect([(await get('mdurand')).type, (await get('MDurand')).type]).toEqual(['admin', 'teacher'])
    })

    test('and a misspelt one is answered with the nearest', async () => {
      await expect(get('jbnod')).rejects.toMatchObject({
        code: 'UserNotFound',
        hints: expect.arrayContaining([`did you mean 'jbond'?`]),
      })
    })

    test('and stay with the user whose login changes', async () => {
      await supervisor({queue: {set: ['sales']}})
      await xivo.sql(`update userfeatures set loginclient = 'bond007' where id = 2`)
      expect(await get('bond007')).toMatchObject({type: 'supervisor', data: {queueIds: [3]}})
      expect(await xivo.use((context) => listProfiles(context, {profile: 'supervisor'}))).toMatchObject([
        {login: 'bond007'},
      ])
      await xivo.sql(`update userfeatures set loginclient = 'jbond' where id = 2`)
    })

    test('and two users with one login are a conflict that names both ids', async () => {
      await xivo.sql(`update userfeatures set loginclient = 'jbond' where id = 35`)
      for (const work of services) {
        await expect(xivo.use((context) => work(context, 'jbond'))).rejects.toMatchObject({
          kind: 'conflict',
          message: `2 users have the login 'jbond': ids 2 and 35`,
        })
      }
      await xivo.sql(`update userfeatures set loginclient = 'lperrin' where id = 35`)
    })
  })

  describe('on what XiVO no longer has', () => {
    const temporary = async () => {
      await xivo.sql('delete from agentgroup where id = 51')
      await xivo.sql(
        `insert into agentgroup (id, groupid, name, deleted, description) values (51, 51, 'renfort', 0, '')`,
      )
      await xivo.sql(`insert into queuefeatures (id, name, displayname) values (50, 'ephemere', 'Éphémère')`)
      await supervisor({queue: {set: ['ephemere', 'sales']}, group: {set: ['renfort']}})
      await xivo.sql('delete from queuefeatures where id = 50')
      await xivo.sql('update agentgroup set deleted = 1 where id = 51')
    }

    test('stay, are accepted again by id, and can be taken away by the name they had', async () => {
      await temporary()
      expect((await get('jbond')).data).toMatchObject({queueIds: [3, 50], groupIds: [51]})
      expect((await set('jbond', {dissuasionAccess: true})).data.queueIds).toEqual([3, 50])
      expect((await supervisor({queue: {set: ['id:3', 'id:50']}, group: {set: ['51']}})).data).toMatchObject({
        queueIds: [3, 50],
        groupIds: [51],
      })
      expect((await set('jbond', {queue: {remove: ['ephemere']}})).data.queueIds).toEqual([3])
      await expect(set('jbond', {queue: {add: ['id:50']}})).rejects.toMatchObject({kind: 'not-found'})
      await expect(set('jmenage', {type: 'teacher', group: {set: ['51']}})).rejects.toMatchObject({
        code: 'GroupNotFound',
      })
    })

    test('are explained as gone', async () => {
      await temporary()
      const {named} = await explain('jbond')
      expect(named.queue).toEqual([
        {id: 3, name: 'sales', state: 'there'},
        {id: 50, name: 'ephemere', state: 'gone'},
      ])
      expect(named.group).toEqual([{id: 51, name: 'renfort', state: 'gone'}])
    })

    test('a name means the queue that is there, not the one that had it', async () => {
      await temporary()
      await xivo.sql(`insert into queuefeatures (id, name, displayname) values (60, 'ephemere', 'Éphémère')`)
      expect((await set('jbond', {queue: {add: ['ephemere']}})).data.queueIds).toEqual([3, 50, 60])
      await xivo.sql('delete from queuefeatures where id = 60')
    })

    test('an id that XiVO gave to another group is reported with both names, until the rights are given anew', async () => {
      await temporary()
      await xivo.sql(`update agentgroup set name = 'nocturne', deleted = 0 where id = 51`)
      const renamed = {id: 51, name: 'renfort', state: 'renamed', now: 'nocturne'}
      expect((await explain('jbond')).named.group).toEqual([renamed])
      await set('jbond', {dissuasionAccess: true})
      expect((await explain('jbond')).named.group).toEqual([renamed])
      await set('jbond', {group: {set: ['id:51']}})
      expect((await explain('jbond')).named.group).toEqual([{id: 51, name: 'nocturne', state: 'there'}])
    })
  })

  test('of somebody else are taken with the names of now, and without what is gone, which is a warning', async () => {
    await supervisor({queue: {set: ['sales', 'support', 'switchboard']}})
    await xivo.sql(`update xivoctl.user_right set object_name = 'Vente' where object_name = 'sales'`)
    await xivo.sql(`update xivoctl.user_right set object_id = 99, object_name = 'old' where object_name = 'support'`)
    const {changes, warnings} = await xivo.use((context) => setRights(context, 'jmenage', {like: 'jbond'}))
    expect(changes[0]?.after?.queues).toEqual([
      {id: 2, name: 'switchboard'},
      {id: 3, name: 'sales'},
    ])
    expect(warnings).toEqual([expect.stringContaining("'old' is not copied")])
    await set('jmenage', {type: 'admin'})
    await set('jmenage', {like: 'jbond'})
    expect((await get('jmenage')).data.queueIds).toEqual([2, 3])
  })

  test('on a queue that differs in case by now are renamed', async () => {
    await supervisor({queue: {set: ['sales']}})
    await xivo.sql(`update xivoctl.user_right set object_name = 'Sales'`)
    expect((await explain('jbond')).named.queue).toMatchObject([{name: 'Sales', state: 'renamed', now: 'sales'}])
  })

  test('on a queue go, those on the group of the same id stay, and switches are stored', async () => {
    await supervisor({queue: {set: ['id:3']}, group: {set: ['id:3']}})
    await set('jbond', {queue: {remove: ['id:3']}, dissuasionAccess: true})
    expect((await get('jbond')).data).toMatchObject({queueIds: [], groupIds: [3], dissuasionAccess: true})
  })

  test('of several users name every login that is nobody’s, beside one that two have', async () => {
    await xivo.sql(`update userfeatures set loginclient = 'jbond' where id = 35`)
    const refused = xivo.use((context) => setRightsOfEach(context, ['jbond', 'nobody', 'nowhere'], {type: 'admin'}))
    await expect(refused).rejects.toMatchObject({
      code: 'UserNotFound',
      message: "unknown logins 'nobody', 'nowhere': nothing was changed",
      problems: [{value: 'jbond'}, {value: 'nobody'}, {value: 'nowhere'}],
    })
    await xivo.sql(`update userfeatures set loginclient = 'lperrin' where id = 35`)
    const {result} = await xivo.use((context) =>
      setRightsOfEach(context, ['jbond', 'jmenage', 'jbond'], {type: 'admin'}),
    )
    expect(result.map(({user}) => user.login)).toEqual(['jbond', 'jmenage'])
    expect(
      (await xivo.use((context) => listProfiles(context, {profile: 'admin'}))).map(({login}) => login).sort(),
    ).toEqual(['jbond', 'jmenage'])
  })

  test('changed by several at once lose no change', async () => {
    await supervisor()
    const queues = ['support', 'switchboard', 'sales', 'ventes', 'sav', 'nuit']
    await Promise.all([
      ...queues.map((queue) => set('jbond', {queue: {add: [queue]}})),
      set('jbond', {dissuasionAccess: true}),
      set('jmenage', {type: 'teacher'}),
    ])
    expect((await get('jbond')).data).toMatchObject({queueIds: [1, 2, 3, 5, 7, 12], dissuasionAccess: true})
  })

  test('the catalog offers every queue, group in use and incall', async () => {
    const {queue, group, incall} = await xivo.use(rightsCatalog)
    expect(queue).toHaveLength(14)
    expect(group.map(({name}) => name)).not.toContain('ancien_plateau')
    expect(incall).toContainEqual({id: 3, name: '0155000002@from-lyon'})
  })

  test('profiles are listed for users having a login, by name, first name, login, as find sorts names', async () => {
    await supervisor()
    await set('jurbain', {type: 'admin'})
    const users = await xivo.use((context) => listProfiles(context))
    const [expected] = await xivo.sql(
      `select array_agg(loginclient order by lastname collate "fr-x-icu", firstname collate "fr-x-icu", loginclient collate "fr-x-icu")
        as logins from userfeatures where loginclient <> ''`,
    )
    expect(users.map(({login}) => login)).toEqual(expected?.logins)
    const names = users.map(({name}) => name)
    for (const [one, next] of [
      ['Benali', 'Béranger'],
      ['Martin', 'Ménage'],
      ['Ménage', 'Moreau'],
    ])
      expect(names.indexOf(next ?? '')).toBe(names.indexOf(one ?? '') + 1)
    expect(users).toContainEqual({name: 'Bond', firstname: 'James', login: 'jbond', profile: 'supervisor'})
    expect(users).toContainEqual({name: 'Ménage', firstname: 'Jean', login: 'jmenage'})
    expect(await xivo.use((context) => listProfiles(context, {profile: 'admin'}))).toEqual([
      {name: 'Urbain', firstname: 'Jocelyn', login: 'jurbain', profile: 'admin'},
    ])
  })
})
