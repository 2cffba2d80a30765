import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../../src/services/callbacks/lists.ts'
import {createCallback} from '../../../src/services/callbacks/requests.ts'
import {build, runBinary} from '../../support/binary.ts'
import {startTerminal} from '../../support/terminal.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()
const ENTER = '\r'
const INTERRUPT = '\u0003'

beforeAll(async () => {
  await build()
  await xivo.use(async (context) => {
    await createList(context, "L'été", 'sales')
    await createCallback(context, "L'été", {phoneNumber: '0230210092', lastName: 'Doe'})
  })
})

const lists = () => xivo.sql('select name from xivoctl.callback_list order by name')

describe('on a terminal, what is missing is asked for:', () => {
  test('an argument and a flag, found by a part of a name or of its description', async () => {
    const {answer, ended} = await startTerminal(['rights', 'why'], xivo.env)
    await answer(/login of the user.*jbond/s, 'james bo')
    await answer(/❯ jbond {2}James Bond/, ENTER)
    const {code, screen} = await ended
    expect(screen).toMatch(/login of the user[^\n]*: jbond/)
    expect(screen).toContain('no profile')
    expect(code).toBe(0)
    const list = await startTerminal(['callbacks', 'lists', 'create', 'Standard'], xivo.env)
    await list.answer(/queue of the list, by name or id.*sales/s, 'STANDARD')
    await list.answer(/❯ switchboard/, ENTER)
    expect(await list.ended).toMatchObject({code: 0})
    expect(await lists()).toContainEqual({name: 'Standard'})
    await xivo.sql("delete from xivoctl.callback_list where name = 'Standard'")
  })

  test('the sound of the queue that was said', async () => {
    const {answer, ended} = await startTerminal(['dissuasion', 'set-sound', 'sales'], xivo.env)
    await answer(/name of the sound file.*sales_/s, 'newsound')
    await answer(/❯ sales_newSoundFile/, ENTER)
    expect(await ended).toMatchObject({code: 0})
    expect((await runBinary(['dissuasion', 'get', 'sales'], {env: xivo.env})).stdout).toContain('sales_newSoundFile')
  })

  test('a name that is new, as free text', async () => {
    const {answer, ended} = await startTerminal(['callbacks', 'lists', 'create', '--queue', 'sales'], xivo.env)
    await answer(/name of the list/, `-- L'hiver: a|b${ENTER}`)
    expect(await ended).toMatchObject({code: 0})
    expect(await lists()).toContainEqual({name: "-- L'hiver: a|b"})
  })

  test('a list that the import is to make, as free text', async () => {
    const file = join(xivo.sounds, 'night.csv')
    await writeFile(file, 'phoneNumber\n0230210092\n')
    const argv = ['callbacks', 'import', '--create', '--queue', 'sales']
    const {answer, ended} = await startTerminal(argv, xivo.env)
    await answer(/callback list, by name or uuid/, `Of the night${ENTER}`)
    await answer(/CSV file or workbook/, `${file}${ENTER}`)
    expect(await ended).toMatchObject({code: 0})
    expect(await lists()).toContainEqual({name: 'Of the night'})
    await xivo.sql("delete from xivoctl.callback_list where name = 'Of the night'")
    await xivo.sql('delete from xivoctl.callback_import')
  })

  test('which XiVO, where the file has several', async () => {
    const config = join(xivo.sounds, 'two.json')
    const contexts = {away: {databaseUrl: 'postgres://xivo@127.0.0.1:1/x'}, here: {databaseUrl: xivo.url}}
    await writeFile(config, JSON.stringify({contexts}), {mode: 0o600})
    const {answer, ended} = await startTerminal(['rights', 'get', '--config', config], {XIVOCTL_STATE_DIR: xivo.sounds})
    await answer(/the XiVO to use.*here/s, 'her')
    await answer(/❯ here/, ENTER)
    await answer(/login of the user.*jbond/s, 'jmenage')
    await answer(/❯ jmenage/, ENTER)
    const {code, screen} = await ended
    expect(screen).toContain("'jmenage'")
    expect(code).toBe(4)
  })
})

describe('nothing is asked for', () => {
  const argv = ['dissuasion', 'clear']
  const missing =
    'error: missing QUEUE\nhint: QUEUE: name or id of the queue\nhint: usage: xivoctl dissuasion clear QUEUE [flags]\nhint: see xivoctl dissuasion clear --help\n'

  test('off a terminal', async () => {
    expect(await runBinary(argv, {env: xivo.env})).toEqual({code: 2, signal: null, stdout: '', stderr: missing})
    expect(await runBinary(['callbacks', 'lists', 'create', 'x'], {env: xivo.env})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('missing --queue'),
    })
  })

  test.each([
    ['with --json', ['rights', 'get', '--json']],
    ['with --yes', ['rights', 'delete', '--yes']],
    ['for several uuids', ['callbacks', 'close']],
    ['when a flag is unknown', ['rights', 'get', '--frobnicate']],
  ])('%s', async (_, line) => {
    const {ended} = await startTerminal(line, xivo.env)
    const {code, screen} = await ended
    expect(code).toBe(2)
    expect(screen).not.toContain('?')
  })

  test('once it is interrupted: code 130, nothing written', async () => {
    const before = await lists()
    const {answer, ended} = await startTerminal(['callbacks', 'lists', 'create'], xivo.env)
    await answer(/name of the list/, `Never${ENTER}`)
    await answer(/queue of the list, by name or id.*sales/s, INTERRUPT)
    const {code, screen} = await ended
    expect(code).toBe(130)
    expect(screen).toContain('interrupted, nothing written')
    expect(await lists()).toEqual(before)
  })

  test('of a server that is away', async () => {
    const env = {XIVOCTL_DATABASE_URL: 'postgres://xivo@127.0.0.1:1/x'}
    const {ended} = await startTerminal(['rights', 'get'], env)
    const {code, screen} = await ended
    expect(screen).toContain('the database cannot be reached')
    expect(code).toBe(6)
  })
})

describe('before a loss, what would go is shown:', () => {
  const uuid = async () => (await xivo.sql('select uuid from xivoctl.callback_request'))[0]?.uuid

  test.each([
    [
      'a list',
      async () => ['callbacks', 'lists', 'delete', "L'été"],
      /deleted \(.*ongoing 1; closed 0\).*with all its requests/s,
    ],
    [
      'a request',
      async () => ['callbacks', 'delete', await uuid()],
      /deleted \(.*0230210092.*Doe.*delete this request/s,
    ],
    [
      'a profile',
      async () => ['rights', 'delete', 'jbond'],
      /deleted \(profile supervisor; queues sales;.*delete the profile and rights/s,
    ],
  ])('%s', async (_, line, shown) => {
    await runBinary(['rights', 'set', 'jbond', '--profile', 'supervisor', '--queue', 'sales'], {env: xivo.env})
    const {answer, ended} = await startTerminal(await line(), xivo.env)
    await answer(shown, `n${ENTER}`)
    const {code, screen} = await ended
    expect(screen).toContain('nothing was changed')
    expect(code).toBe(130)
    expect(await uuid()).toBeDefined()
  })

  test('an import', async () => {
    const csv = 'phoneNumber\n0230210093\n'
    const imported = await runBinary(['callbacks', 'import', "L'été", '-', '--json'], {env: xivo.env, stdin: csv})
    const [run] = await xivo.sql('select uuid from xivoctl.callback_import')
    expect(imported.code).toBe(0)
    const {answer, ended} = await startTerminal(['callbacks', 'imports', 'undo'], xivo.env)
    await answer(/id of the import/, ENTER)
    await answer(/import into 'L'été': would be undone.*delete 1 callback request/s, `y${ENTER}`)
    expect(await ended).toMatchObject({code: 0})
    expect(await xivo.sql('select undone_at is not null as undone from xivoctl.callback_import')).toEqual([
      {undone: true},
    ])
    const unknown = await startTerminal(['callbacks', 'imports', 'undo', `${run?.uuid}x`], xivo.env)
    expect((await unknown.ended).code).toBe(3)
  })
})

test('a value that is not UTF-8 is asked for again', async () => {
  const {answer, shows, type, ended} = await startTerminal(
    ['callbacks', 'lists', 'create', '--queue', 'sales'],
    xivo.env,
  )
  await answer(/name of the list/, Buffer.from([0x52, 0xe9, 0x76, 0x65, 0x0d]))
  await shows(/this is not UTF-8/)
  type(INTERRUPT)
  expect(await ended).toMatchObject({code: 130})
})
