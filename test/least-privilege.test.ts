import {readFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import AgentsList from '../commands/agents/list.ts'
import CallbacksCreate from '../commands/callbacks/create.ts'
import CallbacksExport from '../commands/callbacks/export.ts'
import CallbacksFind from '../commands/callbacks/find.ts'
import CallbacksImport from '../commands/callbacks/import.ts'
import CallbacksListsCreate from '../commands/callbacks/lists/create.ts'
import CallbacksListsDelete from '../commands/callbacks/lists/delete.ts'
import CallbacksLists from '../commands/callbacks/lists/index.ts'
import CallbacksPeriodsCreate from '../commands/callbacks/periods/create.ts'
import CallbacksPeriodsSetDefault from '../commands/callbacks/periods/set-default.ts'
import DissuasionList from '../commands/dissuasion/list.ts'
import DissuasionSetQueue from '../commands/dissuasion/set-queue.ts'
import Doctor from '../commands/doctor.ts'
import ProfilesList from '../commands/profiles/list.ts'
import QueuesList from '../commands/queues/list.ts'
import RightsDelete from '../commands/rights/delete.ts'
import RightsSet from '../commands/rights/set.ts'
import {run} from './support/run.ts'
import {useXivo} from './support/xivo.ts'

const xivo = useXivo()
const role = `xivoctl_least_${process.pid}`

/** The grants as the README prints them. */
const [, grants = ''] =
  /```sql\n([\s\S]*?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8')) ?? []

beforeAll(() => xivo.sql(grants.replaceAll(/(ROLE|TO) xivoctl\b/g, `$1 ${role}`)))
afterAll(async () => {
  await xivo.sql(`drop owned by ${role}`)
  await xivo.sql(`drop role ${role}`)
})

describe('the role of the README', () => {
  test.each([
    [ProfilesList, []],
    [AgentsList, []],
    [QueuesList, []],
    [DissuasionList, []],
    [DissuasionSetQueue, ['sales', 'support']],
    [DissuasionSetQueue, ['urgences', 'support']],
    [RightsSet, ['jbond', '--profile', 'supervisor', '--queue', 'sales']],
    [RightsDelete, ['jbond', '--yes']],
    [CallbacksPeriodsSetDefault, ['Toute la journée']],
    [CallbacksPeriodsCreate, ['Afternoon', '--start', '13:00', '--end', '17:00']],
    [CallbacksListsCreate, ['Least', '--queue', 'sales']],
    [CallbacksCreate, ['Least', '--phone', '0230210092']],
    [CallbacksImport, ['Least', 'test/support/sample.csv']],
    [CallbacksFind, []],
    [CallbacksExport, ['Least', '--ndjson']],
    [CallbacksLists, []],
    [CallbacksListsDelete, ['Least', '--yes']],
    [Doctor, []],
  ] as const)('is enough for %o %j', async (command, argv) => {
    const url = xivo.url.replace('//postgres@', `//${role}@`)
    const {code, stderr} = await run(command, [...argv], {...xivo.env, XIVOCTL_DATABASE_URL: url})
    expect([code, stderr.includes('error:')]).toEqual([0, false])
  })

  test('may not touch anything else of XiVO', async () => {
    const [rights] = await xivo.sql(
      `select bool_or(has_table_privilege($1, oid, 'delete')) as deletes, bool_or(has_table_privilege($1, oid, 'update') and relname <> 'dialaction') as updates
       from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
      [role],
    )
    expect(rights).toEqual({deletes: false, updates: false})
  })
})
