import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import Adopt from '../commands/adopt.ts'
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
import SiteApply from '../commands/site/apply.ts'
import SiteDiff from '../commands/site/diff.ts'
import Undo from '../commands/undo.ts'
import {withContext} from '../src/context.ts'
import {fillDemo} from '../src/embedded/demo-data.ts'
import type {Diagnosis} from '../src/services/doctor/doctor.ts'
import {loadSettings} from '../src/settings/load.ts'
import {withBase, withoutBase} from './support/bases.ts'
import {singleGrants, useLeastRole} from './support/least-role.ts'
import {run} from './support/run.ts'
import {token, useServing} from './support/serving.ts'
import {useXivo} from './support/xivo.ts'

const xivo = useXivo()
const there = useXivo()
const original = useServing(there)
const role = `xivoctl_least_${process.pid}`
const least = useLeastRole(xivo, role)

beforeAll(() => there.use(fillDemo))

const env = () => ({...least.env(), XIVOCTL_ORIGINAL_TOKEN: token})
const server = useServing({
  use: (work) => withContext(loadSettings({}, env()), new AbortController().signal, work),
})

/** Every request under a key of its own where one is taken. */
async function ask(method: string, path: string, body?: object | string) {
  const isCsv = typeof body === 'string'
  const makes =
    method === 'POST' && /^\/(callback_(lists|periods)|dissuasion_overrides)$|\/callback_requests(\/csv)?$/.test(path)
  const response = await fetch(`${server.url}${withBase(method, path)}`, {
    method,
    headers: {
      'X-Auth-Token': token,
      'Content-Type': isCsv ? 'text/csv' : 'application/json',
      Accept: 'application/json',
      ...(makes && {'Idempotency-Key': `${path} ${JSON.stringify(body)}`}),
    },
    ...(body !== undefined && {body: isCsv ? body : JSON.stringify(body)}),
  })
  expect([method, path, response.status]).toEqual([method, path, makes ? 201 : 200])
  return (await response.json()) as Record<string, string>
}

describe('the role of docs/database.md', () => {
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
    const {code, stderr} = await run(command, [...argv], env())
    expect([code, stderr.includes('error:')]).toEqual([0, false])
  })

  test('is enough to make a XiVO as a file says, and to delete what it does not name', async () => {
    const file = join(xivo.sounds, '.site.yaml')
    await writeFile(
      file,
      `profiles: {jbond: {profile: supervisor, queues: [sales]}}
callbackLists: {Least: sales}
periods: {Least: {start: "08:00", end: "09:00", default: true}}
dissuasions: {switchboard: {queue: sales}, sales: {group: direction}, nuit: none}
`,
    )
    const site = (command: typeof SiteApply | typeof SiteDiff, ...flags: string[]) =>
      run(command, [file, '--delete-missing', 'profiles,callbackLists', ...flags], env())
    expect(await site(SiteDiff)).toMatchObject({code: 10})
    expect(await site(SiteApply, '--yes')).toMatchObject({code: 0})
    expect(await site(SiteDiff)).toMatchObject({code: 0})
    const [last] = await xivo.sql('select run from xivoctl.journal order by id desc limit 1')
    expect(await run(Undo, ['--run', last?.run, '--yes'], env())).toMatchObject({code: 0})
    expect(await site(SiteDiff)).toMatchObject({code: 10})
  })

  test('is enough for adopt, also over what was adopted before and has changed since', async () => {
    const adopt = (...flags: string[]) => run(Adopt, ['--from', original.url, ...flags], env())
    expect(await adopt('--dry-run')).toMatchObject({code: 0})
    expect(await adopt('--yes')).toMatchObject({code: 0})
    const adopted = await xivo.sql('select uuid from xivoctl.callback_request')
    expect(adopted.length).toBeGreaterThan(10)
    await there.sql(`update xivoctl.callback_request set last_name = 'Changed'`)
    await there.sql(`update xivoctl.callback_list set name = name || ' anew'`)
    await there.sql(`update xivoctl.preferred_callback_period set name = name || ' anew'`)
    await there.sql(`update xivoctl.user_profile set type = 'admin'`)
    expect(await adopt('--yes', '--overwrite')).toMatchObject({code: 0})
    expect(await xivo.sql(`select from xivoctl.callback_request where last_name = 'Changed'`)).toHaveLength(
      adopted.length,
    )
  })

  test('is enough for every operation of the API', async () => {
    const asked: string[] = []
    const done = async (method: string, path: string, body?: object | string) => {
      asked.push(`${method} ${path.replace(/\?.*/, '')}`)
      return ask(method, path, body)
    }
    const {uuid: list} = await done('POST', '/callback_lists', {name: 'Routes', queueId: 1})
    const {uuid: other} = await done('POST', '/callback_lists', {name: 'Other', queueId: 3})
    const hours = {periodStart: '18:00', periodEnd: '20:00'}
    const {uuid: period} = await done('POST', '/callback_periods', {name: 'Routes', ...hours})
    const {uuid: standard} = await done('POST', '/callback_periods', {name: 'Standard', ...hours})
    const {uuid: request} = await done('POST', `/callback_lists/${list}/callback_requests`, {phoneNumber: '1000'})
    const {run: imported} = await done('POST', `/callback_lists/${list}/callback_requests/csv`, 'phoneNumber\n1000\n')
    for (const [method, path, body] of [
      ['GET', '/users'],
      ['POST', '/rights/user/jbond', {type: 'supervisor', data: {queueIds: [1]}}],
      ['GET', '/rights/user/jbond'],
      ['GET', '/rights/user/jbond/queue'],
      ['GET', '/rights/user/jbond/queue/1'],
      ['GET', '/rights/user/jbond/queue'],
      ['DELETE', '/rights/user/jbond'],
      ['GET', '/callback_lists'],
      ['GET', `/callback_lists/${list}`],
      ['PATCH', `/callback_lists/${list}`, {name: 'Renamed', queueId: 3}],
      ['GET', '/callback_stats'],
      ['GET', '/callback_report?byAgent=true'],
      ['GET', '/callback_periods'],
      ['GET', `/callback_periods/${period}`],
      ['PATCH', `/callback_periods/${period}`, {name: 'Renamed'}],
      ['POST', `/callback_periods/${standard}/default`],
      ['POST', '/callback_requests/find', {}],
      ['GET', `/callback_requests/${request}`],
      ['PATCH', `/callback_requests/${request}`, {lastName: 'Doe'}],
      ['POST', `/callback_requests/${request}/move`, {listUuid: other}],
      ['POST', `/callback_requests/${request}/close`],
      ['POST', `/callback_requests/${request}/reopen`],
      ['POST', '/callback_requests/close', {uuids: [request]}],
      ['POST', '/callback_requests/reopen', {filters: [{field: 'phone', operator: '=', value: '1000'}]}],
      ['POST', '/callback_requests/move', {uuids: [request], listUuid: list}],
      ['POST', '/callback_requests/update', {uuids: [request], postponedBy: 1}],
      ['POST', '/callback_requests/delete', {filters: [{field: 'phone', operator: '=', value: '2000'}]}],
      ['POST', '/callback_tickets', {uuids: [request], status: 'busy', dueDate: '+1d'}],
      ['GET', '/callback_tickets'],
      ['DELETE', `/callback_requests/${request}`],
      ['POST', '/do_not_call', {phoneNumbers: ['2000']}],
      ['POST', '/do_not_call/find', {phoneNumbers: ['2000']}],
      ['POST', '/do_not_call/remove', {phoneNumbers: ['2000']}],
      ['POST', '/callback_requests/person', {phoneNumbers: ['1000'], everyone: true}],
      ['POST', '/callback_requests/erase', {phoneNumbers: ['1000'], everyone: true}],
      ['POST', '/callback_requests/purge', {closedBefore: '2020-01-01'}],
      ['GET', '/callback_imports'],
      ['GET', `/callback_imports/${imported}`],
      ['GET', '/rights'],
      ['POST', `/callback_imports/${imported}/undo`],
      ['DELETE', `/callback_lists/${list}`],
      ['DELETE', `/callback_periods/${period}`],
      ['GET', '/agent_config'],
      ['GET', '/agent_config/1'],
      ['GET', '/queues'],
      ['GET', '/queues/3'],
      ['GET', '/groups'],
      ['GET', '/incalls'],
      ['GET', '/dissuasions'],
      ['GET', '/dissuasion_sounds'],
      ['GET', '/queue/3/dissuasion'],
      ['GET', '/queue/3/dissuasions'],
      ['PUT', '/queue/3/dissuasion/sound_file', {soundFile: 'sales_newSoundFile'}],
      ['PUT', '/queue/3/dissuasion/queue', {queueName: 'support'}],
      ['DELETE', '/queues/3/dissuasion'],
      ['POST', '/dissuasion_overrides', {soundFile: 'bienvenue.wav', queueIds: [1]}],
      ['GET', '/dissuasion_overrides'],
      ['POST', '/dissuasion_overrides/1/end'],
    ] as const) {
      await done(method, path, body)
    }
    const changes = (await done('GET', '/changes')) as unknown as {id: string}[]
    const [latest] = changes
    await done('GET', `/changes/${latest?.id}`)
    await done('POST', '/changes/undo', {changes: [latest?.id]})
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    const {paths} = (await (await fetch(`${server.url}/configmgt/api/openapi.json`)).json()) as {
      paths: Record<string, object>
    }
    const belowBase = Object.entries(paths)
      .filter(([path]) => withoutBase(path) !== path)
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${withoutBase(path)}`))
    const isAsked = (operation: string) =>
      asked.some((each) => new RegExp(`^${operation.replaceAll(/{\w+}/g, '[^/]+')}$`).test(each))
    expect(
      belowBase.filter((operation) => !isAsked(operation)),
      'operations that are not in the list above',
    ).toEqual([])
  })

  test('is missed by doctor, each grant by itself, and the line that it says mends it', async () => {
    expect(singleGrants).toHaveLength(30)
    await xivo.sql('revoke usage on schema public from public')
    const missing = async () => {
      const {stdout} = await run(Doctor, ['--json'], least.env())
      const {findings} = JSON.parse(stdout) as Diagnosis
      return findings.flatMap(({check, ok, remedy}) => (check === 'grants' && !ok ? [remedy ?? ''] : []))
    }
    for (const grant of singleGrants) {
      await xivo.sql(`REVOKE ${grant} FROM ${role}`)
      const remedies = await missing()
      expect(remedies).toEqual([`GRANT ${grant} TO ${role};`])
      for (const remedy of remedies) await xivo.sql(remedy)
    }
    expect(await missing()).toEqual([])
  })

  test('may not touch anything else of XiVO', async () => {
    const [rights] = await xivo.sql(
      `select bool_or(has_table_privilege($1, oid, 'delete') and relname <> 'dialaction') as deletes, bool_or(has_table_privilege($1, oid, 'update') and relname <> 'dialaction') as updates
       from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
      [role],
    )
    expect(rights).toEqual({deletes: false, updates: false})
  })

  test.each(['journal', 'journal_request', 'failed_import'])(
    'adds to %s, and neither changes nor deletes',
    async (table) => {
      const [rights] = await xivo.sql(
        `select array(select privilege from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) privilege
         where has_table_privilege($1, 'xivoctl.' || $2, privilege)) as has`,
        [role, table],
      )
      expect(rights).toEqual({has: ['select', 'insert']})
    },
  )

  test('forgets nothing that is younger than 30 days', async () => {
    const as = `set local role ${role}`
    const purge = (days: number) =>
      xivo.client(async (client) => {
        await client.query(`begin; ${as}`)
        try {
          await client.query(`select xivoctl.journal_purge(now() - ${days} * interval '1 day')`)
        } finally {
          await client.query('commit')
        }
      })
    await expect(purge(29)).rejects.toMatchObject({code: '22023'})
    await purge(31)
    const before = await xivo.sql('select count(*)::int as count from xivoctl.journal')
    await xivo.client((client) => client.query(`begin; ${as}; select xivoctl.journal_retain(0, 0); commit`))
    expect(await xivo.sql('select count(*)::int as count from xivoctl.journal')).toEqual(before)
    expect(before[0]?.count).toBeGreaterThan(10)
  })
})
