import {rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterEach, describe, expect, onTestFinished, test} from 'vitest'
import Doctor from '../../commands/doctor.ts'
import type {Diagnosis} from '../../src/services/doctor/doctor.ts'
import type {Finding} from '../../src/services/doctor/finding.ts'
import {remedyFrom} from '../../src/services/doctor/remedy.ts'
import {run} from '../support/run.ts'
import {startTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const bare = useXivo({shape: 'later', initialised: false})

async function examine(env: Record<string, string>): Promise<{code: number; findings: Finding[]; faults: Finding[]}> {
  const {code, stdout} = await run(Doctor, ['--json'], env)
  const {findings} = JSON.parse(stdout) as Diagnosis
  return {code, findings, faults: findings.filter(({severity}) => severity === 'fault')}
}

const about = (findings: Finding[], check: string) =>
  findings.filter((finding) => finding.check === check).map(({what}) => what)

describe('on a healthy server', () => {
  test('there is no fault and the exit code is 0', async () => {
    const {code, findings, faults} = await examine(xivo.env)
    expect({code, faults}).toEqual({code: 0, faults: []})
    expect(new Set(findings.map(({check}) => check))).toEqual(
      new Set([
        ...[
          'settings',
          'connection',
          'server version',
          'encoding',
          'writes',
          'clock',
          'xivo tables',
          'dialaction key',
          'grants',
          'own tables',
        ],
        ...[
          'default period',
          'sounds',
          'sound files',
          'kept sounds',
          'played sounds',
          'logins',
          'rights',
          'callback lists',
          'failed imports',
          'overdue callbacks',
          'do not call',
          'stored numbers',
        ],
        'dissuasions',
        'schedules',
        'overrides',
      ]),
    )
  })

  test('the connection tells version, database and role', async () => {
    const [facts] = await xivo.sql(`select current_setting('server_version') v, current_database() d, current_user r`)
    const {findings} = await examine(xivo.env)
    expect(about(findings, 'connection')).toEqual([
      `PostgreSQL ${facts?.v}, database '${facts?.d}', role '${facts?.r}'`,
    ])
  })

  test('each setting is shown with where it comes from', async () => {
    const {findings} = await examine({...xivo.env, XIVOCTL_SOUNDS_ASTERISK_DIR: '/asterisk'})
    const settings = about(findings, 'settings')
    expect(settings[0]).toMatch(/^context: XIVOCTL_DATABASE_URL/)
    expect(settings).toContain('databaseSchema: xivoctl (default)')
    expect(settings).toContain(`soundsDir: ${xivo.sounds} (XIVOCTL_SOUNDS_DIR)`)
    expect(settings).toContain('soundsAsteriskDir: /asterisk (XIVOCTL_SOUNDS_ASTERISK_DIR)')
  })

  test('the sound directory is counted, and shown as Asterisk sees it', async () => {
    const {findings} = await examine(xivo.env)
    expect(about(findings, 'sounds')[0]).toMatch(/^[1-9]\d* files in .*; Asterisk sees it as \/var\/lib\/xivo/)
  })

  test('eyes get a table of check marks, and of exclamation marks for what the sample data have on purpose', async () => {
    const {code, stdout, stderr} = await run(Doctor, [], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^✓ +connection +PostgreSQL/m)
    expect(stdout).not.toContain('✗')
    expect(stdout).toMatch(/^! +dissuasions +the dissuasion of 'reclamations' is broken: there is no queue 99; /m)
    expect(stderr).toMatch(/^\d warnings\n$/)
  })
})

describe('a fault', () => {
  test('of the connection does not keep it from looking at the rest, and no password is shown', async () => {
    const env = {...xivo.env, XIVOCTL_DATABASE_URL: 'postgres://xivo:s3cret@127.0.0.1:1/asterisk'}
    const {code, findings, faults} = await examine(env)
    expect(code).toBe(6)
    expect(faults).toMatchObject([{check: 'connection', kind: 'unavailable'}])
    expect(about(findings, 'settings')).toContain(
      'databaseUrl: postgres://xivo:***@127.0.0.1:1/asterisk (XIVOCTL_DATABASE_URL)',
    )
    expect(about(findings, 'sounds')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toContain('s3cret')
  })

  test('of the settings is a finding too', async () => {
    const {code, faults} = await examine({...xivo.env, XIVOCTL_SOUNDS_DIR: 'sounds'})
    expect(code).toBe(2)
    expect(faults).toMatchObject([{check: 'settings', what: expect.stringContaining("not 'sounds'"), kind: 'usage'}])
  })

  test('is what db init has not made yet', async () => {
    const {code, faults} = await examine(bare.env)
    expect(code).toBe(6)
    expect(faults).toMatchObject([
      {check: 'own tables', what: expect.stringContaining("schema 'xivoctl' lacks 0001"), remedy: 'xivoctl db init'},
    ])
  })

  test('is every missing column and table of XiVO, by name', async () => {
    await bare.sql('alter table dialaction drop column linked; alter table agentfeatures rename to gone')
    const {code, faults} = await examine(bare.env)
    expect(code).toBe(6)
    expect(faults[0]).toMatchObject({
      check: 'xivo tables',
      what: 'missing: public.agentfeatures, public.dialaction.linked',
    })
  })

  test('is having no default period', async () => {
    await xivo.sql('update xivoctl.preferred_callback_period set "default" = false')
    const {code, faults} = await examine(xivo.env)
    await xivo.sql('update xivoctl.preferred_callback_period set "default" = true')
    expect(code).toBe(6)
    expect(faults).toMatchObject([{check: 'default period', remedy: expect.stringContaining('set-default')}])
  })

  test('is a sound directory that cannot be read, shown with a cross and counted', async () => {
    const {code, stdout, stderr} = await run(Doctor, [], {
      ...xivo.env,
      XIVOCTL_SOUNDS_DIR: join(xivo.sounds, 'nowhere'),
    })
    expect(code).toBe(6)
    expect(stdout).toMatch(/^✗ +sounds +the sound directory '.*nowhere' cannot be read/m)
    expect(stderr).toMatch(/^1 fault, \d warnings\n/)
  })
})

describe('many of a kind', () => {
  const clear = () => xivo.sql('delete from xivoctl.callback_list')
  const overdue = (findings: Finding[]) => findings.filter(({check}) => check === 'overdue callbacks')

  test('are ten and a number for eyes, and all of them for programs', async () => {
    onTestFinished(async () => void (await clear()))
    await xivo.sql(`
      insert into xivoctl.callback_list select md5(random()::text)::uuid, 'list ' || n, 1 from generate_series(10, 34) n;
      insert into xivoctl.callback_request (uuid, list_uuid, last_name, preferred_period_uuid, due_date)
      select md5(random()::text)::uuid, list.uuid, 'Dupont', period.uuid, current_date - 1
      from xivoctl.callback_list list, xivoctl.preferred_callback_period period`)
    const {stdout} = await run(Doctor, [], xivo.env)
    expect(stdout.match(/^! +overdue callbacks .*/gm)).toHaveLength(11)
    expect(stdout).toMatch(/^! +overdue callbacks +and 15 more/m)
    const {findings} = await examine(xivo.env)
    expect(overdue(findings)).toHaveLength(25)
    expect(JSON.stringify(findings)).not.toContain('Dupont')
    expect((await run(Doctor, ['--csv'], xivo.env)).stdout.match(/overdue callbacks/g)).toHaveLength(25)
  })
})

describe('--fix', () => {
  const right = (queue: number) =>
    xivo.sql(`insert into xivoctl.user_profile values (2, 'supervisor', true, false) on conflict do nothing;
      insert into xivoctl.user_right values (2, 'queue', ${queue}, 'sales')`)
  const rights = async () =>
    (await xivo.sql('select object_id from xivoctl.user_right')).map(({object_id}) => object_id)
  afterEach(() => xivo.sql('delete from xivoctl.user_profile; delete from xivoctl.callback_list'))

  test('asks, and where nobody can be asked wants --yes', async () => {
    await right(10)
    const {code, stderr} = await run(Doctor, ['--fix'], xivo.env)
    expect([code, stderr]).toEqual([2, expect.stringContaining('add --yes')])
    expect(await rights()).toEqual([10])
  })

  test('takes away what points at nothing and leaves the rest, customers above all', async () => {
    await right(3)
    await right(10)
    await xivo.sql(`
      insert into xivoctl.user_profile values (999, 'teacher', false, false);
      insert into xivoctl.callback_list values ('7b1f8a4e-0000-4000-8000-000000000002', 'gone', 10);
      insert into xivoctl.callback_request (uuid, list_uuid, preferred_period_uuid, due_date)
      select md5(random()::text)::uuid, '7b1f8a4e-0000-4000-8000-000000000002', uuid, '2001-01-01' from xivoctl.preferred_callback_period`)
    const {code, stdout, stderr} = await run(Doctor, ['--fix', '--yes', '--json'], xivo.env)
    const {findings, mended} = JSON.parse(stdout) as Diagnosis & {mended: string[]}
    expect(mended).toEqual(['lost rights', 'lost profiles'])
    expect(stderr).toMatch(/^context: XIVOCTL_DATABASE_URL$/m)
    expect(code).toBe(0)
    expect(about(findings, 'rights')).toEqual(['every right belongs to a user and an object that exist in XiVO'])
    expect(await rights()).toEqual([3])
    expect(await xivo.sql('select count(*)::int from xivoctl.callback_request')).toEqual([{count: 1}])
  })

  test('takes away no right on queues when XiVO has none at all: then something worse has happened', async () => {
    await right(3)
    await xivo.sql('create table kept as select * from queuefeatures; delete from queuefeatures')
    onTestFinished(async () => {
      await xivo.sql('insert into queuefeatures select * from kept; drop table kept')
    })
    const fixed = async () => {
      const {stdout} = await run(Doctor, ['--fix', '--yes', '--json'], xivo.env)
      return JSON.parse(stdout) as Diagnosis & {mended: string[]}
    }
    const {findings, mended} = await fixed()
    expect(about(findings, 'rights')).toEqual([expect.stringContaining("queue 3 ('sales')")])
    expect(mended).toEqual([])
    await xivo.sql(`insert into xivoctl.user_profile values (3, 'teacher', false, false);
      insert into xivoctl.user_right values (3, 'group', 4, 'ancien_plateau')`)
    expect((await fixed()).mended).toEqual(['lost rights'])
    expect(await rights()).toEqual([3])
  })
})

test('a database that is away is told without sending anybody back to doctor', async () => {
  const {faults} = await examine({...xivo.env, XIVOCTL_DATABASE_URL: 'postgres://127.0.0.1:1/asterisk'})
  expect(faults).toMatchObject([{check: 'connection', remedy: expect.stringContaining('XIVOCTL_DATABASE_URL')}])
  expect(faults[0]?.remedy).not.toContain('doctor')
})

test('a remedy has the words and the condition of each hint', async () => {
  const {faults} = await examine({...xivo.env, XIVOCTL_PHONE_COUNTRY: 'BE'})
  expect(faults).toMatchObject([
    {check: 'writes', remedy: 'set phoneCountry to FR; or, if BE is right, run: xivoctl db recompute-identities'},
  ])
  expect(remedyFrom([{run: 'db init', words: ['--grant', 'ROLE']}])).toBe('xivoctl db init --grant ROLE')
})

test('a remedy is for the XiVO that was looked at', async () => {
  const file = join(xivo.sounds, 'config.json')
  const {XIVOCTL_DATABASE_URL: databaseUrl, ...env} = xivo.env
  await writeFile(file, JSON.stringify({contexts: {lyon: {databaseUrl}, paris: {databaseUrl}}}), {mode: 0o600})
  onTestFinished(() => rm(file))
  await xivo.sql('update xivoctl.preferred_callback_period set "default" = false')
  onTestFinished(async () => void (await xivo.sql('update xivoctl.preferred_callback_period set "default" = true')))
  const {stdout} = await run(Doctor, ['--json', '--context', 'lyon', '--config', file], env)
  const {findings} = JSON.parse(stdout) as Diagnosis
  expect(findings.find(({check}) => check === 'default period')?.remedy).toBe(
    "xivoctl callbacks periods set-default 'Toute la journée' --context lyon",
  )
})

test('on a terminal each remedy is a line of its own, whole', async () => {
  const env = {...xivo.env, XIVOCTL_SOUNDS_DIR: '/nowhere/at/all'}
  const {stdout} = await run(Doctor, ['--json'], env)
  const remedies = (JSON.parse(stdout) as Diagnosis).findings.flatMap(({check, remedy}) =>
    remedy === undefined ? [] : [`${check}: ${remedy}`],
  )
  expect(remedies.length).toBeGreaterThan(0)
  const {screen} = await (await startTerminal(['doctor'], env)).ended
  expect(screen.split('\r\n')).toEqual(expect.arrayContaining(remedies))
})
