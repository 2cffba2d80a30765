import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksErase from '../../commands/callbacks/erase.ts'
import CallbacksPurge from '../../commands/callbacks/purge.ts'
import {createList} from '../../src/services/callbacks/lists.ts'
import {closeCallbacks, createCallback} from '../../src/services/callbacks/requests.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const context = 'context: XIVOCTL_DATABASE_URL\n'
const rows = async () => (await xivo.sql('select uuid from xivoctl.callback_request')).length
const make = (input: Record<string, string>) => xivo.made((context) => createCallback(context, 'Ventes', input))
let list = ''

beforeEach(async () => {
  await xivo.sql('delete from xivoctl.callback_list')
  list = (await xivo.made((context) => createList(context, 'Ventes', 'ventes'))).uuid
})

describe('callbacks erase', () => {
  test('asks: without a terminal it wants --yes, and shows what went', async () => {
    await make({phoneNumber: '0230210092', lastName: 'Doe'})
    const asked = await run(CallbacksErase, ['--phone', '0230210092'], xivo.env)
    expect(asked.code).toBe(2)
    expect(asked.stdout).toBe('')
    expect(asked.stderr).toContain('add --yes')
    expect(await rows()).toBe(1)
    const done = await run(CallbacksErase, ['--phone', '0230210092', '--yes'], xivo.env)
    expect(done).toEqual({
      code: 0,
      stdout: `list    ongoing  closed  uuid\nVentes  1        0       ${list}\n`,
      stderr: `${context}requests of list 'Ventes': deleted (ongoing 1; closed 0)\nstored as: 0230210092\n`,
    })
    expect(done.stdout).not.toMatch(/0230210092|Doe/)
    expect(await rows()).toBe(0)
  })

  test('does nothing in a dry run, nor for a number that nobody has', async () => {
    await make({phoneNumber: '0230210092'})
    const plan = await run(CallbacksErase, ['--phone', '0230210092', '--dry-run', '--json'], xivo.env)
    expect(JSON.parse(plan.stdout)).toMatchObject({
      ...{dryRun: true, ongoing: 1, closed: 0, answers: 0},
      spellings: ['0230210092'],
    })
    expect(JSON.parse(plan.stdout).changes).toEqual([
      {kind: 'erasure', id: list, name: 'Ventes', before: {ongoing: 1, closed: 0}},
    ])
    const abroad = await run(CallbacksErase, ['--phone', '+33230210092', '--dry-run'], xivo.env)
    expect(abroad).toMatchObject({
      code: 0,
      stderr: `${context}requests of list 'Ventes': would be deleted (ongoing 1; closed 0)\nstored as: 0230210092\n`,
    })
    const stranger = await run(CallbacksErase, ['--phone', '999', '--yes'], xivo.env)
    expect(stranger).toMatchObject({code: 0, stderr: `${context}unchanged\nno request has that number\n`})
    expect(await run(CallbacksErase, ['--phone', 'Doe', '--yes'], xivo.env)).toMatchObject({code: 3})
    expect(await rows()).toBe(1)
  })
})

test('callbacks purge deletes what was closed before a day, after it was asked', async () => {
  const {uuid} = await make({phoneNumber: '1000'})
  await make({phoneNumber: '2000'})
  await xivo.made((context) => closeCallbacks(context, [uuid]))
  await xivo.sql(`update xivoctl.callback_request set changed_at = '2026-01-01' where uuid = $1`, [uuid])
  expect(await run(CallbacksPurge, ['--closed-before', '2026-01-02'], xivo.env)).toMatchObject({code: 2})
  expect(await rows()).toBe(2)
  const done = await run(CallbacksPurge, ['--closed-before', '2026-01-02', '--list', 'Ventes', '--yes'], xivo.env)
  expect(done).toMatchObject({
    code: 0,
    stderr: `${context}requests of list 'Ventes': deleted (ongoing 0; closed 1)\n`,
  })
  const none = await run(CallbacksPurge, ['--closed-before', '2026-01-02', '--yes'], xivo.env)
  expect(none).toMatchObject({code: 0, stderr: `${context}unchanged\nno request is that old\n`})
  expect(await rows()).toBe(1)
})
