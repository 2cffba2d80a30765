import {readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin} from '../../../src/context.ts'
import {setSound} from '../../../src/services/dissuasion/dissuasion.ts'
import {type AddOptions, addSound, checkSounds, gravestOfSounds} from '../../../src/services/dissuasion/sounds.ts'
import {wav} from '../../support/wav.ts'
import {resultOf, useXivo} from '../../support/xivo.ts'

const PLAYBACK = '/var/lib/xivo/sounds/playback'

describe.each(['xivo', 'later'] as const)('the sounds of a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})

  beforeEach(async () => {
    await xivo.sql('create table if not exists dialaction_sample as table dialaction')
    await xivo.sql('truncate dialaction')
    await xivo.sql('insert into dialaction table dialaction_sample')
  })

  const point = (queue: number, path: string, linked = 1) =>
    xivo.sql(
      `update dialaction set action = 'sound', actionarg1 = $2, linked = $3
       where event = 'chanunavail' and category = 'queue' and categoryval = $1`,
      [String(queue), path, linked],
    )
  const check = async (queue?: string) => {
    const checked = await xivo.use((context) => checkSounds(context, queue))
    return {checked, byFile: new Map(checked.map((each) => [each.file ?? each.name, each]))}
  }
  const change = (
    queue: string,
    content: Buffer,
    name: string,
    {dryRun = false, ...options}: AddOptions & {dryRun?: boolean} = {},
  ) =>
    xivo.use((context) => addSound(begin(context, {dryRun}), queue, {bytes: Readable.from([content]), name}, options))
  const add = (...of: Parameters<typeof change>) => resultOf(change(...of))
  const files = async () => (await readdir(xivo.sounds)).sort()

  describe('checked', () => {
    test('are all files, each with those who use it', async () => {
      const {byFile} = await check()
      expect(byFile.get('sales_audio_file.wav')).toMatchObject({
        name: 'sales_audio_file',
        plays: true,
        usedBy: [{event: 'chanunavail', category: 'queue', categoryval: '3', queueName: 'sales'}],
      })
      expect(byFile.get('sales_audio_file_2.wav')?.usedBy).toEqual([
        {event: 'congestion', category: 'queue', categoryval: '3', queueName: 'sales'},
      ])
      expect(byFile.get('bienvenue.wav')?.usedBy).toEqual([
        {event: 'chanunavail', category: 'group', categoryval: '3'},
        {event: 'answer', category: 'incall', categoryval: '8'},
      ])
      expect(byFile.get('sales_newSoundFile.wav')).toMatchObject({plays: true, usedBy: []})
    })

    test('name what does not play, and what there is but nobody would hear', async () => {
      const {byFile} = await check()
      expect(byFile.get('ventes_musique_cd.wav')?.plays).toBe(false)
      expect(byFile.get('facturation_attente')?.faults).toEqual([expect.stringContaining('no extension')])
      expect(byFile.get('recouvrement_essai.wav')?.remarks).toEqual(['it contains only silence'])
      expect(byFile.get('nuit_sature.wav')?.remarks).toEqual([expect.stringMatching(/^it is clipped: \d+ samples/)])
      expect(byFile.get('sav_ferme.gsm')).not.toHaveProperty('plays')
    })

    test('tell when a sound is there in two formats', async () => {
      const {byFile} = await check('sav')
      expect(byFile.get('sav_ferme.wav')?.remarks).toEqual([expect.stringContaining('sav_ferme.gsm')])
      expect(byFile.get('sav_ferme.gsm')?.remarks).toEqual([expect.stringContaining('sav_ferme.wav')])
    })

    test('include what is used and not there, and leave to Asterisk what is elsewhere', async () => {
      await point(1, '/var/lib/xivo/sounds/acd/support')
      await point(2, `${PLAYBACK}/folder/closed`)
      const {byFile} = await check()
      expect(byFile.get('resiliations_ferme')).toEqual({
        name: 'resiliations_ferme',
        plays: false,
        faults: ['there is no such file'],
        remarks: [],
        usedBy: [expect.objectContaining({queueName: 'resiliations'})],
      })
      expect(byFile.get('/var/lib/xivo/sounds/acd/support')).not.toHaveProperty('plays')
      expect(byFile.get('folder/closed')).not.toHaveProperty('plays')
    })

    test('of one queue are those that it uses and those that it is offered', async () => {
      await point(12, `${PLAYBACK}/bienvenue`)
      const of = async (queue: string) => [...(await check(queue)).byFile.keys()]
      expect(await of('nuit')).toEqual(['bienvenue.wav', 'nuit_sature.wav'])
      expect(await of('id:14')).toEqual(['resiliations_ferme'])
      expect(await of('switchboard')).toEqual([])
      await expect(check('salse')).rejects.toMatchObject({code: 'QueueNotFound'})
    })

    test('of one queue leave out those of a queue with a longer name', async () => {
      const [own, foreign] = ['sav_fermeture.wav', 'savoie_ferme.wav'].map((file) => join(xivo.sounds, file))
      for (const file of [own, foreign]) await writeFile(String(file), wav())
      const {byFile} = await check('sav')
      expect([byFile.has('sav_fermeture.wav'), byFile.has('savoie_ferme.wav')]).toEqual([true, false])
      for (const file of [own, foreign]) await rm(String(file))
    })

    test('are not used by a row that is not in force', async () => {
      await point(3, `${PLAYBACK}/sales_audio_file`, 0)
      expect((await check()).byFile.get('sales_audio_file.wav')?.usedBy).toEqual([])
    })

    test('are as good as the worst that is used', async () => {
      const gravest = async (queue?: string) => gravestOfSounds((await check(queue)).checked)
      expect(await gravest()).toBe('invalid')
      expect(await gravest('sales')).toBeUndefined()
      expect(await gravest('ventes')).toBeUndefined()
      await point(5, `${PLAYBACK}/ventes_musique_cd`)
      expect(await gravest('ventes')).toBe('invalid')
    })
  })

  describe('set', () => {
    test('a sound that would not play is set, with a hint', async () => {
      const set = (queue: string, file: string) => xivo.use((context) => setSound(context, queue, file))
      expect(await set('ventes', 'ventes_musique_cd')).toMatchObject({
        result: {soundFile: 'ventes_musique_cd'},
        hints: ['ventes_musique_cd.wav: it has 2 channels, not one', expect.stringContaining('44100 samples')],
      })
      expect(await set('sales', 'sales_newSoundFile')).not.toHaveProperty('hints')
    })
  })

  describe('added', () => {
    test('a file is there under the name of its queue, and can be set at once', async () => {
      const content = wav()
      const added = await add('sales', content, `${shape}.wav`, {set: true})
      expect(added).toMatchObject({
        id: 3,
        soundFile: `sales_${shape}`,
        file: `sales_${shape}.wav`,
        inspection: {plays: true, seconds: 1},
      })
      expect(await readFile(join(xivo.sounds, added.file))).toEqual(content)
      expect((await check('sales')).byFile.get(added.file)?.usedBy).toHaveLength(1)
    })

    test('never takes the place of another one', async () => {
      const before = await readFile(join(xivo.sounds, 'sales_audio_file.wav'))
      await expect(add('sales', wav({seconds: 2}), 'audio_file.wav')).rejects.toMatchObject({kind: 'conflict'})
      await expect(add('sales', wav(), 'audio_file.wav', {dryRun: true})).rejects.toMatchObject({kind: 'conflict'})
      expect(await readFile(join(xivo.sounds, 'sales_audio_file.wav'))).toEqual(before)
    })

    test('is refused when it would not play or not be offered, unless forced', async () => {
      const before = await files()
      await expect(add('sales', wav({channels: 2}), 'stereo.wav')).rejects.toMatchObject({
        kind: 'invalid',
        message: "'sales_stereo.wav' was not added: it has 2 channels, not one",
        hints: [expect.stringContaining('sox'), expect.objectContaining({give: 'force'})],
      })
      await expect(add('sales', wav({rate: 16_000}), 'wide.wav16')).rejects.toMatchObject({
        message: expect.stringContaining("XiVO's forms offer no sounds"),
      })
      expect(await files()).toEqual(before)
      const forced = await change('sales', wav({rate: 16_000}), `${shape}_wide.wav16`, {force: true})
      expect(forced.hints).toEqual([expect.stringContaining("XiVO's forms offer no sounds")])
      expect(await files()).toContain(forced.result.file)
    })

    test('rehearsed, everything is found out and nothing is left', async () => {
      const before = await files()
      expect(await change('sav', wav(), 'ferme.ulaw', {dryRun: true, set: true})).toMatchObject({
        result: {file: 'sav_ferme.ulaw'},
        changes: [
          {kind: 'sound', id: 'sav_ferme.ulaw', after: {bytes: wav().length}},
          {kind: 'dissuasion', name: 'sav', after: {destination: 'sound sav_ferme'}},
        ],
        hints: [expect.stringContaining('there as sav_ferme.gsm, sav_ferme.wav too')],
      })
      await expect(add('sav', wav({bits: 8}), 'a.wav', {dryRun: true})).rejects.toMatchObject({kind: 'invalid'})
      expect(await files()).toEqual(before)
    })

    test('and not set, the error says that it is there', async () => {
      const name = `${shape}_locked.wav`
      const failing = xivo.client(async (client) => {
        await client.query('begin')
        await client.query(`select from dialaction where category = 'queue' and categoryval = '7' for update`)
        return add('sav', wav(), name, {set: true})
      })
      await expect(failing).rejects.toMatchObject({
        code: 'Busy',
        message: expect.stringMatching(/^'sav_\w+_locked.wav' was added; setting the dissuasion of 'sav' failed: /),
        hints: expect.arrayContaining([{run: 'dissuasion set-sound', words: ['sav', `sav_${shape}_locked`]}]),
      })
      expect(await files()).toContain(`sav_${name}`)
    })

    test('without a name, or for a queue that is not there, nothing is', async () => {
      const before = await files()
      await expect(
        xivo.made((context) => addSound(context, 'sales', {bytes: Readable.from([wav()])})),
      ).rejects.toMatchObject({kind: 'invalid', hints: [expect.objectContaining({give: 'name'})]})
      await expect(add('salse', wav(), 'a.wav')).rejects.toMatchObject({code: 'QueueNotFound'})
      expect(await files()).toEqual(before)
    })
  })

  test('a directory that is away is unavailable', async () => {
    await rm(xivo.sounds, {recursive: true})
    await expect(check()).rejects.toMatchObject({kind: 'unavailable'})
    await writeFile(xivo.sounds, '')
    await expect(add('sales', wav(), 'a.wav')).rejects.toMatchObject({kind: 'unavailable'})
  })
})
