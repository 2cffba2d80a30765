import {describe, expect, test} from 'vitest'
import Periods from '../../commands/callbacks/periods/index.ts'
import DbInit from '../../commands/db/init.ts'
import DbStatus from '../../commands/db/status.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const context = 'context: XIVOCTL_DATABASE_URL\n'
const names = [
  '0001-profiles-and-callbacks',
  '0002-import-ledger',
  '0003-request-keys',
  '0004-no-import-key',
  '0005-import-form',
  '0006-references-by-statement',
  '0007-phone-identities',
  '0008-request-times',
  '0009-journal',
  '0010-dissuasion-overrides',
  '0011-do-not-call',
  '0012-tickets',
  '0013-due-dates-and-phones',
  '0014-phone-filters',
]
const migrations = names.join(', ')
const changes = `schema xivoctl: migrations ${names.map((name) => `+${name}`).join(' ')}; cannot be undone
period 'Toute la journée': created (name Toute la journée; period start 09:00:00; period end 17:00:00; default yes)
`

describe('db init', () => {
  const xivo = useXivo({initialised: false})
  const init = (...argv: string[]) => run(DbInit, argv, xivo.env)

  test('--dry-run prints SQL that does the same', async () => {
    const {code, stdout, stderr} = await init('--dry-run')
    expect(code).toBe(0)
    expect(stderr).toBe(
      `${context}${changes.replace(': created', ': would be created')}would apply to schema 'xivoctl': ${migrations}\n`,
    )
    await xivo.client(async (client) => {
      await client.query('begin')
      await client.query(stdout.replaceAll(/^.*\$1.*;$/gm, ''))
      const {rows} = await client.query(
        `select count(*)::int as n from pg_class where relkind = 'r' and relnamespace = 'xivoctl'::regnamespace`,
      )
      expect(rows[0].n).toBeGreaterThanOrEqual(5)
      await client.query('rollback')
    })
    const status = await run(DbStatus, [], xivo.env)
    expect(status).toEqual({
      code: 0,
      stdout: `schema   xivoctl\npending  ${migrations}\n`,
      stderr: `run 'xivoctl db init'\n`,
    })
  })

  test('makes what is missing, once', async () => {
    expect(await init()).toEqual({
      code: 0,
      stdout: '',
      stderr: `${context}${changes}applied to schema 'xivoctl': ${migrations}\n`,
    })
    expect(await init()).toEqual({code: 0, stdout: '', stderr: `${context}unchanged\nschema 'xivoctl' is up to date\n`})
    expect(JSON.parse((await init('--json')).stdout)).toEqual({
      schema: 'xivoctl',
      applied: [],
      pending: [],
      statements: [],
    })
    expect(await run(DbStatus, [], xivo.env)).toEqual({
      code: 0,
      stdout: 'schema   xivoctl\npending  nothing\n',
      stderr: '',
    })
    expect(JSON.parse((await run(DbStatus, ['--json'], xivo.env)).stdout)).toEqual({schema: 'xivoctl', pending: []})
    expect((await run(Periods, [], xivo.env)).stdout).toContain('Toute la journée  09:00:00  17:00:00  yes')
  })
})

describe('db init beside a table that is not ours', () => {
  const xivo = useXivo({initialised: false})

  test('exits 7, names it, and works in another schema', async () => {
    await xivo.sql('create schema xivoctl create table callback_request (id int)')
    const {code, stdout, stderr} = await run(DbInit, [], xivo.env)
    expect({code, stdout}).toEqual({code: 7, stdout: ''})
    expect(stderr).toContain('that xivoctl did not make: callback_request')
    expect(stderr).toContain('hint: choose another schema with XIVOCTL_DATABASE_SCHEMA')
    const env = {...xivo.env, XIVOCTL_DATABASE_SCHEMA: 'callbacks'}
    expect(await run(DbInit, [], env)).toMatchObject({code: 0})
    expect(await run(Periods, [], env)).toMatchObject({code: 0})
    expect(await run(Periods, [], xivo.env)).toMatchObject({code: 6})
  })

  test('refuses schemas that are not ours to use', async () => {
    for (const schema of ['public', 'pg_catalog', 'information_schema', 'a"b', 'Ours', 'a.b']) {
      expect(await run(DbInit, [], {...xivo.env, XIVOCTL_DATABASE_SCHEMA: schema})).toMatchObject({code: 2})
    }
  })
})
