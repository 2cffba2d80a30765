import {rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import type {Context} from '../../../src/context.ts'
import type {Changed, State} from '../../../src/formats/changes.ts'
import {
  clearDissuasion,
  dissuasionOptions,
  getDissuasion,
  listDissuasions,
  setQueue,
  setSound,
  TargetQueueNotFound,
} from '../../../src/services/dissuasion/dissuasion.ts'
import {useXivo} from '../../support/xivo.ts'

const PLAYBACK = '/var/lib/xivo/sounds/playback'

describe.each(['xivo', 'later'] as const)('dissuasion on a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})

  beforeEach(async () => {
    await xivo.sql('create table if not exists dialaction_sample as table dialaction')
    await xivo.sql('truncate dialaction')
    await xivo.sql('insert into dialaction table dialaction_sample')
  })

  const rowOf = async (id: number) => {
    const rows = await xivo.sql(
      `select action::text, actionarg1, actionarg2, linked from public.dialaction
       where event::text = 'chanunavail' and category::text = 'queue' and categoryval = $1`,
      [String(id)],
    )
    expect(rows.length).toBeLessThanOrEqual(1)
    return rows[0]
  }
  const write = (id: number, action: string, arg1: string | null, arg2: string | null = null, linked = 1) =>
    xivo.sql(
      `update dialaction set action = $2, actionarg1 = $3, actionarg2 = $4, linked = $5
       where event = 'chanunavail' and category = 'queue' and categoryval = $1`,
      [String(id), action, arg1, arg2, linked],
    )
  const everyOtherRow = (id: number) =>
    xivo.sql(
      `select event::text, category::text, categoryval, action::text, actionarg1, actionarg2, linked from dialaction
       where not (event = 'chanunavail' and category = 'queue' and categoryval = $1) order by 1, 2, 3`,
      [String(id)],
    )
  const get = (queue: string) => xivo.use((context) => getDissuasion(context, queue)).then(({found}) => found)
  const sound = (queue: string, file: string) => xivo.made((context) => setSound(context, queue, file))
  const queue = (from: string, to: string) => xivo.made((context) => setQueue(context, from, to))
  const clear = (from: string) => xivo.made((context) => clearDissuasion(context, from))

  describe('reading', () => {
    test('a sound is the last part of its path', async () => {
      expect(await get('sales')).toEqual({
        id: 3,
        name: 'sales',
        dissuasion: {type: 'soundFile', value: {soundFile: 'sales_audio_file'}},
      })
    })

    test('a queue is told by its name', async () => {
      expect(await get('id:4')).toEqual({
        id: 4,
        name: 'sales_queue',
        dissuasion: {type: 'queue', value: {queueName: 'switchboard'}},
      })
    })

    test.each([
      ['none', 'switchboard'],
      ['a user', 'sav'],
      ['a queue that is gone', 'reclamations'],
      ['a row with linked 0', 'recouvrement'],
      ['no row', 'urgences'],
    ])('%s is other, without a value', async (_, name) => {
      expect((await get(name)).dissuasion).toEqual({type: 'other'})
    })

    test('a sound with linked 0, or without a path, is other', async () => {
      await write(3, 'sound', `${PLAYBACK}/sales_audio_file`, null, 0)
      expect((await get('sales')).dissuasion).toEqual({type: 'other'})
      await write(3, 'sound', '')
      expect((await get('sales')).dissuasion).toEqual({type: 'other'})
    })

    test('an unknown queue is not found', async () => {
      await expect(get('id:10')).rejects.toMatchObject({code: 'QueueNotFound'})
    })
  })

  describe('the list', () => {
    const listed = async () => new Map((await xivo.use(listDissuasions)).map((each) => [each.name, each]))

    test('has every queue, also those without a row', async () => {
      const all = await listed()
      expect(all.size).toBe(14)
      expect(all.get('urgences')).toEqual({id: 13, name: 'urgences', dissuasion: {type: 'other'}, action: 'none'})
    })

    test('tells what other stands for, in the words of XiVO', async () => {
      const all = await listed()
      expect(all.get('support_n2')).toEqual({
        id: 8,
        name: 'support_n2',
        dissuasion: {type: 'other'},
        action: 'extension',
        actionarg1: '2028',
        actionarg2: 'default',
      })
      expect(all.get('support')).toEqual({
        id: 1,
        name: 'support',
        dissuasion: {type: 'soundFile', value: {soundFile: 'support_n1_ferme'}},
        action: 'sound',
        actionarg1: `${PLAYBACK}/support_n1_ferme`,
        actionarg2: 'noanswer',
        seconds: 1,
      })
    })

    test('marks the destinations that callers would not reach, and no others', async () => {
      const broken = [...(await listed()).values()].filter((each) => each.broken !== undefined)
      expect(broken.map(({name, broken}) => [name, broken])).toEqual([
        ['reclamations', 'there is no queue 99'],
        ['recouvrement', 'the queue that it leads to was deleted'],
        ['resiliations', "there is no sound file 'resiliations_ferme'"],
      ])
    })

    test.each([
      [
        'sound',
        '/var/lib/xivo/sounds/acd/sales_audio_file',
        `'/var/lib/xivo/sounds/acd/sales_audio_file' is not in ${PLAYBACK}`,
      ],
      ['sound', 'sales_audio_file', `'sales_audio_file' is not in ${PLAYBACK}`],
      ['sound', `${PLAYBACK}/sales_audio_file.wav`, "there is no sound file 'sales_audio_file.wav'"],
      ['sound', null, 'it names no sound file'],
      ['queue', '', 'it names no queue'],
      ['queue', '3', 'callers would return to the queue that they left'],
      ['queue', '12', "the queue 'nuit' is disabled"],
    ])('%s %s is broken', async (action, arg1, reason) => {
      await write(3, action, arg1)
      expect((await listed()).get('sales')?.broken).toBe(reason)
    })

    test('a queue that Asterisk has no settings of is as a disabled one', async () => {
      await xivo.sql(`update queue set name = 'nuitée' where name = 'nuit'`)
      await write(3, 'queue', '12')
      expect((await listed()).get('sales')?.broken).toBe("the queue 'nuit' is disabled")
      await xivo.sql(`update queue set name = 'nuit' where name = 'nuitée'`)
    })

    test('two queues that send their callers to each other are both broken', async () => {
      await write(2, 'queue', '4')
      const all = await listed()
      expect(all.get('sales_queue')?.broken).toContain('return to the queue')
      expect(all.get('switchboard')?.broken).toContain('return to the queue')
      expect(all.get('facturation')).not.toHaveProperty('broken')
    })

    test('a loop through every queue is broken for all of them', async () => {
      const names = [...(await listed()).keys()].sort()
      await xivo.sql(`update queue set commented = 0`)
      for (const [i, name] of names.entries()) await queue(name, names[(i + 1) % names.length] ?? '')
      const reasons = new Set([...(await listed()).values()].map(({broken}) => broken))
      await xivo.sql(`update queue set commented = 1 where name = 'nuit'`)
      expect(reasons).toEqual(new Set([expect.stringContaining('return to the queue')]))
    })

    test('without the sound directory the sounds are unchecked, not broken', async () => {
      await rename(xivo.sounds, `${xivo.sounds}.away`)
      try {
        const all = await listed()
        expect(all.get('sales')).not.toHaveProperty('broken')
        expect(all.get('sales')?.unchecked).toContain(xivo.sounds)
        expect(all.get('sales_queue')).not.toHaveProperty('unchecked')
      } finally {
        await rename(`${xivo.sounds}.away`, xivo.sounds)
      }
    })
  })

  describe('the options', () => {
    const options = (name: string, change: Partial<Context['settings']> = {}) =>
      xivo.use((context) => dissuasionOptions({...context, settings: {...context.settings, ...change}}, name))

    test('are the sounds that start with the name of the queue and _, and the default queue', async () => {
      expect(await options('sales')).toEqual({
        id: 3,
        name: 'sales',
        dissuasions: {
          soundFiles: [
            {soundFile: 'sales_audio_file'},
            {soundFile: 'sales_audio_file_2'},
            {soundFile: 'sales_newSoundFile'},
            {soundFile: 'sales_queue_ferme'},
          ],
          queues: [{queueName: 'switchboard'}],
        },
      })
    })

    test("a longer first word is another queue, and the bare name is nobody's", async () => {
      await writeFile(join(xivo.sounds, 'savoie_ferme.wav'), '')
      await writeFile(join(xivo.sounds, 'sav.wav'), '')
      expect((await options('sav')).dissuasions.soundFiles).toEqual([{soundFile: 'sav_ferme'}])
      await expect(sound('sav', 'savoie_ferme')).rejects.toMatchObject({code: 'FileNotFound'})
    })

    test('a sound in two formats is there once', async () => {
      expect((await options('sav')).dissuasions.soundFiles).toEqual([{soundFile: 'sav_ferme'}])
    })

    test('the default queue is not offered to itself, and only while it exists', async () => {
      expect((await options('switchboard')).dissuasions).toEqual({soundFiles: [], queues: []})
      expect((await options('sales', {dissuasionQueue: 'gone'})).dissuasions.queues).toEqual([])
    })
  })

  describe('setting a sound', () => {
    test('writes the path that Asterisk sees, without extension, in force, and nothing else', async () => {
      const others = await everyOtherRow(3)
      const state = (name: string) => ({
        destination: `sound ${name}`,
        action: 'sound',
        actionarg1: `${PLAYBACK}/${name}`,
        actionarg2: null,
        linked: 1,
      })
      expect(await xivo.use((context) => setSound(context, 'sales', 'sales_newSoundFile.wav'))).toEqual({
        result: {id: 3, soundFile: 'sales_newSoundFile'},
        tag: expect.any(String),
        changes: [
          {
            kind: 'dissuasion',
            id: 3,
            name: 'sales',
            before: state('sales_audio_file'),
            after: state('sales_newSoundFile'),
          },
        ],
      })
      expect(await rowOf(3)).toEqual({
        action: 'sound',
        actionarg1: `${PLAYBACK}/sales_newSoundFile`,
        actionarg2: null,
        linked: 1,
      })
      expect(await everyOtherRow(3)).toEqual(others)
    })

    test('keeps the playback options of the former sound', async () => {
      await sound('support', 'support_n2_ferme')
      expect(await rowOf(1)).toMatchObject({actionarg1: `${PLAYBACK}/support_n2_ferme`, actionarg2: 'noanswer'})
    })

    test('drops the ring time of a former queue', async () => {
      await sound('facturation', 'facturation_attente')
      expect(await rowOf(6)).toMatchObject({action: 'sound', actionarg2: null})
    })

    test.each([
      ['', {noanswer: true}, 'noanswer'],
      ['', {skip: true, noanswer: true}, 'skipnoanswer'],
      ['noanswer', {skip: true}, 'skipnoanswer'],
      ['skipnoanswer', {}, 'skipnoanswer'],
      ['skipnoanswer', {noanswer: false}, 'skip'],
      ['skipnoanswerj', {skip: false}, 'noanswerj'],
      ['noanswer', {noanswer: false}, null],
      ['30', {skip: true}, 'skip'],
    ])('with the playback options %j and %j it has %j', async (former, options, after) => {
      await write(3, 'sound', `${PLAYBACK}/sales_audio_file`, former)
      const answer = await xivo.made((context) => setSound(context, 'sales', 'sales_audio_file', options))
      expect(answer).toEqual({id: 3, soundFile: 'sales_audio_file', ...(after && {actionarg2: after})})
      expect(await rowOf(3)).toMatchObject({actionarg2: after})
    })

    test('takes an empty option for none', async () => {
      await write(3, 'sound', `${PLAYBACK}/sales_audio_file`, '')
      await sound('sales', 'sales_audio_file_2')
      expect(await rowOf(3)).toMatchObject({actionarg2: null})
    })

    test('a name with a dot of its own is not cut', async () => {
      await sound('support', 'support_horaires.v2')
      expect(await rowOf(1)).toMatchObject({actionarg1: `${PLAYBACK}/support_horaires.v2`})
    })

    test('of a directory mounted elsewhere writes the path that Asterisk sees, byte for byte', async () => {
      await xivo.made((context) =>
        setSound(
          {...context, sounds: {...context.sounds, asteriskPath: '/srv/élan/playback'}},
          'sales',
          'sales_audio_file_2',
        ),
      )
      const [row] = await xivo.sql(
        `select encode(convert_to(actionarg1, 'UTF8'), 'hex') as bytes from dialaction
         where event = 'chanunavail' and category = 'queue' and categoryval = '3'`,
      )
      expect(row?.bytes).toBe(Buffer.from('/srv/élan/playback/sales_audio_file_2').toString('hex'))
    })

    test.each([
      'ventes_dissuasion',
      'sales_2015',
      'sales_archives',
      'sales_archives/sales_2015',
      '../playback/sales_audio_file',
      'sales_../../etc/passwd',
      '/etc/passwd',
      'sales_audio_file\0',
      'SALES_AUDIO_FILE',
      'sales_',
      '',
    ])('%j is not found, and nothing is written', async (file) => {
      const before = await rowOf(3)
      await expect(sound('sales', file)).rejects.toMatchObject({kind: 'not-found', code: 'FileNotFound'})
      expect(await rowOf(3)).toEqual(before)
    })

    test('the hint lists what is offered', async () => {
      await expect(sound('sales', 'sales_audio_fil')).rejects.toMatchObject({
        hints: [
          `did you mean 'sales_audio_file'?`,
          'sound files: sales_audio_file, sales_audio_file_2, sales_newSoundFile, sales_queue_ferme',
          expect.stringContaining('sales_'),
        ],
      })
    })

    test('the sounds of sales_queue are offered to sales too, not the other way round', async () => {
      expect(await sound('sales', 'sales_queue_ferme')).toMatchObject({soundFile: 'sales_queue_ferme'})
      await expect(sound('sales_queue', 'sales_audio_file')).rejects.toMatchObject({code: 'FileNotFound'})
    })

    test('without a readable directory nothing is written', async () => {
      await rename(xivo.sounds, `${xivo.sounds}.away`)
      await writeFile(xivo.sounds, 'a file in its place')
      try {
        await expect(sound('support', 'support_n1_ferme')).rejects.toMatchObject({kind: 'unavailable'})
        expect(await rowOf(1)).toMatchObject({actionarg1: `${PLAYBACK}/support_n1_ferme`, actionarg2: 'noanswer'})
      } finally {
        await rm(xivo.sounds)
        await rename(`${xivo.sounds}.away`, xivo.sounds)
      }
    })

    test('of a queue that is not there is not found', async () => {
      const failed = sound('nowhere', 'sales_audio_file')
      await expect(failed).rejects.toMatchObject({code: 'QueueNotFound'})
      await expect(failed).rejects.not.toBeInstanceOf(TargetQueueNotFound)
    })

    test.each(['no_such_file', ''])(
      '%j of a queue that is not there is not found for the queue first',
      async (file) => {
        await expect(sound('nowhere', file)).rejects.toMatchObject({code: 'QueueNotFound'})
      },
    )
  })

  describe('setting a queue', () => {
    test('writes the id of the target, never its name', async () => {
      const others = await everyOtherRow(3)
      expect(await queue('sales', 'switchboard')).toMatchObject({id: 3, queueName: 'switchboard'})
      expect(await rowOf(3)).toEqual({action: 'queue', actionarg1: '2', actionarg2: null, linked: 1})
      expect(await everyOtherRow(3)).toEqual(others)
    })

    test('keeps the ring time of the former queue', async () => {
      await queue('facturation', 'sales')
      expect(await rowOf(6)).toEqual({action: 'queue', actionarg1: '3', actionarg2: '30', linked: 1})
    })

    test.each([
      [45, '45'],
      [0, null],
    ])('takes a ring time of %i s', async (ringTime, after) => {
      await xivo.made((context) => setQueue(context, 'facturation', 'switchboard', ringTime))
      expect(await rowOf(6)).toEqual({action: 'queue', actionarg1: '2', actionarg2: after, linked: 1})
      await xivo.made((context) => setQueue(context, 'sales', 'switchboard', ringTime))
      expect(await rowOf(3)).toMatchObject({actionarg2: after})
    })

    test('drops the playback options of a former sound', async () => {
      await queue('support', 'sales')
      expect(await rowOf(1)).toEqual({action: 'queue', actionarg1: '3', actionarg2: null, linked: 1})
    })

    test('puts a row with linked 0 in force again', async () => {
      const {changes} = await xivo.use((context) => setQueue(context, 'recouvrement', 'facturation'))
      expect(changes).toMatchObject([{before: {destination: 'queue 10 (deleted)', linked: 0}, after: {linked: 1}}])
      expect(await rowOf(11)).toEqual({action: 'queue', actionarg1: '6', actionarg2: null, linked: 1})
    })

    test('makes the row when there is none', async () => {
      const {changes} = await xivo.use((context) => setQueue(context, 'urgences', 'support'))
      expect(changes).toMatchObject([{name: 'urgences', after: {destination: 'queue support'}}])
      expect(changes[0]).not.toHaveProperty('before')
      expect(await rowOf(13)).toEqual({action: 'queue', actionarg1: '1', actionarg2: null, linked: 1})
    })

    test('to itself is invalid', async () => {
      await expect(queue('sales', 'id:3')).rejects.toMatchObject({kind: 'invalid', code: 'InvalidRequest'})
      expect(await rowOf(3)).toMatchObject({action: 'sound'})
    })

    test('an unknown target is told apart from an unknown queue', async () => {
      const failed = queue('sales', 'swichboard')
      await expect(failed).rejects.toBeInstanceOf(TargetQueueNotFound)
      await expect(failed).rejects.toMatchObject({
        kind: 'not-found',
        code: 'QueueNotFound',
        message: `no queue named 'swichboard'`,
        hints: [`did you mean 'switchboard'?`, expect.any(String)],
      })
      await expect(queue('nowhere', 'sales')).rejects.not.toBeInstanceOf(TargetQueueNotFound)
    })

    test('hints at a target that is disabled, and at a case that never comes', async () => {
      const hints = async (write: (context: Context) => Promise<Changed<unknown>>) => (await xivo.use(write)).hints
      await xivo.sql(`update queue set joinempty = '', leavewhenempty = null where name = 'ventes'`)
      expect(await hints((context) => setQueue(context, 'ventes', 'nuit'))).toEqual([
        expect.stringContaining('joinempty'),
        expect.stringContaining(`'nuit' is disabled`),
      ])
      expect(await hints((context) => setSound(context, 'ventes', 'ventes_dissuasion'))).toEqual([
        expect.stringContaining('leavewhenempty'),
      ])
      await xivo.sql(`update queue set leavewhenempty = 'unavailable' where name = 'ventes'`)
      expect(await hints((context) => setQueue(context, 'ventes', 'sales'))).toBeUndefined()
    })
  })

  describe('clearing', () => {
    test.each([1, 6, 11, 13])('leaves queue %i the row that XiVO writes for nothing', async (id) => {
      const cleared = await clear(`id:${id}`)
      expect(cleared).toMatchObject({id, dissuasion: {type: 'other'}})
      expect(await rowOf(id)).toEqual({action: 'none', actionarg1: null, actionarg2: null, linked: 1})
    })

    test('takes arguments away that a former none had left behind', async () => {
      await write(2, 'none', 'left', 'over')
      await clear('switchboard')
      expect(await rowOf(2)).toEqual({action: 'none', actionarg1: null, actionarg2: null, linked: 1})
    })
  })

  test('a hundred changes at once leave one whole row, and each knows the one before it', async () => {
    await xivo.sql(`delete from dialaction where event = 'chanunavail' and category = 'queue' and categoryval = '3'`)
    const changes = await xivo.use((context) =>
      Promise.all(
        Array.from({length: 100}, (_, i) => {
          if (i % 2 === 0) return setQueue(context, 'sales', ['support', 'ventes', 'sav'][i % 3] ?? '')
          return setSound(context, 'sales', i % 3 === 0 ? 'sales_audio_file' : 'sales_newSoundFile')
        }),
      ),
    )
    // One that found the row as it wanted it changed nothing.
    const states = changes.flatMap(({changes}) => changes)
    const text = (state: State | undefined) => (state ? `${state.action} ${state.actionarg1}` : 'none')
    const last = await rowOf(3)
    expect(last).toMatchObject({actionarg2: null, linked: 1})
    const befores = [...states.map(({before}) => text(before)), text(last as State)]
    expect(befores.sort()).toEqual(['none', ...states.map(({after}) => text(after))].sort())
  })
})
