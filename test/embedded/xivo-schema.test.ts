import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Cluster, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {type SchemaShape, xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {guardedFolder} from '../support/guard.ts'
import {connect, query} from './query.ts'
import {remove} from './temporary.ts'

/** How many columns each table has in XiVO 16.08. */
const columnCounts = {
  agent_login_status: 7,
  agentfeatures: 12,
  agentgroup: 7,
  context: 6,
  cti_profile: 4,
  dialaction: 7,
  entity: 16,
  extensions: 6,
  func_key_template: 3,
  groupfeatures: 12,
  incall: 6,
  queue: 46,
  queuefeatures: 22,
  paging: 12,
  queuemember: 9,
  schedule: 9,
  schedule_path: 4,
  schedule_time: 11,
  userfeatures: 46,
}

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({directory: guardedFolder('xivoctl-embedded-'), durable: false})
})
afterAll(async () => {
  await stopCluster(cluster.directory)
  await remove(cluster.directory)
})

async function makeDatabase(shape: SchemaShape): Promise<string> {
  await query(cluster.url('postgres'), `create database ${shape}`)
  const url = cluster.url(shape)
  const client = await connect(url)
  try {
    await client.query(xivoSchema(shape))
    await loadSampleData(client)
  } finally {
    await client.end()
  }
  return url
}

interface Column {
  column_name: string
  data_type: string
  udt_name: string
  column_default: string | null
  is_nullable: 'YES' | 'NO'
  character_maximum_length: number | null
}

async function columns(url: string, table: string): Promise<Column[]> {
  return await query<Column>(
    url,
    `select column_name, data_type, udt_name, column_default, is_nullable, character_maximum_length
       from information_schema.columns where table_schema = 'public' and table_name = '${table}'
      order by ordinal_position`,
  )
}

async function columnsByTable(url: string): Promise<Record<string, number>> {
  const rows = await query<{name: string; count: number}>(
    url,
    `select table_name as name, count(*)::integer as count from information_schema.columns
      where table_schema = 'public' group by 1`,
  )
  return Object.fromEntries(rows.map(({name, count}) => [name, count]))
}

const names = (list: Column[]) => list.map(({column_name}) => column_name)

describe('the database of XiVO', () => {
  let url: string
  beforeAll(async () => {
    url = await makeDatabase('xivo')
  })

  test('has every column of every table', async () => {
    expect(await columnsByTable(url)).toMatchObject(columnCounts)
  })

  test('links nothing by default, and keeps events as an enum', async () => {
    const dialaction = await columns(url, 'dialaction')
    expect(names(dialaction)).toEqual([
      'event',
      'category',
      'categoryval',
      'action',
      'actionarg1',
      'actionarg2',
      'linked',
    ])
    expect(dialaction[0]).toMatchObject({udt_name: 'dialaction_event', is_nullable: 'NO'})
    expect(dialaction[2]).toMatchObject({udt_name: 'varchar', character_maximum_length: 128})
    expect(dialaction[6]).toMatchObject({udt_name: 'int4', column_default: '0', is_nullable: 'NO'})
  })

  test('has the awkward names', async () => {
    expect(names(await columns(url, 'queue'))).toEqual(
      expect.arrayContaining(['monitor-type', 'announce-position-limit', 'queue-reporthold']),
    )
    expect(names(await columns(url, 'agentfeatures'))).toContain('group')
    expect(names(await columns(url, 'userfeatures')).indexOf('lastname')).toBe(43)
  })

  test.each([
    ['a second user with an empty address', "update userfeatures set email = '' where id in (1, 2)", '23505'],
    ['a user without login', 'update userfeatures set loginclient = null where id = 1', '23502'],
    ['an unknown event', "update dialaction set event = 'qctipresence'", '22P02'],
    ['a boolean for linked', 'update dialaction set linked = true', '42804'],
    ['categoryval compared with a number', 'select from dialaction where categoryval = 1', '42883'],
    ['a path too long', "update dialaction set actionarg1 = repeat('x', 256)", '22001'],
    ['a second agent with one number', "update agentfeatures set number = '1001' where id = 2", '23505'],
    ['an autopause of its own', "update queue set autopause = 'ALL'", '23514'],
    ['the deletion of a profile in use', 'delete from cti_profile where id = 2', '23503|23001'],
    ['the deletion of a user with a line', 'delete from userfeatures where id = 1', '23503'],
    ['an agent group by the next id', "insert into agentgroup (groupid, name) values (6, 'new')", '23505'],
  ])('refuses %s', async (_, sql, code) => {
    await expect(query(url, sql)).rejects.toMatchObject({code: expect.stringMatching(`^(${code})$`)})
  })

  test.each(['queuefeatures', 'queue', 'agentfeatures', 'agentgroup', 'groupfeatures', 'incall', 'context'])(
    'lets every %s go, whatever refers to it',
    async (table) => {
      expect(await query(url, `delete from ${table} returning 1`)).not.toEqual([])
    },
  )
})

describe('a later release', () => {
  let url: string
  beforeAll(async () => {
    url = await makeDatabase('later')
  })

  test('has two columns more in each table, one of them first, and contexts by id', async () => {
    const counts = Object.entries(columnCounts).map(([name, count]) => [name, count + (name === 'context' ? 3 : 2)])
    expect(await columnsByTable(url)).toMatchObject(Object.fromEntries(counts))
    expect(names(await columns(url, 'userfeatures')).slice(0, 2)).toEqual(['tenant_uuid', 'id'])
    expect(names(await columns(url, 'context'))).toContain('id')
  })

  test('takes any word for an event', async () => {
    const event = (await columns(url, 'dialaction')).find(({column_name}) => column_name === 'event')
    expect(event).toMatchObject({udt_name: 'varchar', character_maximum_length: 40, is_nullable: 'NO'})
  })
})
