import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {beforeEach, describe, expect, test} from 'vitest'
import {begin} from '../../../src/context.ts'
import {listDissuasions, setSound} from '../../../src/services/dissuasion/dissuasion.ts'
import {type AddOptions, addSound, checkSounds, gravestOfSounds} from '../../../src/services/dissuasion/sounds.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
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
    return {checked, byName: new Map(checked.map((each) => [each.name, each]))}
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
  const visible = (names: string[]) => names.filter((name) => !name.startsWith('.'))

  describe('checked', () => {
    test('are all files, each with those who use it', async () => {
      const {byName} = await check()
      expect(byName.get('sales_audio_file')).toMatchObject({
        name: 'sales_audio_file',
        verdict: 'plays',
        usedBy: [{event: 'chanunavail', category: 'queue', categoryval: '3', queueName: 'sales'}],
      })
      expect(byName.get('sales_audio_file_2')?.usedBy).toEqual([
        {event: 'congestion', category: 'queue', categoryval: '3', queueName: 'sales'},
      ])
      expect(byName.get('bienvenue')?.usedBy).toEqual([
        {event: 'chanunavail', category: 'group', categoryval: '3'},
        {event: 'answer', category: 'incall', categoryval: '8'},
      ])
      expect(byName.get('sales_newSoundFile')).toMatchObject({verdict: 'plays', usedBy: []})
    })

    test('name what does not play, and what there is but nobody would hear', async () => {
      const {byName} = await check()
      expect(byName.get('ventes_musique_cd')?.verdict).toBe('does not play')
      expect(byName.get('facturation_attente')?.faults).toEqual([expect.stringContaining('no extension')])
      expect(byName.get('recouvrement_essai')?.files[0]?.remarks).toEqual(['it contains only silence'])
      expect(byName.get('nuit_sature')?.files[0]?.remarks).toContainEqual(
        expect.stringMatching(/^it is clipped: \d+ samples/),
      )
    })

    test('are heard in the format that the call takes', async () => {
      const alaw = join(xivo.sounds, 'sav_ferme.alaw')
      await writeFile(alaw, '')
      const {byName} = await check('sav')
      await rm(alaw)
      expect(byName.get('sav_ferme')).toMatchObject({
        verdict: 'plays nothing',
        calls: {
          alaw: {verdict: 'plays nothing', file: 'sav_ferme.alaw'},
          ulaw: {verdict: 'plays', file: 'sav_ferme.wav'},
          other: {verdict: 'plays', file: 'sav_ferme.wav'},
        },
        faults: ['sav_ferme.alaw: it is empty'],
        files: [{file: 'sav_ferme.alaw'}, {file: 'sav_ferme.gsm', seconds: 1}, {file: 'sav_ferme.wav', seconds: 1}],
      })
    })

    test('include what is used and not there, and leave to Asterisk what is elsewhere', async () => {
      await point(1, '/var/lib/xivo/sounds/acd/support')
      await point(2, `${PLAYBACK}/folder/closed`)
      const {byName} = await check()
      expect(byName.get('resiliations_ferme')).toMatchObject({
        verdict: 'does not play',
        calls: {alaw: {verdict: 'does not play'}},
        faults: ['there is no such file'],
        files: [],
        usedBy: [expect.objectContaining({queueName: 'resiliations'})],
      })
      expect(byName.get('/var/lib/xivo/sounds/acd/support')?.verdict).toBe('not read')
      expect(byName.get('folder/closed')?.verdict).toBe('not read')
    })

    test('of one queue are those that it uses and those that it is offered', async () => {
      await point(12, `${PLAYBACK}/bienvenue`)
      const of = async (queue: string) => [...(await check(queue)).byName.keys()]
      expect(await of('nuit')).toEqual(['bienvenue', 'nuit_sature'])
      expect(await of('id:14')).toEqual(['resiliations_ferme'])
      expect(await of('switchboard')).toEqual([])
      await expect(check('salse')).rejects.toMatchObject({code: 'QueueNotFound'})
    })

    test('of one queue leave out those of a queue with a longer name', async () => {
      const [own, foreign] = ['sav_fermeture.wav', 'savoie_ferme.wav'].map((file) => join(xivo.sounds, file))
      for (const file of [own, foreign]) await writeFile(String(file), wav())
      const {byName} = await check('sav')
      expect([byName.has('sav_fermeture'), byName.has('savoie_ferme')]).toEqual([true, false])
      for (const file of [own, foreign]) await rm(String(file))
    })

    test('are not used by a row that is not in force', async () => {
      await point(3, `${PLAYBACK}/sales_audio_file`, 0)
      expect((await check()).byName.get('sales_audio_file')?.usedBy).toEqual([])
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

  describe('listed as a destination', () => {
    test('is broken when callers would not hear it, and unchecked when that depends', async () => {
      const states = async () => new Map((await xivo.use(listDissuasions)).map((each) => [each.name, each]))
      await point(5, `${PLAYBACK}/ventes_musique_cd`)
      await point(3, `${PLAYBACK}/sales_rare`)
      await writeFile(join(xivo.sounds, 'sales_rare.g729'), Buffer.alloc(800))
      const found = await states()
      await rm(join(xivo.sounds, 'sales_rare.g729'))
      expect(found.get('ventes')?.broken).toMatch(
        /^callers do not hear the sound 'ventes_musique_cd' as they should: does not play: it has 2 channels/,
      )
      expect(found.get('sales')).toMatchObject({
        unchecked: "the sound 'sales_rare' may not play: needs a codec: plays only where XiVO has a codec for .g729",
      })
    })

    test('and is not broken when it is only in a language folder', async () => {
      await mkdir(join(xivo.sounds, 'fr_FR'))
      await writeFile(join(xivo.sounds, 'fr_FR', 'sales_ailleurs.wav'), wav())
      await point(3, `${PLAYBACK}/sales_ailleurs`)
      const all = await xivo.use(listDissuasions)
      const {byName} = await check('sales')
      await rm(join(xivo.sounds, 'fr_FR'), {recursive: true})
      expect(all.find(({name}) => name === 'sales')).not.toHaveProperty('broken')
      expect(byName.get('sales_ailleurs')).toMatchObject({
        verdict: 'plays',
        files: [{file: 'fr_FR/sales_ailleurs.wav', language: 'fr_FR'}],
        usedBy: [{queueName: 'sales'}],
      })
    })
  })

  describe('set', () => {
    test('a sound is refused when Asterisk would split its name', async () => {
      await writeFile(join(xivo.sounds, 'sales_a&b.wav'), wav())
      const refused = xivo.use((context) => setSound(context, 'sales', 'sales_a&b'))
      await expect(refused).rejects.toMatchObject({
        kind: 'invalid',
        message: expect.stringContaining('its name contains &'),
      })
      await rm(join(xivo.sounds, 'sales_a&b.wav'))
    })

    test('a sound that would not play is set, with a hint', async () => {
      const set = (queue: string, file: string) => xivo.use((context) => setSound(context, queue, file))
      expect(await set('ventes', 'ventes_musique_cd')).toMatchObject({
        result: {soundFile: 'ventes_musique_cd'},
        hints: [expect.stringMatching(/^ventes_musique_cd: does not play: it has 2 channels, .* 44100 samples/)],
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
        inspection: {verdict: 'plays', seconds: 1},
      })
      expect(await readFile(join(xivo.sounds, added.file))).toEqual(content)
      expect((await check('sales')).byName.get(added.soundFile)?.usedBy).toHaveLength(1)
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
        hints: expect.arrayContaining([
          expect.objectContaining({give: 'convert'}),
          expect.stringContaining('sox'),
          expect.objectContaining({give: 'force'}),
        ]),
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
      expect(
        await change('sav', Buffer.alloc(8000), 'ferme.ulaw', {dryRun: true, set: true, force: true}),
      ).toMatchObject({
        result: {file: 'sav_ferme.ulaw'},
        changes: [
          {kind: 'sound', id: 'sav_ferme.ulaw', after: {bytes: 8000}},
          {kind: 'dissuasion', name: 'sav', after: {destination: 'sound sav_ferme'}},
        ],
        hints: expect.arrayContaining(['sav_ferme.ulaw: alaw and other calls may hear sav_ferme.wav in its place']),
      })
      await expect(add('sav', wav({bits: 8}), 'a.wav', {dryRun: true})).rejects.toMatchObject({kind: 'invalid'})
      expect(await files()).toEqual(before)
    })

    test('beside a file that some calls would hear in its place is refused, or replaces it until that is undone', async () => {
      const [old, name] = [`sales_${shape}_ferme.alaw`, `${shape}_ferme.wav`]
      await writeFile(join(xivo.sounds, old), 'old')
      const before = await files()
      await expect(add('sales', wav(), name)).rejects.toMatchObject({
        kind: 'conflict',
        message: `'sales_${name}' was not added: callers on alaw calls may hear ${old} instead, which is already there`,
        hints: expect.arrayContaining([expect.objectContaining({give: 'replace'})]),
      })
      const {changes, hints} = await change('sales', wav(), name, {replace: true, set: true})
      expect(changes).toMatchObject([
        {kind: 'sound', id: `sales_${name}`, after: {bytes: wav().length}},
        {kind: 'sound', id: old, before: {bytes: 3}},
        {kind: 'dissuasion', name: 'sales'},
      ])
      expect(hints).toBeUndefined()
      expect(visible(await files())).toEqual(visible(before).map((each) => (each === old ? `sales_${name}` : each)))
      const ids = (await xivo.sql('select id from xivoctl.journal order by id desc limit 3')).map(({id}) => String(id))
      await xivo.use((context) => undoChanges(begin(context, {}), {ids}))
      expect(await files()).toEqual(expect.arrayContaining(before))
      expect(await readFile(join(xivo.sounds, old), 'utf8')).toBe('old')
      expect(await files()).not.toContain(`sales_${name}`)
    })

    test('replaces its namesake, played or not, until that is undone', async () => {
      const file = 'sales_audio_file.wav'
      const former = await readFile(join(xivo.sounds, file))
      await change('sales', wav({seconds: 2}), 'audio_file.wav', {replace: true})
      expect(await readFile(join(xivo.sounds, file))).toEqual(wav({seconds: 2}))
      const [{id} = {id: ''}] = await xivo.sql('select id from xivoctl.journal order by id desc limit 1')
      await xivo.use((context) => undoChanges(begin(context, {}), {ids: [String(id)]}))
      expect(await readFile(join(xivo.sounds, file))).toEqual(former)
    })

    test('puts back what it replaced when the journal fails', async () => {
      const before = await files()
      await xivo.sql('alter table xivoctl.journal rename to unchanged')
      await expect(change('sales', wav({seconds: 2}), 'audio_file.wav', {replace: true})).rejects.toThrow()
      await xivo.sql('alter table xivoctl.unchanged rename to journal')
      expect(visible(await files())).toEqual(visible(before))
      expect(await readFile(join(xivo.sounds, 'sales_audio_file.wav'))).not.toEqual(wav({seconds: 2}))
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
