import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import Adopt from '../../commands/adopt.ts'
import Doctor from '../../commands/doctor.ts'
import type {DryRun} from '../../src/cli/command/write-command.ts'
import {fillDemo} from '../../src/embedded/demo-data.ts'
import type {Adoption} from '../../src/services/adopt/adoption.ts'
import {closeCallbacks} from '../../src/services/callbacks/requests.ts'
import type {Diagnosis} from '../../src/services/doctor/doctor.ts'
import {runBinary, startBinary} from '../support/binary.ts'
import {withServer} from '../support/http-server.ts'
import {listCallbackLists} from '../support/lists.ts'
import {run} from '../support/run.ts'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'

const there = useXivo()
const here = useXivo()
const bare = useXivo({initialised: false})
const original = useServing(there)
const context = 'context: XIVOCTL_DATABASE_URL\n'

const adopt = (...argv: string[]) =>
  run(Adopt, ['--from', original.url, ...argv], {...here.env, XIVOCTL_ORIGINAL_TOKEN: token})
const requests = () => here.sql('select uuid, clotured from xivoctl.callback_request order by uuid')
const summary = 'periods: 4 new · profiles: 7 new · lists: 4 new · requests: 20 new'

beforeAll(() => there.use(fillDemo))
beforeEach(() =>
  here
    .sql(
      'truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.user_profile, xivoctl.preferred_callback_period cascade',
    )
    .then(() =>
      here.sql(
        `insert into xivoctl.preferred_callback_period values (md5(random()::text || clock_timestamp())::uuid, 'Ours', '09:00', '17:00', true)`,
      ),
    ),
)

describe('adopt', () => {
  test('shows the plan and writes nothing in a dry run', async () => {
    const {code, stdout, stderr} = await adopt('--dry-run')
    expect(code).toBe(0)
    const [where, ...changes] = stderr.trimEnd().split('\n')
    expect(where).toBe('context: XIVOCTL_DATABASE_URL')
    expect(changes).toHaveLength(11)
    expect(changes).toContain("list 'Relances ventes': would be created (name Relances ventes; queue ventes)")
    expect(changes).toContain("requests of list 'Relances ventes': would be created (created 5; changed 0)")
    expect(changes.at(-1)).toBe('… and 9 more changes')
    expect(stdout).toMatch(/^what +name +action +requests +differences$/m)
    expect(stdout).toMatch(/^list +Relances ventes +create +5 create$/m)
    expect(stdout).toMatch(/^profile +jbond +create$/m)
    expect(stdout).toMatch(/^period +Toute la journée +create +default period: Ours here, Toute la journée there$/m)
    expect(stdout).toContain(
      `would be adopted from ${original.url}/configmgt/api/1.0: ${summary} (nothing was written)\n`,
    )
    expect(await requests()).toEqual([])
  })

  test('does it with --yes, and a second time finds it done', async () => {
    const first = await adopt('--yes')
    expect(first).toMatchObject({code: 0, stderr: expect.stringContaining("list 'Relances ventes': created")})
    expect(first.stdout).toContain(`adopted from ${original.url}/configmgt/api/1.0: ${summary}\n`)
    expect(await requests()).toHaveLength(20)
    const second = await adopt('--yes')
    expect(second).toMatchObject({code: 0, stderr: `${context}unchanged\n`})
    expect(second.stdout).toContain(
      'periods: 0 new, 4 unchanged · profiles: 0 new, 7 unchanged · lists: 0 new, 4 unchanged · requests: 0 new, 20 unchanged\n',
    )
    expect(await requests()).toHaveLength(20)
  })

  test('wants --yes where nobody can be asked, before it asks the original', async () => {
    const {code, stderr} = await run(Adopt, ['--from', 'nowhere.invalid'], {
      ...here.env,
      XIVOCTL_ORIGINAL_TOKEN: token,
    })
    expect(code).toBe(2)
    expect(stderr).toContain('add --yes to confirm, or --dry-run to see the plan')
  })

  test('--json is the plan, and the result', async () => {
    for (const [flag, dryRun] of [
      ['--dry-run', true],
      ['--yes', false],
    ] as const) {
      const {code, stdout} = await adopt(flag, '--json')
      const adoption = JSON.parse(stdout) as Adoption & Partial<DryRun>
      expect({code, dryRun: 'dryRun' in adoption}).toEqual({code: 0, dryRun})
      expect(adoption.changes?.length).toBe(dryRun ? 19 : undefined)
      expect(adoption.counts.requests).toEqual({create: 20, change: 0, same: 0, keep: 0, reject: 0})
    }
  })

  test('names what was touched here and says nothing of customers', async () => {
    await adopt('--yes')
    const [request] = (await here.use((context) => listCallbackLists(context))).flatMap(({callbacks}) => callbacks)
    await here.use((context) => closeCallbacks(context, [request?.uuid ?? '']))
    const {code, stderr} = await adopt('--yes')
    expect({code, stderr}).toEqual({
      code: 0,
      stderr: `${context}unchanged\nrequest ${request?.uuid} of 'Facturation : litiges' was changed in xivoctl and is kept; it differs in clotured\n`,
    })
  })

  test('with something that does not fit exits 3, or 9 with --partial', async () => {
    const [row] = await there.sql(
      `update xivoctl.callback_request set phone_number = 'Lefèvre'
       where uuid = (select uuid from xivoctl.callback_request where clotured = false order by uuid limit 1) returning uuid, phone_number`,
    )
    try {
      const whole = await adopt('--yes')
      expect(whole).toMatchObject({code: 3, stdout: ''})
      expect(whole.stderr).toContain('1 object of the original does not fit this XiVO: nothing was adopted')
      expect(whole.stderr).toContain(`request ${row?.uuid}, phoneNumber: `)
      expect(await requests()).toEqual([])
      expect(await adopt('--dry-run')).toMatchObject({code: 3})

      const partial = await adopt('--yes', '--partial')
      expect(partial.code).toBe(9)
      expect(partial.stdout).toContain('requests: 19 new, 1 left out')
      expect(partial.stderr).toContain(`request ${row?.uuid}, phoneNumber: `)
      expect(whole.stderr + partial.stderr).not.toContain('Lefèvre')
      expect(await requests()).toHaveLength(19)
    } finally {
      await there.sql(
        'update xivoctl.callback_request set phone_number = null, mobile_phone_number = $2 where uuid = $1',
        [row?.uuid, '0639980000'],
      )
    }
  })

  test('names what the page does not have', async () => {
    const user = {login: 'jbond', profile: 'admin', mail: 'j@example.org'}
    const bodies: Record<string, unknown> = {users: [user], jbond: {type: 'admin', data: {}}, callback_lists: []}
    const {code, stderr} = await withServer(
      ({url = ''}, response) => response.end(JSON.stringify(bodies[url.split('/').at(-1) ?? ''])),
      (url) => run(Adopt, ['--from', url, '--dry-run'], {...here.env, XIVOCTL_ORIGINAL_TOKEN: token}),
    )
    expect({code, stderr}).toEqual({
      code: 0,
      stderr: `${context}rights of jbond: would be created (profile admin)\nthe original has fields that its documentation does not describe; they are not copied: users.mail\n`,
    })
  })
})

describe('the token of the original', () => {
  const without = (...argv: string[]) => run(Adopt, ['--from', original.url, '--dry-run', ...argv], here.env)

  test('may be in a file', async () => {
    const file = join(here.sounds, 'token')
    await writeFile(file, `${token}\n`)
    expect(await without('--token-file', file)).toMatchObject({code: 0})
  })

  test('is wanted', async () => {
    expect(await without()).toMatchObject({code: 2, stderr: expect.stringContaining('XIVOCTL_ORIGINAL_TOKEN')})
    expect(await without('--token-file', '/nonexistent/token')).toMatchObject({code: 6})
  })

  test('must be the right one, and is never shown', async () => {
    for (const [wrong, code] of [
      ['another', 5],
      ['two of\nthem', 2],
    ] as const) {
      const ended = await run(Adopt, ['--from', original.url, '--dry-run'], {
        ...here.env,
        XIVOCTL_ORIGINAL_TOKEN: wrong,
      })
      expect(ended.code).toBe(code)
      expect(ended.stderr).not.toContain(wrong)
    }
    const {stderr} = await run(Adopt, ['--from', original.url, '--dry-run'], {
      ...here.env,
      XIVOCTL_ORIGINAL_TOKEN: 'another',
    })
    expect(stderr).toContain('hint: its token is PLAY_AUTH_TOKEN')
  })
})

test('adopt says that db init comes first', async () => {
  const env = {...bare.env, XIVOCTL_ORIGINAL_TOKEN: token}
  expect(await run(Adopt, ['--from', original.url, '--yes'], env)).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('hint: run: xivoctl db init'),
  })
})

describe('the program', () => {
  test('adopts', async () => {
    const env = {...here.env, XIVOCTL_ORIGINAL_TOKEN: token}
    expect(await runBinary(['adopt', '--from', original.url, '--yes'], {env})).toMatchObject({code: 0})
    expect(await requests()).toHaveLength(20)
  })

  test('stops at once on SIGTERM while the original says nothing', async () => {
    const ended = await withServer(
      () => running?.process.kill('SIGTERM'),
      async (url) => {
        const env = {...here.env, XIVOCTL_ORIGINAL_TOKEN: token}
        running = await startBinary(['adopt', '--from', url, '--yes'], {env})
        return running.ended
      },
    )
    expect(ended).toMatchObject({code: 143, stderr: expect.stringContaining('interrupted: nothing was written')})
  })
  let running: Awaited<ReturnType<typeof startBinary>> | undefined
})

describe('doctor', () => {
  const check = async (url: string) => {
    const {code, stdout} = await run(Doctor, ['--json', '--original', url], here.env)
    const {findings} = JSON.parse(stdout) as Diagnosis
    return {code, finding: findings.find((finding) => finding.check === 'original server')}
  }
  const answering = (status: number, body: string) =>
    withServer((_, response) => response.writeHead(status).end(body), check)

  test('looks for another configuration server only when our tables hold data', async () => {
    expect(await answering(401, '{"error":"Unauthorized"}')).toEqual({code: 0, finding: undefined})
  })

  test.each<[number, string]>([
    [401, '{"error":"Unauthorized","message":"token"}'],
    [401, ''],
    [403, 'Forbidden'],
    [200, '[]'],
  ])('warns of one that answers %i %s', async (status, body) => {
    await adopt('--yes')
    const {code, finding} = await answering(status, body)
    expect(code).toBe(7)
    expect(finding).toMatchObject({
      ok: false,
      what: expect.stringMatching(/^another configuration server answers at http:\/\/127\.0\.0\.1:\d+\/configmgt/),
      why: expect.stringContaining('never see'),
      remedy: expect.stringContaining('xivoctl adopt --from'),
    })
  })

  test.each<[string, (url: string) => Promise<Awaited<ReturnType<typeof check>>>]>([
    ['our own serve', () => check(original.url)],
    ['something without this API', () => answering(404, '404 page not found')],
    ['something that says nothing', () => withServer(() => {}, check)],
    [
      'nothing at all',
      async () =>
        check(
          await withServer(
            () => {},
            async (url) => url,
          ),
        ),
    ],
  ])('does not take %s for one', async (_, look) => {
    await adopt('--yes')
    expect(await look('')).toMatchObject({code: 0, finding: {ok: true}})
  })
})
