import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, test, vi} from 'vitest'
import DissuasionAddSound from '../../commands/dissuasion/add-sound.ts'
import DissuasionCheck from '../../commands/dissuasion/check.ts'
import DissuasionGet from '../../commands/dissuasion/get.ts'
import DissuasionSetSound from '../../commands/dissuasion/set-sound.ts'
import {runShell, startBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {wav} from '../support/wav.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()
const files = async () => (await readdir(xivo.sounds)).filter((name) => name.includes('.wav')).sort()

describe('dissuasion check', () => {
  test('shows what plays, how it sounds and who uses it', async () => {
    const {code, stdout} = await run(DissuasionCheck, ['sales'], xivo.env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^files +verdict +used by +seconds +peak +speech +loudness +remarks$/m)
    expect(stdout).toMatch(/^sales_audio_file.wav +plays +sales +1 +-14 +-21.\d +[▁-█]{12}$/m)
    expect(stdout).toMatch(/^sales_audio_file_2.wav +plays +sales \(congestion\) /m)
    expect(stdout).toMatch(/^sales_newSoundFile.wav +plays +nothing /m)
  })

  test('exits 3 when something that is used would not play', async () => {
    const {code, stdout} = await run(DissuasionCheck, [], xivo.env)
    expect(code).toBe(3)
    expect(stdout).toMatch(/^resiliations_ferme +does not play +resiliations +there is no such file$/m)
    expect(stdout).toMatch(/^bienvenue.wav +plays +group 3 \(chanunavail\), incall 8 \(answer\) /m)
    expect(stdout).toMatch(/^recouvrement_essai.wav +plays +nothing +1 +-96 +-96 +·{12} +it contains only silence$/m)
    expect(stdout).toMatch(/^sav_ferme.gsm, sav_ferme.wav +plays +nothing /m)
  })

  test('prints CSV and JSON, with the same code', async () => {
    const csv = await run(DissuasionCheck, ['--csv'], xivo.env)
    expect(csv.code).toBe(3)
    expect(csv.stdout).toMatch(/^files,verdict,used by,/)
    const json = await run(DissuasionCheck, ['resiliations', '--json'], xivo.env)
    expect(json.code).toBe(3)
    expect(JSON.parse(json.stdout)).toEqual([
      {
        name: 'resiliations_ferme',
        verdict: 'does not play',
        calls: {
          alaw: {verdict: 'does not play'},
          ulaw: {verdict: 'does not play'},
          other: {verdict: 'does not play'},
        },
        faults: ['there is no such file'],
        remarks: [],
        files: [],
        usedBy: [{event: 'chanunavail', category: 'queue', categoryval: '14', queueName: 'resiliations'}],
      },
    ])
  })

  test('exits 6 without a directory, 4 without the queue', async () => {
    const env = {...xivo.env, XIVOCTL_SOUNDS_DIR: join(xivo.sounds, 'missing')}
    expect(await run(DissuasionCheck, [], env)).toMatchObject({code: 6})
    expect(await run(DissuasionCheck, ['salse'], xivo.env)).toMatchObject({code: 4})
  })
})

test('dissuasion set-sound warns of a sound that would not play, and sets it', async () => {
  const {code, stdout, stderr} = await run(DissuasionSetSound, ['ventes', 'ventes_musique_cd'], xivo.env)
  expect({code, stdout}).toEqual({code: 0, stdout: 'destination  sound ventes_musique_cd\n'})
  expect(stderr).toContain('hint: ventes_musique_cd: does not play: it has 2 channels, not one, ')
})

describe('dissuasion add-sound', () => {
  const source = async (name: string, content: Buffer) => {
    const path = join(xivo.sounds, 'sales_archives', name)
    await writeFile(path, content)
    return path
  }

  test('puts a file in place and sets it', async () => {
    const utf8 = {...xivo.env, LC_ALL: 'C.UTF-8'}
    const path = await source('closed.wav', wav({seconds: 2}))
    const {code, stdout, stderr} = await run(DissuasionAddSound, ['sales', path, '--set'], utf8)
    expect({code, stdout}).toEqual({
      code: 0,
      stdout: 'added        sales_closed.wav\nseconds      2\nspeech       -22 dBFS\ndestination  sound sales_closed\n',
    })
    expect(stderr).toBe(
      `context: XIVOCTL_DATABASE_URL
sound sales_closed.wav: created (bytes 32044; seconds 2)
dissuasion of sales: sound sales_audio_file → sound sales_closed
`,
    )
    expect(await readFile(join(xivo.sounds, 'sales_closed.wav'))).toEqual(wav({seconds: 2}))
    expect((await run(DissuasionGet, ['sales'], xivo.env)).stdout).toContain('sound sales_closed')
    const again = await run(DissuasionAddSound, ['sales', path], xivo.env)
    expect(again).toMatchObject({code: 7, stderr: expect.stringContaining("there is a file 'sales_closed.wav'")})
  })

  test('refuses what would not play, until it is forced', async () => {
    const path = await source('cd.wav', wav({rate: 44_100, channels: 2}))
    const before = await files()
    const refused = await run(DissuasionAddSound, ['sales', path], xivo.env)
    expect(refused).toMatchObject({code: 3, stdout: '', stderr: expect.stringContaining('--force')})
    expect(await files()).toEqual(before)
    const forced = await run(DissuasionAddSound, ['sales', path, '--force', '--set'], xivo.env)
    expect(forced.code).toBe(0)
    expect(forced.stderr.match(/it has 2 channels, not one/g)).toHaveLength(1)
  })

  test('rehearses', async () => {
    const path = await source('rehearsed.wav', wav())
    const before = await files()
    const {code, stdout} = await run(DissuasionAddSound, ['sales', path, '--dry-run', '--json'], xivo.env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({id: 3, file: 'sales_rehearsed.wav', dryRun: true})
    expect(await files()).toEqual(before)
  })

  test('reads standard input, under a name that is said', async () => {
    const path = await source('piped.wav', wav())
    const add = (flags: string) =>
      runShell(`cat "${path}" | xivoctl dissuasion add-sound sales - ${flags}`, {env: xivo.env})
    expect(await add('--name piped.wav')).toMatchObject({code: 0, stdout: expect.stringContaining('sales_piped.wav')})
    expect(await readFile(join(xivo.sounds, 'sales_piped.wav'))).toEqual(wav())
    expect(await add('')).toMatchObject({code: 3, stderr: expect.stringContaining('--name')})
  })

  test('interrupted while it waits, it leaves nothing behind', async () => {
    const before = await readdir(xivo.sounds)
    const argv = ['dissuasion', 'add-sound', 'sales', '-', '--name', 'waiting.wav']
    const {process: child, ended} = await startBinary(argv, {env: xivo.env, stdin: 'RIFF', stdinStaysOpen: true})
    await vi.waitFor(async () => expect(await readdir(xivo.sounds)).not.toEqual(before), {timeout: 20_000})
    child.kill('SIGINT')
    expect(await ended).toMatchObject({code: 130, stdout: ''})
    expect(await readdir(xivo.sounds)).toEqual(before)
  })

  test('a file that is not there is not found', async () => {
    expect(await run(DissuasionAddSound, ['sales', '/nowhere/a.wav'], xivo.env)).toMatchObject({code: 4})
  })
})
