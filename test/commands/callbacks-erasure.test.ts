import {readFile, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import CallbacksErase from '../../commands/callbacks/erase.ts'
import CallbacksPerson from '../../commands/callbacks/person.ts'
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
  await xivo.sql('delete from xivoctl.callback_list; truncate xivoctl.journal, xivoctl.journal_request')
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
      stderr: `${context}requests of list 'Ventes': deleted (ongoing 1; closed 0); cannot be undone\nstored as: 0230210092\n`,
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
      stderr: `${context}requests of list 'Ventes': would be deleted (ongoing 1; closed 0); cannot be undone\nstored as: 0230210092\n`,
    })
    const stranger = await run(CallbacksErase, ['--phone', '999', '--yes'], xivo.env)
    expect(stranger).toMatchObject({code: 0, stderr: `${context}unchanged\nno request has that number\n`})
    expect(await run(CallbacksErase, ['--phone', ' ', '--yes'], xivo.env)).toMatchObject({code: 3})
    expect(await rows()).toBe(1)
  })
})

describe('callbacks person', () => {
  const person = (...argv: string[]) => run(CallbacksPerson, argv, xivo.env)

  test('shows a table of each kind, or one document, and nothing for a number that nobody has', async () => {
    const {uuid} = await make({phoneNumber: '0230210092', lastName: 'Doe', description: 'a <b> & "c"'})
    const {code, stdout, stderr} = await person('--phone', '+33230210092')
    expect([code, stderr]).toEqual([0, ''])
    const [requests, heads, row, blank, history] = stdout.split('\n')
    expect([requests, blank, history]).toEqual(['callback requests (1)', '', 'history (1)'])
    expect(heads).toMatch(/^created +due +list +phone +last name +description +period +state +uuid$/)
    expect(row).toMatch(new RegExp(`Ventes +0230210092 +Doe +a <b> & "c" .* ongoing +${uuid}$`))
    expect(JSON.parse((await person('--phone', '+33230210092', '--json')).stdout)).toMatchObject({
      spellings: ['0230210092'],
      requests: [{uuid, lastName: 'Doe'}],
      history: [{uuid, after: {phoneNumber: '0230210092', clotured: false}}],
      answers: [],
    })
    expect(await person('--phone', '999')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'nothing is stored for this number\n',
    })
    expect(await person('--phone', 'Doe')).toMatchObject({code: 0, stdout: ''})
  })

  test('writes a page for the person, with everything escaped and nothing from elsewhere, that only its owner reads', async () => {
    const {uuid} = await make({phoneNumber: '0230210092', lastName: '<script>', description: 'a <b> & "c"'})
    const file = join(xivo.sounds, 'person.html')
    expect(await person('--phone', '0230210092', '--html', file)).toMatchObject({code: 0, stdout: '', stderr: ''})
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const page = await readFile(file, 'utf8')
    for (const text of [uuid.slice(0, 30), '0230210092', '&lt;script&gt;', 'a &lt;b&gt; &amp; &quot;c&quot;'])
      expect(page).toContain(text)
    expect(page).not.toMatch(/<script|<b>|src=|href=|https?:|url\(/)
    expect(page.match(/<table>/g)).toHaveLength(2)
    expect(page.match(/<h2>[^<]*/g)).toEqual([
      '<h2>Callback requests (1)',
      '<h2>History (1)',
      '<h2>Answers to repeated requests (0)',
      '<h2>Tickets (0)',
      '<h2>Do not call (0)',
    ])
    await rm(file)
  })
})

test('a number that several share is refused, also with --yes, without their names', async () => {
  await make({phoneNumber: '0230210092', lastName: 'Doe'})
  await make({phoneNumber: '+33230210092', lastName: 'Roe'})
  const phone = ['--phone', '0230210092']
  for (const refused of [
    await run(CallbacksErase, [...phone, '--yes'], xivo.env),
    await run(CallbacksPerson, phone, xivo.env),
    await run(CallbacksErase, [...phone, '--name', 'Smith', '--yes'], xivo.env),
  ]) {
    expect(refused).toMatchObject({code: 7, stdout: ''})
    expect(refused.stderr).toContain('--everyone')
    expect(refused.stderr).not.toMatch(/Doe|Roe|Smith|0230210092/)
  }
  expect(await rows()).toBe(2)
  expect(await run(CallbacksErase, [...phone, '--name', 'doe', '--yes', '--quiet'], xivo.env)).toMatchObject({code: 0})
  expect(await rows()).toBe(1)
  await make({phoneNumber: '0230210092', lastName: 'Doe'})
  expect(await run(CallbacksErase, [...phone, '--everyone', '--yes'], xivo.env)).toMatchObject({code: 0})
  expect(await rows()).toBe(0)
  const [asked] = await xivo.sql(`select asked from xivoctl.journal where kind = 'erasure' order by id limit 1`)
  expect(asked).toEqual({asked: expect.stringMatching(/ --phone \.\.\. --name \.\.\. --yes --quiet$/)})
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
    stderr: `${context}requests of list 'Ventes': deleted (ongoing 0; closed 1); cannot be undone\n`,
  })
  const none = await run(CallbacksPurge, ['--closed-before', '2026-01-02', '--yes'], xivo.env)
  expect(none).toMatchObject({code: 0, stderr: `${context}unchanged\nno request is that old\n`})
  expect(await rows()).toBe(1)
})
