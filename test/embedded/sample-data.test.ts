import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Cluster, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {guardedFolder} from '../support/guard.ts'
import {connect, query} from './query.ts'
import {remove} from './temporary.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({directory: guardedFolder('xivoctl-embedded-'), durable: false})
  const client = await connect(cluster.url('postgres'))
  try {
    await client.query(xivoSchema('xivo'))
    await loadSampleData(client)
  } finally {
    await client.end()
  }
})
afterAll(async () => {
  await stopCluster(cluster.directory)
  await remove(cluster.directory)
})

const rows = (sql: string) => query(cluster.url('postgres'), sql)

test('thirty users and more, some without login, two whose logins differ in case only', async () => {
  const [count] = await rows("select count(*)::integer as users from userfeatures where loginclient <> ''")
  expect(count?.users).toBeGreaterThanOrEqual(30)
  expect(await rows("select loginclient from userfeatures where lower(loginclient) = 'mdurand' order by id")).toEqual([
    {loginclient: 'mdurand'},
    {loginclient: 'MDurand'},
  ])
  expect(await rows("select id from userfeatures where loginclient = '' limit 1")).toHaveLength(1)
})

test('every queue is two rows, and one is switched off', async () => {
  const [count] = await rows(
    `select count(*)::integer as queues, sum(q.commented)::integer as off
       from queuefeatures f join queue q on q.name = f.name and q.category = 'queue'`,
  )
  expect(count).toEqual({queues: 14, off: 1})
})

test('members are known agents and users, on the interface of their number', async () => {
  const strangers = await rows(
    `select queue_name from queuemember m
       left join agentfeatures a on m.usertype = 'agent' and a.id = m.userid and m.interface = 'Agent/' || a.number
       left join linefeatures l on m.usertype = 'user' and l.id = m.userid and m.interface = 'SIP/' || l.name
      where a.id is null and l.id is null`,
  )
  expect(strangers).toEqual([])
})

test('one agent serves no queue, one is no user, one is two users', async () => {
  const idle = `select id from agentfeatures a
    where not exists (select from queuemember m where m.usertype = 'agent' and m.userid = a.id)`
  expect(await rows(idle)).toEqual([{id: 15}])
  const nobodys = 'select a.id from agentfeatures a left join userfeatures u on u.agentid = a.id where u.id is null'
  expect(await rows(nobodys)).toEqual([{id: 14}])
  expect(await rows('select id from userfeatures where agentid = 8 order by id')).toEqual([{id: 12}, {id: 30}])
})

test('the dissuasions are of every kind', async () => {
  const dissuasions = await rows(
    `select f.id, d.action::text, d.actionarg1, d.actionarg2, d.linked from queuefeatures f
       left join dialaction d on d.event = 'chanunavail' and d.category = 'queue' and d.categoryval = f.id::text
      order by f.id`,
  )
  const playback = '/var/lib/xivo/sounds/playback'
  expect(dissuasions.map((row) => Object.values(row))).toEqual([
    [1, 'sound', `${playback}/support_n1_ferme`, 'noanswer', 1],
    [2, 'none', null, null, 1],
    [3, 'sound', `${playback}/sales_audio_file`, null, 1],
    [4, 'queue', '2', null, 1],
    [5, 'sound', `${playback}/ventes_dissuasion`, null, 1],
    [6, 'queue', '2', '30', 1],
    [7, 'user', '3', null, 1],
    [8, 'extension', '2028', 'default', 1],
    [9, 'queue', '99', null, 1],
    [11, 'queue', '10', null, 0],
    [12, 'endcall:hangup', null, null, 1],
    [13, null, null, null, null],
    [14, 'sound', `${playback}/resiliations_ferme`, null, 1],
    [15, 'group', '3', null, 1],
  ])
})

test('the same number comes in twice, in two contexts', async () => {
  expect(await rows("select id, context from incall where exten = '0155000002' order by id")).toEqual([
    {id: 2, context: 'from-extern'},
    {id: 3, context: 'from-lyon'},
  ])
})

test('an incall that the REST made has its number in extensions alone', async () => {
  expect(
    await rows(
      `select i.id, i.exten, i.context, e.exten as number, e.context as place from incall i
         join extensions e on e.type = 'incall' and e.typeval = i.id::text where i.exten is null`,
    ),
  ).toEqual([{id: 13, exten: null, context: null, number: '0155000010', place: 'from-extern'}])
})

test('the next id of a queue is free', async () => {
  expect(await rows("insert into queuefeatures (name, displayname) values ('new', 'New') returning id")).toEqual([
    {id: 16},
  ])
})
