import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {build, runShell} from '../support/binary.ts'
import {runLine} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const go = (...argv: string[]) => runLine(argv, xivo.env)
const twins = ['1234abcd-0000-4000-8000-000000000001', '1234abcd-0000-4000-8000-000000000002']

beforeAll(async () => {
  await build()
  await xivo.use((context) => createList(context, 'Relances', 'sales'))
})

const states = async () => {
  const rows = await xivo.sql('select uuid, clotured from xivoctl.callback_request order by uuid')
  return Object.fromEntries(rows.map(({uuid, clotured}) => [uuid, clotured]))
}

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_request')
})

async function makeTwins(): Promise<void> {
  for (const [i, uuid] of twins.entries()) {
    const {uuid: made} = await xivo.made((context) =>
      createCallback(context, 'Relances', {
        phoneNumber: `023021009${i}`,
        lastName: "O'Neill, Jr",
        description: 'a "b"',
      }),
    )
    await xivo.sql('update xivoctl.callback_request set uuid = $1 where uuid = $2', [uuid, made])
  }
}

describe('a beginning of a uuid', () => {
  const [first = '', second = ''] = twins
  beforeEach(makeTwins)

  test('is taken where it is unique: by get, update, close, reopen, move, delete and find', async () => {
    const {uuid = ''} = await xivo.made((context) => createCallback(context, 'Relances', {phoneNumber: '0230210099'}))
    const short = uuid.slice(0, 8)
    expect((await go('callbacks', 'get', short, '--json')).stdout).toContain(uuid)
    expect(await go('callbacks', 'update', uuid.slice(0, 13), '--company', 'Cie')).toMatchObject({code: 0})
    expect(await go('callbacks', 'close', short, second)).toMatchObject({code: 0})
    expect(await states()).toEqual({[first]: false, [second]: true, [uuid]: true})
    expect(await go('callbacks', 'reopen', short)).toMatchObject({code: 0})
    expect(await go('callbacks', 'move', short, '--to', 'Relances')).toMatchObject({code: 0})
    expect((await go('callbacks', 'find', '--filter', `uuid=${short}`, '--ids')).stdout).toBe(`${uuid}\n`)
    expect((await go('callbacks', 'find', '--filter', 'uuid = 1234abcd', '-q')).stdout).toBe(`${first}\n${second}\n`)
    expect(await go('callbacks', 'delete', short, '--yes')).toMatchObject({code: 0})
    expect(await states()).toEqual({[first]: false, [second]: true})
  })

  test('that fits two is a conflict that names both: 7; one of nothing is 4, one of less than 8 characters 2', async () => {
    for (const command of ['get', 'close', 'update']) {
      const ended = await go('callbacks', command, '1234abcd', ...(command === 'update' ? ['--company', 'x'] : []))
      expect(ended).toMatchObject({code: 7, stderr: expect.stringContaining(`${first}, ${second}`)})
    }
    expect(await go('callbacks', 'close', '1234abce')).toMatchObject({code: 4})
    expect(await go('callbacks', 'close', '1234abc')).toMatchObject({code: 2})
    expect(await go('callbacks', 'get', '')).toMatchObject({code: 2})
    expect(await states()).toEqual({[first]: false, [second]: false})
  })

  test('means a list and a run too', async () => {
    const [list] = await xivo.sql('select uuid from xivoctl.callback_list')
    expect(await go('callbacks', 'stats', list?.uuid.slice(0, 8))).toMatchObject({code: 0})
    const file = join(xivo.sounds, 'night.csv')
    await writeFile(file, 'phoneNumber\n0230210077\n')
    expect(await go('callbacks', 'import', 'Relances', file)).toMatchObject({code: 0})
    const [run] = (await go('callbacks', 'imports', '--ids')).stdout.split('\n')
    expect(await go('callbacks', 'imports', 'undo', run?.slice(0, 7) ?? '', '--yes')).toMatchObject({code: 2})
    expect(await go('callbacks', 'imports', 'undo', run?.slice(0, 8) ?? '', '--yes')).toMatchObject({code: 0})
    expect(Object.keys(await states())).toEqual(twins)
  })
})

describe('uuids out of a pipe', () => {
  const shell = (line: string) => runShell(line, {env: xivo.env})
  const xargs = (words: string) => shell(`xivoctl callbacks find --ids | xargs ${process.execPath} ${program} ${words}`)
  let program = ''
  beforeAll(async () => {
    program = join(await build(), 'bin', 'run.js')
  })

  test('that are none end quietly: under xargs, whose program has the null device, and with -', async () => {
    for (const command of ['close', 'reopen', 'delete --yes', 'move --to Relances']) {
      const none = {code: 0, stdout: '', stderr: 'no uuid: nothing to do\n'}
      expect(await shell(`xivoctl callbacks ${command} </dev/null`)).toMatchObject(none)
      expect(await shell(`xivoctl callbacks find --ids | xivoctl callbacks ${command} -`)).toMatchObject(none)
    }
    expect(await shell('xivoctl callbacks close -q </dev/null')).toMatchObject({code: 0, stdout: '', stderr: ''})
    expect((await shell('xivoctl callbacks close --json </dev/null')).stdout).toBe('[]\n')
    expect(await xargs('callbacks close')).toMatchObject({code: 0, stdout: '', stderr: 'no uuid: nothing to do\n'})
  })

  test('are taken, from standard input too', async () => {
    await makeTwins()
    expect(await shell('xivoctl callbacks find --ids | xivoctl callbacks close - -q')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    })
    expect(Object.values(await states())).toEqual([true, true])
  })
})

test('the CSV of find is a file that import takes, with the same rows', async () => {
  await makeTwins()
  const {stdout} = await go('callbacks', 'find', '--csv')
  expect(stdout.split('\n')[0]).toBe(
    'phoneNumber,mobilePhoneNumber,firstName,lastName,company,description,dueDate,period',
  )
  const file = join(xivo.sounds, 'found.csv')
  await writeFile(file, stdout)
  await xivo.sql('delete from xivoctl.callback_request')
  expect(await go('callbacks', 'import', 'Relances', file)).toMatchObject({code: 0})
  expect((await go('callbacks', 'find', '--csv')).stdout).toBe(stdout)
})

test('a field answers to its names in columns, flags and JSON', async () => {
  await makeTwins()
  const columns = 'dueDate,due,phone,phoneNumber,first-name,lastName,list,listUuid,queueId,period,clotured'
  const {code, stdout} = await go('callbacks', 'find', '--columns', columns, '--csv', '--sort', 'phone:desc')
  expect({code, heads: stdout.split('\n')[0]}).toEqual({code: 0, heads: columns})
  expect(stdout.split('\n')[1]).toMatch(/,0230210091,0230210091,,"O'Neill, Jr",/)
  expect((await go('callbacks', 'find', '--filter', 'phone=0230210091', '--ids')).stdout).toBe(`${twins[1]}\n`)
  expect(await go('callbacks', 'periods', '--columns', 'periodStart', '--sort', 'period-end')).toMatchObject({code: 0})
})

test('list and queue are names wherever requests are shown, filtered and sorted; a queue that is gone has its number', async () => {
  await makeTwins()
  const [, one = ''] = twins
  const columns = ['--columns', 'list,queue,list uuid,queue id', '--csv', '--no-headers']
  const [{uuid, queue_id: id} = {}] = await xivo.sql('select uuid, queue_id from xivoctl.callback_list')
  const [{name: queue} = {}] = await xivo.sql('select name from queuefeatures where id = $1', [id])
  const named = `Relances,${queue},${uuid},${id}\n`
  const sorted = ['--filter', 'list=Relances', '--filter', `queue = ${queue}`, '--sort', 'queue', '--sort', 'list']
  expect((await go('callbacks', 'find', ...sorted, ...columns)).stdout).toMatch(new RegExp(`^(${named})+$`))
  expect((await go('callbacks', 'close', one, ...columns)).stdout).toBe(named)
  expect((await go('callbacks', 'update', one, '--company', 'Cie', ...columns)).stdout).toBe(named)
  expect((await go('callbacks', 'get', one)).stdout).toMatch(new RegExp(`^list +Relances$[^]*^queue +${queue}$`, 'm'))
  const made = await go('callbacks', 'create', 'Relances', '--phone', '0230210099')
  expect(made.stdout).toMatch(new RegExp(`^list +Relances$[^]*^queue +${queue}$`, 'm'))
  const found = JSON.parse((await go('callbacks', 'find', '--limit', '1', '--json')).stdout).list[0]
  expect(found).toMatchObject({listUuid: uuid, listName: 'Relances', queueId: id, queueName: queue})
  const answer = JSON.parse((await go('callbacks', 'reopen', one, '--json')).stdout)[0]
  expect(answer).not.toHaveProperty('listName')
  await xivo.sql('update xivoctl.callback_list set queue_id = 99')
  expect((await go('callbacks', 'find', '--limit', '1', ...columns)).stdout).toBe(`Relances,99 (gone),${uuid},99\n`)
  await xivo.sql('update xivoctl.callback_list set queue_id = $1', [id])
})

test('what erase and purge delete can be had as rows', async () => {
  await makeTwins()
  const erased = await go('callbacks', 'erase', '--phone', '0230210090', '--csv', '--columns', 'list,ongoing', '--yes')
  expect(erased).toMatchObject({code: 0, stdout: 'list,ongoing\nRelances,1\n'})
  await xivo.sql("update xivoctl.callback_request set clotured = true, changed_at = now() - interval '2 years'")
  const purge = ['callbacks', 'purge', '--closed-before', '2026-01-01', '--dry-run']
  expect(await go(...purge, '--ndjson')).toMatchObject({code: 0, stdout: expect.stringMatching(/^\{.*\}\n$/)})
  expect(await go(...purge, '--columns', 'nope')).toMatchObject({code: 2})
  expect(await go(...purge, '-q')).toMatchObject({code: 0, stdout: '', stderr: ''})
})

test('-q is --quiet wherever something is written: nothing is said of what went well', async () => {
  const quiet = {code: 0, stdout: '', stderr: ''}
  expect(await go('callbacks', 'lists', 'create', 'Nouvelle', '--queue', 'sales', '-q')).toMatchObject(quiet)
  expect(await go('callbacks', 'create', 'Nouvelle', '--phone', '0230210092', '--quiet')).toMatchObject(quiet)
  expect(await go('rights', 'set', 'jurbain', '--profile', 'admin', '-q')).toMatchObject(quiet)
  expect(await go('callbacks', 'lists', 'create', 'Andere', '-q', 'sales')).toMatchObject({code: 2})
  expect(await go('callbacks', 'lists', 'create', 'Nouvelle', '--queue', 'sales', '-q')).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/^error: /),
  })
})

describe('what would change', () => {
  test('is not told as done, in a dry run', async () => {
    await makeTwins()
    const made = await go('callbacks', 'lists', 'create', 'Rehearsed', '--queue', 'sales', '--dry-run')
    expect(made.stderr).toContain("list 'Rehearsed': would be created (name Rehearsed")
    expect((await go('callbacks', 'delete', '1234abcd-0000-4000-8000-000000000001', '--dry-run')).stderr).toMatch(
      /: would be deleted \(/,
    )
    await xivo.sql(`insert into xivoctl.user_profile values (999, 'teacher', false, false)`)
    const {stderr} = await go('doctor', '--fix', '--dry-run')
    expect(stderr).toMatch(/would be deleted \(/)
    expect(stderr).not.toMatch(/: (created|deleted) /)
    await xivo.sql("delete from xivoctl.user_profile where type = 'teacher'")
  })

  test('is in plain words', async () => {
    await makeTwins()
    expect((await go('callbacks', 'close', twins[0] ?? '')).stderr).toMatch(/: state ongoing (→|->) closed$/m)
    expect((await go('callbacks', 'reopen', twins[0] ?? '')).stderr).toMatch(/: state closed (→|->) ongoing$/m)
  })

  test('is told with its name where nothing changes', async () => {
    const again = await go('callbacks', 'lists', 'create', 'Relances', '--queue', 'sales', '--if-missing')
    expect(again.stderr).toMatch(/^list 'Relances': unchanged$/m)
  })

  test('shows old and new values of rights', async () => {
    await go('rights', 'set', 'jbond', '--profile', 'supervisor')
    expect((await go('rights', 'set', 'jbond', '--dissuasion')).stderr).toMatch(/dissuasion access no (→|->) yes$/m)
  })
})
