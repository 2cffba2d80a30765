import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {createList} from '../../src/services/callbacks/lists.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {build, runShell} from '../support/binary.ts'
import {openTerminal} from '../support/terminal.ts'
import {useXivo} from '../support/xivo.ts'

beforeAll(() => build(), 180_000)

describe.runIf(process.platform === 'linux')('a result that meets a full disk', () => {
  const xivo = useXivo()
  let directory: string
  let uuid: string
  const onFullDisk = (line: string) =>
    runShell(`xivoctl ${line} > /dev/full`, {
      env: {
        ...xivo.env,
        UUID: uuid,
        XIVOCTL_CONFIG: join(directory, 'config.json'),
        GOOD: join(directory, 'good.csv'),
        BAD: join(directory, 'bad.csv'),
        SOUND: join(xivo.sounds, 'bienvenue.wav'),
      },
    })
  const uuidsOf = async (table: string, name: string) =>
    (await xivo.sql(`select uuid from xivoctl.${table} where name = $1`, [name])).map((row) => row.uuid)

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'xivoctl-unwritten-'))
    await writeFile(join(directory, 'config.json'), '{}', {mode: 0o600})
    await writeFile(join(directory, 'good.csv'), 'phoneNumber\n0230210095\n')
    await writeFile(join(directory, 'bad.csv'), 'phoneNumber\nnone\n')
    uuid = await xivo.use(async (context) => {
      await createList(context, 'Relances', 'ventes')
      return (await createCallback(context, 'Relances', {phoneNumber: '0230210092'})).result.uuid
    })
  })
  afterAll(() => rm(directory, {recursive: true, force: true}))

  test.each(['', '--json'])('of a change exits 8 and tells on stderr what was made: %s', async (format) => {
    const name = `Made${format}`
    const ended = await onFullDisk(`callbacks lists create '${name}' --queue ventes ${format}`)
    expect(ended.code).toBe(8)
    expect(ended.stderr).toMatch(/^error: done, but the result could not be written: ENOSPC[^\n]*\n/m)
    const [made, ...others] = await uuidsOf('callback_list', name)
    expect(others).toEqual([])
    expect(ended.stderr).toContain(made)
  })

  test.each([
    'callbacks create Relances --phone 0230210093',
    'callbacks update "$UUID" --last-name Doe',
    'callbacks close "$UUID"',
    'callbacks import Relances "$GOOD" "$BAD"',
    'callbacks reopen "$UUID"',
    'callbacks lists set-queue Relances sales',
    'callbacks periods create Midi --start 12:00 --end 14:00',
    'callbacks erase --phone 0230210093 --yes',
    'rights set jdoe --profile admin',
    'rights delete jdoe --yes',
    'dissuasion set-queue sales ventes',
    'dissuasion add-sound sales "$SOUND" --name closed',
    'context add lyon --database-url postgres://xivoctl@localhost/asterisk',
    'context default lyon',
    'context remove lyon --default --yes',
    'doctor --fix --yes',
  ])('of %s exits 8', async (line) => {
    if (line.startsWith('doctor'))
      await xivo.sql(`insert into xivoctl.user_profile values (999, 'teacher', false, false)`)
    const {code, stderr} = await onFullDisk(`${line} --json`)
    expect({code, stderr}).toEqual({code: 8, stderr: expect.stringMatching(/^\{|^\[/m)})
  })

  test('of a change is told to a terminal without what steers it', async () => {
    const description = '\u001b]0;title\u0007'
    const {result} = await xivo.use((context) =>
      createCallback(context, 'Relances', {phoneNumber: '0230210094', description}),
    )
    const program = join(await build(), 'bin/run.js')
    const line = `${process.execPath} ${program} callbacks close ${result.uuid} --csv > /dev/full`
    const {code, screen} = await openTerminal(line, {env: xivo.env}).ended
    expect(code).toBe(8)
    expect(screen).toContain('\\u001b]0;title\\u0007')
  })

  test.each([
    'callbacks get "$UUID"',
    'callbacks lists --json',
    'callbacks lists --csv',
    'callbacks create Nowhere --phone 0230210093 --json',
    'db init --dry-run --json',
    'callbacks purge --closed-before 2026-01-01 --dry-run --json',
  ])('of what wrote nothing exits 6 and says so once: %s', async (line) => {
    const {code, stderr} = await onFullDisk(line)
    expect(code).toBe(6)
    expect(stderr.match(/^error: .*/gm)).toEqual([
      expect.stringMatching(/^error: the result could not be written: ENOSPC/),
    ])
  })
})
