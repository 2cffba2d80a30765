import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksCreate from '../../commands/callbacks/create.ts'
import CallbacksErase from '../../commands/callbacks/erase.ts'
import CallbacksFind from '../../commands/callbacks/find.ts'
import ListsCreate from '../../commands/callbacks/lists/create.ts'
import ListsDelete from '../../commands/callbacks/lists/delete.ts'
import DbInit from '../../commands/db/init.ts'
import DbStatus from '../../commands/db/status.ts'
import DissuasionSetQueue from '../../commands/dissuasion/set-queue.ts'
import Doctor from '../../commands/doctor.ts'
import ProfilesList from '../../commands/profiles/list.ts'
import {createRole, envOf} from '../support/least-role.ts'
import {useRest} from '../support/rest.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

type CommandClass = Parameters<typeof run>[0]

const xivo = useXivo()
const ask = useRest(xivo)
const go = (command: CommandClass, ...argv: string[]) => run(command, argv, xivo.env)
const unknown = '9998-telepathy'
const exclusive = '9999-mind-reading-no-older-writers'
const warningsOf = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('warning: '))
const lists = () => xivo.sql('select name from xivoctl.callback_list order by name')

beforeEach(async () => {
  await xivo.sql(`delete from xivoctl.callback_list; delete from xivoctl.xivoctl_migration where name > '9'`)
  await go(ListsCreate, 'Ventes', '--queue', 'ventes')
  await go(CallbacksCreate, 'Ventes', '--phone', '0230210092')
})

const migrated = (...names: string[]) =>
  xivo.sql(`insert into xivoctl.xivoctl_migration select name, now()::text from unnest($1::text[]) name`, [names])

describe('a database with a migration that this program does not know', () => {
  beforeEach(() => migrated(unknown))

  test.each([
    ['a write', ListsCreate, ['Sales', '--queue', 'sales']],
    ['a write that shows its plan before', CallbacksErase, ['--phone', '0230210092', '--yes']],
    ['a write that asks before', ListsDelete, ['Ventes', '--yes']],
    ['db init', DbInit, []],
    ['db status', DbStatus, ['--json']],
    ['a read', ProfilesList, ['--json']],
    ['an answer that is streamed', CallbacksFind, ['--ndjson']],
  ] as const)('is worked with, and %s warns once', async (_, command, argv) => {
    const {code, stderr} = await go(command, ...argv)
    expect({code, warnings: warningsOf(stderr)}).toEqual({code: 0, warnings: [expect.stringContaining(unknown)]})
  })

  test('is warned of by the name of its context where there are several', async () => {
    const file = join(xivo.sounds, 'config.json')
    const contexts = {paris: {databaseUrl: xivo.url}, lyon: {databaseUrl: xivo.url}}
    await writeFile(file, JSON.stringify({contexts}), {mode: 0o600})
    const {code, stderr} = await run(ProfilesList, ['--context', 'paris,lyon'], {XIVOCTL_CONFIG: file})
    expect({code, warnings: warningsOf(stderr).sort()}).toEqual({
      code: 0,
      warnings: [expect.stringMatching(/^warning: lyon: /), expect.stringMatching(/^warning: paris: /)],
    })
  })

  test('is named by db status', async () => {
    expect((await go(DbStatus)).stdout).toBe(`schema   xivoctl\npending  nothing\nunknown  ${unknown}\n`)
    expect(JSON.parse((await go(DbStatus, '--json')).stdout)).toEqual({
      schema: 'xivoctl',
      pending: [],
      unknown: [unknown],
    })
  })

  test('is not migrated further', async () => {
    const [last] = await xivo.sql(`delete from xivoctl.xivoctl_migration where name like '0003%' returning *`)
    const {code, stderr} = await go(DbInit)
    await xivo.sql('insert into xivoctl.xivoctl_migration values ($1, $2)', [last?.name, last?.timestamp])
    expect(code).toBe(7)
    expect(stderr).toContain(unknown)
  })
})

describe('a database with one after which older programs must not write', () => {
  beforeEach(() => migrated(unknown, exclusive))

  test('is not written into', async () => {
    for (const [command, ...argv] of [
      [ListsCreate, 'Sales', '--queue', 'sales'],
      [CallbacksCreate, 'Ventes', '--phone', '1'],
      [CallbacksErase, '--phone', '0230210092', '--yes'],
      [DissuasionSetQueue, 'sales', 'support'],
      [DbInit],
    ] as const) {
      const {code, stdout, stderr} = await go(command, ...argv)
      expect({code, stdout}).toEqual({code: 7, stdout: ''})
      expect(stderr).toContain(exclusive)
      expect(stderr).not.toContain(unknown)
    }
    expect(await lists()).toEqual([{name: 'Ventes'}])
    expect(await ask('POST', '/callback_lists', {name: 'Sales', queueId: 3})).toMatchObject({
      status: 409,
      body: {error: 'Conflict'},
    })
  })

  test('is read, with a warning', async () => {
    const {code, stderr} = await go(CallbacksFind)
    expect({code, warnings: warningsOf(stderr)}).toEqual({code: 0, warnings: [expect.stringContaining(exclusive)]})
    expect(await ask('GET', '/callback_lists')).toMatchObject({status: 200, body: [{name: 'Ventes'}]})
  })

  test('is a fault that doctor names', async () => {
    const {code, stdout} = await go(Doctor, '--json')
    const found = JSON.parse(stdout).findings.filter(({severity}: {severity?: string}) => severity === 'fault')
    expect({code, found}).toMatchObject({code: 7, found: [{check: 'writes', why: expect.stringContaining(exclusive)}]})
  })
})

test('a role that may not read which migrations were run writes and reads as before', async () => {
  const role = `xivoctl_blind_${process.pid}`
  await createRole(xivo, role)
  await migrated(exclusive)
  const env = envOf(xivo, role)
  try {
    for (const blinding of [
      `revoke all on xivoctl.xivoctl_migration from ${role}`,
      `revoke usage on schema xivoctl from ${role}`,
    ]) {
      await xivo.sql(blinding)
      expect(await run(DissuasionSetQueue, ['sales', 'support'], env)).toMatchObject({code: 0})
      expect(await run(ProfilesList, [], env)).toMatchObject({code: blinding.includes('schema') ? 5 : 0})
    }
  } finally {
    await xivo.sql(`drop owned by ${role}`)
    await xivo.sql(`drop role ${role}`)
  }
})
