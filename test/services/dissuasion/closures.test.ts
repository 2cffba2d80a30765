import {beforeEach, describe, expect, test} from 'vitest'
import DissuasionList from '../../../commands/dissuasion/list.ts'
import type {ScheduleRow} from '../../../src/database/schedules.ts'
import {allSoundUses} from '../../../src/database/sound-uses.ts'
import {closureOf, closureText} from '../../../src/services/dissuasion/closures.ts'
import {explainDissuasion} from '../../../src/services/dissuasion/dissuasion.ts'
import {checkSounds} from '../../../src/services/dissuasion/sounds.ts'
import {schedules as check} from '../../../src/services/doctor/schedules.ts'
import {run} from '../../support/run.ts'
import {useXivo} from '../../support/xivo.ts'

const PLAYBACK = '/var/lib/xivo/sounds/playback'
const SATURDAY = Date.parse('2026-12-05T09:00+01:00')

const office: ScheduleRow = {
  id: 1,
  name: 'Bureau',
  timezone: 'Europe/Paris',
  fallback_action: 'queue',
  fallback_actionid: '2',
  fallback_actionargs: '30',
  periods: [
    {mode: 'opened', hours: '08:00-18:00', weekdays: '1-5', monthdays: null, months: null, ...noAction()},
    {
      ...{mode: 'closed', hours: null, weekdays: null, monthdays: '25', months: '12'},
      ...{action: 'sound', actionid: `${PLAYBACK}/noel`, actionargs: 'skip;noanswer;'},
    },
  ],
  paths: [{path: 'queue', pathid: 3, order: 0}],
}

function noAction() {
  return {action: null, actionid: null, actionargs: null}
}

const queues = [{id: 2, name: 'switchboard'}]
const at = (moment: number, schedules = [office], id = 3) => closureOf({id}, schedules, queues, moment)
const text = (...given: Parameters<typeof at>) => {
  const closure = at(...given)
  return closure && closureText(closure)
}

describe('a queue that its schedule closes', () => {
  test('says until when, and where callers go', () => {
    expect(at(SATURDAY)).toEqual({
      schedule: 'Bureau',
      until: '2026-12-07T07:00:00.000Z',
      timeZone: 'Europe/Paris',
      destination: {
        dissuasion: {type: 'queue', value: {queueName: 'switchboard'}},
        action: 'queue',
        actionarg1: '2',
        actionarg2: '30',
      },
    })
    expect(at(Date.parse('2026-12-04T09:00+01:00'))).toBeUndefined()
    expect(at(SATURDAY, [office], 4)).toBeUndefined()
  })

  test('goes where the closed period leads, when one closes it', () => {
    expect(at(Date.parse('2026-12-25T09:00+01:00'))?.destination).toEqual({
      dissuasion: {type: 'soundFile', value: {soundFile: 'noel'}},
      action: 'sound',
      actionarg1: `${PLAYBACK}/noel`,
      actionarg2: 'skip;noanswer;',
    })
  })

  test('shows no password', () => {
    const locked = {...office, fallback_action: 'application:password', fallback_actionid: '4711'}
    expect(JSON.stringify(at(SATURDAY, [locked]))).not.toContain('4711')
  })

  test('follows the first of several schedules', () => {
    const open = {...office, id: 2, periods: [], paths: [{path: 'queue', pathid: 3, order: -1}]}
    expect(at(SATURDAY, [office, {...open, name: 'First'}])?.schedule).toBe('First')
  })

  test('is told in one line', () => {
    expect(text(SATURDAY)).toBe(
      "closed by schedule 'Bureau' until Mon 2026-12-07 08:00 Europe/Paris: callers go to queue switchboard (30 s)",
    )
    expect(text(SATURDAY, [{...office, periods: [], fallback_action: 'none'}])).toBe(
      "closed by schedule 'Bureau': the call ends",
    )
    expect(
      text(SATURDAY, [
        {...office, periods: [], fallback_action: 'endcall:busy', fallback_actionid: null, fallback_actionargs: null},
      ]),
    ).toBe("closed by schedule 'Bureau': the call ends (endcall:busy)")
    expect(text(SATURDAY, [{...office, timezone: null}])).toBe(
      "closed: XiVO cannot read schedule 'Bureau' (no time zone), so it hangs up on callers",
    )
    const soon = Math.floor(Date.now() / 60_000) * 60_000 + 3 * 3_600_000
    expect(closureText({schedule: 'Bureau', until: new Date(soon).toISOString(), timeZone: 'UTC'})).toMatch(
      /^closed by schedule 'Bureau' until (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d UTC: the call ends$/,
    )
  })
})

describe.each(['xivo', 'later'] as const)('schedules of a XiVO of the shape %s', (shape) => {
  const xivo = useXivo({shape})

  beforeEach(async () => {
    await xivo.sql('truncate schedule, schedule_time, schedule_path, paging')
    await xivo.sql(
      `insert into schedule (id, name, timezone, fallback_action, fallback_actionid, commented) values
       (1, 'Fermé', 'Europe/Paris', 'sound', '${PLAYBACK}/bienvenue', 0),
       (2, 'Éteint', 'Europe/Paris', 'sound', '${PLAYBACK}/sav_ferme', 1)`,
    )
    await xivo.sql(
      `insert into schedule_path (schedule_id, "path", pathid, "order") values (1, 'queue', 3, 0), (2, 'queue', 4, 0), (1, 'incall', 5, 0)`,
    )
  })

  const explained = (queue: string) => xivo.use((context) => explainDissuasion(context, queue))
  const found = () => xivo.use((context) => check.examine(context))
  const period = (mode: string, fields: Record<string, string>) =>
    xivo.sql(
      `insert into schedule_time (schedule_id, mode, ${Object.keys(fields)}) values (1, $1, ${Object.keys(fields).map((_, i) => `$${i + 2}`)})`,
      [mode, ...Object.values(fields)],
    )

  test('close the queue that has one, and only where it is not disabled', async () => {
    expect(await explained('sales')).toMatchObject({
      closed: {schedule: 'Fermé', timeZone: 'Europe/Paris', destination: {action: 'sound'}},
    })
    expect(await explained('sales_queue')).not.toHaveProperty('closed')
    await period('opened', {hours: '00:00-23:59'})
    expect(await explained('sales')).not.toHaveProperty('closed')
  })

  test('are told in the list', async () => {
    const {stdout} = await run(DissuasionList, [], xivo.env)
    expect(stdout).toMatch(
      /^3 +sales +sound sales_audio_file +closed by schedule 'Fermé': callers hear sound bienvenue$/m,
    )
  })

  test('are passed over where they may not be read', async () => {
    await xivo.sql('alter table schedule_time rename to gone')
    expect(await explained('sales')).not.toHaveProperty('closed')
    expect(await found()).toEqual([])
    expect(await xivo.use(({db}) => allSoundUses(db))).toContainEqual(expect.objectContaining({category: 'schedule'}))
    await xivo.sql('alter table gone rename to schedule_time')
  })

  test('play sounds, and so do pagings', async () => {
    await period('closed', {action: 'sound', actionid: `${PLAYBACK}/sav_ferme`})
    await period('opened', {action: 'sound', actionid: `${PLAYBACK}/nuit_sature`})
    await xivo.sql(`insert into paging (number, timeout, announcement_file) values ('601', 30, 'nuit_sature.wav')`)
    const [paging] = await xivo.sql('select id from paging')
    const checked = await xivo.use((context) => checkSounds(context))
    const usedBy = (sound: string) => checked.find(({name}) => name === sound)?.usedBy
    expect(usedBy('bienvenue')).toContainEqual({
      event: 'fallback_action',
      category: 'schedule',
      categoryval: '1',
    })
    expect(usedBy('sav_ferme')).toContainEqual({event: 'schedule_time', category: 'schedule', categoryval: '1'})
    expect(usedBy('nuit_sature')).toEqual([
      {event: 'announcement_file', category: 'paging', categoryval: String(paging?.id)},
    ])
  })

  describe('in doctor', () => {
    test.each<[string, Record<string, string>, RegExp]>([
      [
        'opened',
        {hours: '22:00-06:00'},
        /^the schedule 'Fermé' of queue 'sales', incall 5 cannot be read: hours '22:00-06:00'$/,
      ],
      ['opened', {weekdays: '0'}, /is always closed$/],
    ])('%s %j', async (mode, fields, what) => {
      await period(mode, fields)
      expect(await found()).toEqual([expect.objectContaining({severity: 'warning', what: expect.stringMatching(what)})])
    })

    test('a period that never matches, beside one that does', async () => {
      await period('opened', {hours: '08:00-18:00'})
      await period('closed', {monthdays: '31', months: '2'})
      expect(await found()).toMatchObject([
        {
          what: expect.stringMatching(/has a period that matches no day: monthdays 31, months 2$/),
          why: 'it never closes',
        },
      ])
    })

    test('a destination that is gone, of the schedule or of a period', async () => {
      await period('opened', {hours: '08:00-18:00'})
      await period('closed', {monthdays: '25', action: 'queue', actionid: '10'})
      await period('closed', {monthdays: '26', action: 'user', actionid: '1'})
      await period('closed', {monthdays: '27', action: 'user', actionid: '999'})
      await xivo.sql(`update schedule set fallback_action = 'queue', fallback_actionid = '99' where id = 1`)
      expect((await found()).map(({what}) => what)).toEqual([
        expect.stringMatching(/sends callers to queue 99, which XiVO no longer has$/),
        expect.stringMatching(/sends callers to queue 10, which XiVO no longer has$/),
        expect.stringMatching(/sends callers to user 999, which XiVO no longer has$/),
      ])
    })

    test('nothing of a schedule that nothing has, or that is as it should be', async () => {
      await period('opened', {hours: '08:00-18:00'})
      await xivo.sql(`insert into schedule (id, name) values (3, 'Unused')`)
      expect(await found()).toMatchObject([{ok: true}])
    })
  })
})
