import {randomBytes} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest'
import PeriodsCreate from '../../commands/callbacks/periods/create.ts'
import DbInit from '../../commands/db/init.ts'
import Doctor from '../../commands/doctor.ts'
import ProfilesList from '../../commands/profiles/list.ts'
import {loadSampleData} from '../../src/embedded/sample-data.ts'
import {xivoSchema} from '../../src/embedded/xivo-schema.ts'
import {run, runLine} from '../support/run.ts'
import {withClient} from '../support/server.ts'

/** A XiVO in a database of this encoding, sorted by code. */
function useDatabase(encoding: string): {env: Record<string, string>; sql: (text: string) => Promise<unknown>} {
  const name = `xivoctl_test_${randomBytes(6).toString('hex')}`
  const server = inject('serverUrl')
  const url = server.replace(/\/postgres(\?|$)/, `/${name}$1`)
  const env = {XIVOCTL_DATABASE_URL: url, XDG_CONFIG_HOME: '/nonexistent'}
  const sql = (text: string) => withClient(url, (client) => client.query(text))
  beforeAll(async () => {
    await withClient(server, (client) =>
      client.query(`create database ${name} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`),
    )
    await withClient(url, async (client) => {
      await client.query(xivoSchema('xivo'))
      // The sample's names are in no single-byte encoding.
      if (encoding === 'SQL_ASCII') await loadSampleData(client)
    })
    expect(await run(DbInit, [], env)).toMatchObject({code: 0})
  })
  afterAll(() => withClient(server, (client) => client.query(`drop database ${name}`)))
  return {env, sql}
}

const warnedOf = async (env: Record<string, string>) => {
  const {stdout} = await run(Doctor, ['--json'], env)
  return JSON.parse(stdout).findings.find(({check}: {check: string}) => check === 'encoding')
}

describe('a database in SQL_ASCII', () => {
  const {env, sql} = useDatabase('SQL_ASCII')

  test('may hold bytes that are not UTF-8: they are shown as U+FFFD', async () => {
    await sql(`update userfeatures set lastname = E'Lef\\xe8vre' where id = 2`)
    const {code, stdout} = await run(ProfilesList, ['--json'], env)
    expect(code).toBe(0)
    const names = JSON.parse(stdout).map(({name}: {name: string}) => name)
    expect(names).toEqual(expect.arrayContaining(['Lef\uFFFDvre', 'Béranger']))
    expect(await warnedOf(env)).toMatchObject({severity: 'warning', what: expect.stringContaining('SQL_ASCII')})
  })
})

describe('a database in LATIN1', () => {
  const {env, sql} = useDatabase('LATIN1')

  test('takes callback requests, finds them by number and forgets them', async () => {
    await sql(
      `insert into queuefeatures (id, name, displayname, number, context) values (1, 'sales', 'Sales', '1', 'x')`,
    )
    const phone = ['--phone', '0230210092']
    for (const line of [
      ['lists', 'create', 'Été', '--queue', 'sales'],
      ['create', 'Été', ...phone],
      ['find', ...phone],
      ['person', ...phone],
      ['erase', ...phone, '--yes'],
      ['do-not-call', 'add', '0230210092', '1000'],
      ['find', '--do-not-call'],
      ['do-not-call', 'remove', '1000', '--yes'],
    ])
      expect(await runLine(['callbacks', ...line], env)).toMatchObject({code: 0})
    const {findings} = JSON.parse((await run(Doctor, ['--json'], env)).stdout)
    expect(findings).toContainEqual(expect.objectContaining({check: 'do not call', ok: true}))
  })

  test('stores its own characters, and refuses others as invalid', async () => {
    const hours = ['--start', '08:00', '--end', '09:00']
    expect(await run(PeriodsCreate, ['Été', ...hours], env)).toMatchObject({code: 0})
    const {code, stderr} = await run(PeriodsCreate, ['12 €', ...hours], env)
    expect(code).toBe(3)
    expect(stderr).toContain('a text contains a character that the encoding of the database does not have')
    expect(await warnedOf(env)).toMatchObject({severity: 'warning', what: expect.stringContaining('LATIN1')})
  })
})
