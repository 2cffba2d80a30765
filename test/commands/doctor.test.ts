import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import Doctor from '../../commands/doctor.ts'
import type {Diagnosis, Finding} from '../../src/services/doctor.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const bare = useXivo({shape: 'later', initialised: false})

async function examine(env: Record<string, string>): Promise<{code: number; findings: Finding[]; faults: Finding[]}> {
  const {code, stdout} = await run(Doctor, ['--json'], env)
  const {findings} = JSON.parse(stdout) as Diagnosis
  return {code, findings, faults: findings.filter(({ok}) => !ok)}
}

const about = (findings: Finding[], check: string) =>
  findings.filter((finding) => finding.check === check).map(({what}) => what)

describe('on a healthy server', () => {
  test('everything is well and the exit code is 0', async () => {
    const {code, findings, faults} = await examine(xivo.env)
    expect({code, faults}).toEqual({code: 0, faults: []})
    expect(new Set(findings.map(({check}) => check))).toEqual(
      new Set(['settings', 'connection', 'xivo tables', 'own tables', 'default period', 'sounds']),
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

  test('eyes get a table of check marks', async () => {
    const {code, stdout, stderr} = await run(Doctor, [], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^✓ +connection +PostgreSQL/m)
    expect(stdout).not.toContain('✗')
    expect(stderr).toBe('all is well\n')
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
    expect(stderr).toBe('1 fault\n')
  })
})
