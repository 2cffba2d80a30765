import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import AgentsList from '../../commands/agents/list.ts'
import DissuasionClear from '../../commands/dissuasion/clear.ts'
import DissuasionGet from '../../commands/dissuasion/get.ts'
import DissuasionList from '../../commands/dissuasion/list.ts'
import DissuasionOptions from '../../commands/dissuasion/options.ts'
import DissuasionSetQueue from '../../commands/dissuasion/set-queue.ts'
import DissuasionSetSound from '../../commands/dissuasion/set-sound.ts'
import QueuesList from '../../commands/queues/list.ts'
import {run} from '../support/run.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

const rowOf = async (id: number) => {
  const [row] = await xivo.sql(
    `select action::text, actionarg1, actionarg2, linked from dialaction
     where event = 'chanunavail' and category = 'queue' and categoryval = $1`,
    [String(id)],
  )
  return row
}

describe('dissuasion list', () => {
  test('shows where each queue sends its callers, and marks what is broken', async () => {
    const {code, stdout} = await run(DissuasionList, [], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^1 +support +sound support_n1_ferme \(noanswer\)$/m)
    expect(stdout).toMatch(/^6 +facturation +queue switchboard \(30 s\)$/m)
    expect(stdout).toMatch(/^8 +support_n2 +extension 2028 \(default\)$/m)
    expect(stdout).toMatch(/^12 +nuit +endcall:hangup$/m)
    expect(stdout).toMatch(/^13 +urgences +none$/m)
    expect(stdout).toMatch(/^9 +reclamations +queue 99 +broken: there is no queue 99$/m)
  })

  test('writes a page of what callers hear, how long, and where they end up', async () => {
    const {code, stdout} = await run(DissuasionList, ['--html', '-'], xivo.env)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/<script|src=|href=|https?:|url\(/)
    const rows = [...stdout.matchAll(/^<tr><td>(.*)<\/td><\/tr>$/gm)].map(([, cells = '']) =>
      cells.split(/<\/td><td[^>]*>/),
    )
    expect(rows).toHaveLength((await xivo.sql('select from queuefeatures')).length)
    const found = (name: string) => rows.find(([queue]) => queue === name)?.slice(1)
    expect(found('support')).toEqual([
      'sound support_n1_ferme (noanswer)',
      'support_n1_ferme',
      '1',
      'the call ends',
      '',
    ])
    expect(found('facturation')).toEqual(['queue switchboard (30 s) → none', 'nothing', '', 'the call ends', ''])
    expect(found('reclamations')).toEqual(['queue 99', 'nothing', '', 'nowhere', 'broken: there is no queue 99'])
    const [user] = await xivo.sql(`select firstname || ' ' || lastname as name from userfeatures where id = 3`)
    expect(found('sav')).toEqual([`user ${user?.name}`, 'nothing', '', `user ${user?.name}`, ''])
  })

  test('prints CSV and JSON', async () => {
    const csv = (await run(DissuasionList, ['--csv'], xivo.env)).stdout
    expect(csv).toMatch(/^id,queue,destination,state\n/)
    expect(csv).toContain('\n7,sav,user 3,\n')
    const listed = JSON.parse((await run(DissuasionList, ['--json'], xivo.env)).stdout)
    expect(listed).toContainEqual({
      id: 11,
      name: 'recouvrement',
      dissuasion: {type: 'other'},
      action: 'queue',
      actionarg1: '10',
      broken: 'the queue that it leads to was deleted',
    })
  })

  test('says what could not be checked', async () => {
    const env = {...xivo.env, XIVOCTL_SOUNDS_DIR: join(xivo.sounds, 'missing')}
    const {code, stdout} = await run(DissuasionList, [], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^3 +sales +sound sales_audio_file +not checked: the sound directory .*missing' cannot be read/m,
    )
  })
})

describe('dissuasion get', () => {
  test('answers the document of the API', async () => {
    const {stdout} = await run(DissuasionGet, ['sales', '--json'], xivo.env)
    expect(JSON.parse(stdout)).toEqual({
      id: 3,
      name: 'sales',
      dissuasion: {type: 'soundFile', value: {soundFile: 'sales_audio_file'}},
    })
  })

  test('shows people what is wrong with it', async () => {
    const {stdout} = await run(DissuasionGet, ['resiliations'], xivo.env)
    expect(stdout).toBe(
      "queue        resiliations\ndestination  sound resiliations_ferme\nstate        broken: there is no sound file 'resiliations_ferme'\n",
    )
  })

  test('an unknown queue exits 4 with the nearest name', async () => {
    const {code, stderr} = await run(DissuasionGet, ['salse'], xivo.env)
    expect(code).toBe(4)
    expect(stderr).toContain("did you mean 'sales'?")
  })
})

describe('dissuasion options', () => {
  test('lists sounds and the default queue', async () => {
    const {stdout} = await run(DissuasionOptions, ['sales'], xivo.env)
    expect(stdout).toBe(
      `kind   name                verdict  remarks
sound  sales_audio_file    plays
sound  sales_audio_file_2  plays
sound  sales_newSoundFile  plays
sound  sales_queue_ferme   plays
queue  switchboard
`,
    )
  })

  test('says so when there is nothing', async () => {
    const {code, stdout, stderr} = await run(DissuasionOptions, ['switchboard'], xivo.env)
    expect({code, stdout}).toEqual({code: 0, stdout: ''})
    expect(stderr).toContain("nothing is offered to 'switchboard'")
  })
})

describe('dissuasion set-sound', () => {
  test('tells the former destination on stderr and answers with the new one', async () => {
    const {code, stdout, stderr} = await run(DissuasionSetSound, ['sales', 'sales_newSoundFile', '--json'], xivo.env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({id: 3, soundFile: 'sales_newSoundFile'})
    expect(stderr).toBe(
      'context: XIVOCTL_DATABASE_URL\ndissuasion of sales: sound sales_audio_file → sound sales_newSoundFile\n',
    )
    expect(await run(DissuasionGet, ['sales'], xivo.env)).toMatchObject({
      stdout: 'queue        sales\ndestination  sound sales_newSoundFile\n',
    })
  })

  test('looks in one directory and writes the path of the other, byte for byte', async () => {
    const env = {...xivo.env, XIVOCTL_SOUNDS_ASTERISK_DIR: '/srv/asterisk/playback'}
    await run(DissuasionSetSound, ['ventes', 'ventes_dissuasion'], env)
    expect(await rowOf(5)).toEqual({
      action: 'sound',
      actionarg1: '/srv/asterisk/playback/ventes_dissuasion',
      actionarg2: null,
      linked: 1,
    })
  })

  test('exits 4 for the file of another queue, and lists what is offered', async () => {
    const {code, stderr} = await run(DissuasionSetSound, ['sav', 'support_n1_ferme'], xivo.env)
    expect(code).toBe(4)
    expect(stderr).toContain('sound files: sav_ferme')
    expect(await rowOf(7)).toMatchObject({action: 'user'})
  })

  test('exits 6 without a directory, and leaves the row alone', async () => {
    const env = {...xivo.env, XIVOCTL_SOUNDS_DIR: join(xivo.sounds, 'sav_ferme.wav')}
    const {code, stderr} = await run(DissuasionSetSound, ['support', 'support_n2_ferme'], env)
    expect(code).toBe(6)
    expect(stderr).toContain(env.XIVOCTL_SOUNDS_DIR)
    expect(await rowOf(1)).toMatchObject({action: 'sound', actionarg2: 'noanswer'})
  })
})

describe('dissuasion set-queue', () => {
  test('sends callers to a queue, and warns when they will never go there', async () => {
    await xivo.sql(`update queue set joinempty = null, leavewhenempty = '' where name = 'vip-premium'`)
    const {code, stdout, stderr} = await run(DissuasionSetQueue, ['vip-premium', 'switchboard'], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toBe('destination  queue switchboard\n')
    expect(stderr).toContain('dissuasion of vip-premium: group 3 → queue switchboard\nhint: ')
    expect(await rowOf(15)).toEqual({action: 'queue', actionarg1: '2', actionarg2: null, linked: 1})
  })

  test('takes a ring time, and set-sound takes playback options', async () => {
    const ringing = await run(DissuasionSetQueue, ['sav', 'switchboard', '--ring-time', '30'], xivo.env)
    expect(ringing).toMatchObject({code: 0, stdout: 'destination  queue switchboard (30 s)\n'})
    const silent = await run(DissuasionSetSound, ['sav', 'sav_ferme', '--noanswer'], xivo.env)
    expect(silent).toMatchObject({code: 0, stdout: 'destination  sound sav_ferme (noanswer)\n'})
    expect(await rowOf(7)).toMatchObject({action: 'sound', actionarg2: 'noanswer'})
  })

  test('exits 3 for the queue itself and 4 for one that is not there', async () => {
    expect(await run(DissuasionSetQueue, ['sav', 'sav'], xivo.env)).toMatchObject({code: 3})
    expect(await run(DissuasionSetQueue, ['sav', 'sava'], xivo.env)).toMatchObject({code: 4})
  })
})

test("XiVO's tables are found whatever the search path of the role", async () => {
  const {env, url} = xivo
  const path = `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c search_path=pg_catalog')}`
  const narrowed = {...env, XIVOCTL_DATABASE_URL: path}
  expect(await run(DissuasionSetSound, ['support', 'support_n2_ferme'], narrowed)).toMatchObject({code: 0})
  expect(await rowOf(1)).toMatchObject({actionarg1: expect.stringMatching(/support_n2_ferme$/), actionarg2: 'noanswer'})
  expect(await run(DissuasionList, [], narrowed)).toMatchObject({code: 0})
  expect(await run(AgentsList, [], narrowed)).toMatchObject({code: 0})
  expect(await run(QueuesList, [], narrowed)).toMatchObject({code: 0})
})

test('a row that somebody else holds is busy, exit 7, and left alone', async () => {
  const {code, stderr} = await xivo.client(async (client) => {
    await client.query('begin')
    await client.query(`select from dialaction where category = 'queue' and categoryval = '4' for update`)
    return run(DissuasionSetQueue, ['sales_queue', 'support'], xivo.env)
  })
  expect(code).toBe(7)
  expect(stderr).toContain('nothing was written')
  expect(await rowOf(4)).toMatchObject({action: 'queue', actionarg1: '2'})
})

describe('dissuasion clear', () => {
  test('wants --yes where nobody can be asked', async () => {
    const {code, stderr} = await run(DissuasionClear, ['nuit'], xivo.env)
    expect(code).toBe(2)
    expect(stderr).toContain('--yes')
    expect(await rowOf(12)).toMatchObject({action: 'endcall:hangup'})
  })

  test('leaves nothing', async () => {
    const {code, stdout, stderr} = await run(DissuasionClear, ['nuit', '--yes'], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toBe('destination  none\n')
    expect(stderr).toContain('dissuasion of nuit: endcall:hangup → none\n')
    expect(await rowOf(12)).toEqual({action: 'none', actionarg1: null, actionarg2: null, linked: 1})
  })
})
