import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {Ajv} from 'ajv'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {begin, type Context} from '../../../src/context.ts'
import {fillDemo} from '../../../src/embedded/demo-data.ts'
import type {Change} from '../../../src/formats/changes.ts'
import {type SiteDocument, sections} from '../../../src/formats/site-document.ts'
import {siteSchema} from '../../../src/formats/site-schema.ts'
import {shortSite, writeSiteYaml} from '../../../src/formats/site-text.ts'
import {asRead, type ReadSite, readSiteYaml} from '../../../src/formats/site-yaml.ts'
import {addDoNotCall} from '../../../src/services/callbacks/do-not-call.ts'
import {changeList} from '../../../src/services/callbacks/lists.ts'
import {updatePeriod} from '../../../src/services/callbacks/periods.ts'
import type {PlanOptions} from '../../../src/services/site/plan.ts'
import {applySite, diffSite, exportSite} from '../../../src/services/site/site.ts'
import {undoChanges} from '../../../src/services/undo/undo.ts'
import {wav} from '../../support/wav.ts'
import {type TestXivo, useXivo} from '../../support/xivo.ts'

const one = useXivo()
const other = useXivo()

const tables = ['user_profile', 'user_right', 'callback_list', 'callback_request', 'preferred_callback_period']
const emptied = `truncate ${tables.map((table) => `xivoctl.${table}`).join(', ')} cascade;
  insert into xivoctl.preferred_callback_period values ('00000000-0000-0000-0000-000000000001', 'Day', '09:00', '17:00', true)`

const written = async (xivo: TestXivo) => {
  const {document, remarks} = await xivo.use((context) => exportSite(context))
  return writeSiteYaml(document, remarks)
}
const read = (text: string): ReadSite => {
  const site = readSiteYaml(text)
  if (!('document' in site)) throw new Error(JSON.stringify(site.problems))
  return site
}
const apply = (xivo: TestXivo, site: ReadSite, options?: PlanOptions) =>
  xivo.use((context) => applySite(context, site, options))
const diff = (xivo: TestXivo, site: ReadSite, options?: PlanOptions) =>
  xivo.use((context) => diffSite(context, site, options))
const stored = (xivo: TestXivo) =>
  Promise.all(
    [...tables.map((table) => `xivoctl.${table}`), 'public.dialaction'].map((table) =>
      xivo.sql(`select to_jsonb(t) as row from ${table} t order by t::text`),
    ),
  )
const named = (changes: readonly Change[]) => changes.map(({kind, name}) => `${kind} ${name}`)

let dialaction: Record<string, unknown>[]
beforeAll(async () => {
  dialaction = await one.sql('select * from public.dialaction')
})
beforeEach(async () => {
  for (const xivo of [one, other]) {
    await xivo.sql(emptied)
    await xivo.sql('delete from public.dialaction')
    await xivo.sql('insert into public.dialaction select * from json_populate_recordset(null::public.dialaction, $1)', [
      JSON.stringify(dialaction),
    ])
  }
  await one.use(fillDemo)
})

describe('the schema', () => {
  const fits = new Ajv({strict: false}).compile(siteSchema)

  test('is that of the docs', async () => {
    await expect(`${JSON.stringify(siteSchema, null, 2)}\n`).toMatchFileSnapshot(
      '../../../docs/configuration.schema.json',
    )
  })

  test('takes what is exported, and the short forms', async () => {
    expect(fits(shortSite((await one.use((context) => exportSite(context))).document))).toBe(true)
    expect(
      fits({
        $schema: 'x',
        profiles: {a: {profile: 'teacher', queues: []}},
        dissuasions: {q: {user: {id: 1, name: 'A'}}},
      }),
    ).toBe(true)
  })

  test.each([
    [{profile: {}}],
    [{profiles: {a: 'chief'}}],
    [{profiles: {a: {queues: []}}}],
    [{profiles: {a: {profile: 'admin', queue: ['x']}}}],
    [{callbackLists: {a: []}}],
    [{periods: {a: {start: '08:00'}}}],
    [{dissuasions: {a: 'closed'}}],
    [{dissuasions: {a: {sound: 'x', queue: 'y'}}}],
    [{dissuasions: {a: {user: {name: 'x'}}}}],
  ])('refuses %j', (document) => {
    expect(fits(document)).toBe(false)
  })
})

describe('a document', () => {
  test('rebuilds a XiVO with the same users and queues, which then has no difference and the same document', async () => {
    await other.sql(`delete from public.dialaction where category = 'queue' and event = 'chanunavail' and linked = 1
      and (action <> 'queue' or actionarg1 in (select id::text from public.queuefeatures))`)
    await writeFile(join(other.sounds, 'resiliations_ferme.wav'), wav())
    const text = await written(one)
    await apply(other, read(text), {deleteMissing: ['periods']})
    expect(await diff(other, read(text), {deleteMissing: ['profiles', 'callbackLists', 'periods']})).toEqual([])
    expect(await written(other)).toBe(text)
  })

  test('of a XiVO changes nothing in it, not even what it cannot say', async () => {
    await one.sql(`insert into xivoctl.user_right values (
      (select id from public.userfeatures where loginclient = 'jbond'), 'queue', 9999, 'gone')`)
    const before = await stored(one)
    const text = await written(one)
    expect(text).toContain("# jbond: queue 9999 ('gone')")
    expect(text).not.toContain('9999, ')
    expect((await apply(one, read(text))).changes).toEqual([])
    expect(await stored(one)).toEqual(before)
  })

  test('leaves alone what it does not name, unless that is to be deleted', async () => {
    const site = read('profiles: {jbond: admin}\ncallbackLists: {}\n')
    expect(named((await apply(one, site)).changes)).toEqual(['rights jbond'])
    const deleted = await diff(one, site, {deleteMissing: ['callbackLists', 'profiles']})
    expect(deleted).toContainEqual({
      kind: 'callbackList',
      id: expect.any(String),
      name: 'Relances ventes',
      before: {
        name: 'Relances ventes',
        queue: {id: expect.any(Number), name: 'ventes'},
        ongoing: 5,
        closed: expect.any(Number),
      },
    })
    expect((await apply(one, site, {deleteMissing: ['callbackLists', 'profiles']})).changes).toEqual(deleted)
    expect(await one.sql('select count(*)::int from xivoctl.callback_request')).toEqual([{count: 0}])
    expect((await one.use((context) => exportSite(context))).document.profiles).toEqual(
      new Map([['jbond', {profile: 'admin'}]]),
    )
  })

  test('deletes what is missing in the sections that are named, and in no other', async () => {
    const empty = read('profiles: {}\ncallbackLists: {}\ndissuasions: {}\n')
    for (const [section, kind] of [
      ['profiles', 'rights'],
      ['callbackLists', 'callbackList'],
      ['dissuasions', 'dissuasion'],
    ] as const) {
      const changes = await diff(one, empty, {deleteMissing: [section]})
      expect(new Set(changes.map((change) => change.kind))).toEqual(new Set([kind]))
      expect(changes.filter(({before}) => before === undefined)).toEqual([])
    }
  })

  test('keeps a right that it cannot name when others change', async () => {
    await apply(one, read('profiles: {jbond: {profile: teacher, incalls: []}}'))
    await one.sql(`insert into xivoctl.user_right select user_id, 'incall', 99, 'old' from xivoctl.user_profile`)
    await apply(one, read('profiles: {jbond: {profile: teacher, queues: [sales], incalls: []}}'))
    const kept = `select from xivoctl.user_right where object_id = 99
      and user_id = (select id from userfeatures where loginclient = 'jbond')`
    expect(await one.sql(kept)).toHaveLength(1)
  })

  test('moves the default period while another one changes', async () => {
    await one.sql(
      `insert into xivoctl.preferred_callback_period values (md5('old')::uuid, 'Old', '09:00', '17:00', false)`,
    )
    const site = read(`periods:
  New: {start: "08:00", end: "09:00", default: true}
  Old: {start: "10:00", end: "17:00"}`)
    await apply(one, site)
    expect(await one.sql('select name from xivoctl.preferred_callback_period where "default"')).toEqual([{name: 'New'}])
  })

  test('does not say where callers go when that is gone, or their ring time is none', async () => {
    const remarks = async (set: string) => {
      await one.sql(`update dialaction set action = 'queue', actionarg1 = '1', ${set}
        where event = 'chanunavail' and category = 'queue' and categoryval = '3'`)
      const {document, remarks} = await one.use((context) => exportSite(context))
      expect(document.dissuasions?.has('sales')).toBe(false)
      return remarks.filter(({text}) => text.startsWith("queue 'sales'")).map(({text}) => text)
    }
    expect(await remarks('linked = 0')).toEqual([expect.stringContaining('no longer exists')])
    expect(await remarks(`linked = 1, actionarg2 = '1234567890'`)).toEqual([
      expect.stringContaining('is not a ring time'),
    ])
  })

  test('tells of each user the rights without a name, with the name that they were given with', async () => {
    await one.sql(`insert into xivoctl.user_right
      select user_id, kind, id, 'old ' || user_id from xivoctl.user_profile, (values ('queue', 990), ('incall', 99), ('queue', 99)) gone(kind, id)`)
    const {remarks} = await one.use((context) => exportSite(context))
    const users = await one.sql(`select user_id as id, loginclient as login
      from xivoctl.user_profile join public.userfeatures on id = user_id where type <> 'admin' order by user_id`)
    expect(users.length).toBeGreaterThan(1)
    expect(remarks.filter(({section}) => section === 'profiles').map(({text}) => text)).toEqual(
      users.flatMap(({id, login}) =>
        ['queue 99', 'queue 990', 'incall 99'].map((object) => `${login}: ${object} ('old ${id}') no longer exists`),
      ),
    )
  })

  test('of other sections reads no rights', async () => {
    const rest = sections.filter((section) => section !== 'profiles')
    const whole = await one.use((context) => exportSite(context))
    await one.sql('alter table xivoctl.user_right rename to hidden')
    try {
      const {document} = await one.use((context) => exportSite(context, rest))
      expect({...document, profiles: whole.document.profiles}).toEqual(whole.document)
      expect(await diff(one, asRead(document))).toEqual([])
    } finally {
      await one.sql('alter table xivoctl.hidden rename to user_right')
    }
  })

  test('may delete a period together with the lists whose requests use it', async () => {
    const period = `insert into xivoctl.preferred_callback_period values (md5('old')::uuid, 'Old', '09:00', '17:00', false)`
    await one.sql(period)
    await one.sql(`update xivoctl.callback_request set preferred_period_uuid = md5('old')::uuid`)
    const [{name} = {}] = await one.sql('select name from xivoctl.preferred_callback_period where "default"')
    const keeping = read(`callbackLists: {}\nperiods: {${JSON.stringify(name)}: {start: "09:00", end: "17:00"}}\n`)
    await expect(apply(one, keeping, {deleteMissing: ['periods']})).rejects.toThrow(
      "the period 'Old' cannot be deleted",
    )
    await apply(one, keeping, {deleteMissing: ['callbackLists', 'periods']})
    expect(await one.sql('select name from xivoctl.preferred_callback_period')).toEqual([{name}])
  })

  test('changes only the fields that it gives', async () => {
    await apply(one, read('profiles: {mdurand: {profile: supervisor, queues: [sales]}}'))
    expect((await one.use((context) => exportSite(context))).document.profiles?.get('mdurand')).toEqual({
      profile: 'supervisor',
      queues: ['sales'],
      groups: ['recouvrement'],
      incalls: [],
      recording: false,
      dissuasion: true,
    })
  })

  test('is taken back as one run, to the byte', async () => {
    const before = await stored(one)
    const text = await written(one)
    const site = read(
      text
        .replace('Soir', 'Nuit')
        .replace('  Matin: {start: "09:00"', '  Matin: {start: "08:00"')
        .replace('sales: {sound: sales_audio_file}', 'sales: {group: direction, ringTime: 5}')
        .replace('nuit: {action: endcall:hangup}', 'nuit: none'),
    )
    const {changes} = await one.use((context) =>
      applySite(begin(context, {run: {...context.run, uuid: '00000000-0000-0000-0000-00000000abcd'}}), site, {
        deleteMissing: ['callbackLists'],
      }),
    )
    expect(changes.length).toBeGreaterThan(2)
    await one.use((context) => undoChanges(context, {run: '00000000-0000-0000-0000-00000000abcd'}))
    expect(await stored(one)).toEqual(before)
  })

  test('moves the default period, and back', async () => {
    const before = await stored(one)
    const run = '00000000-0000-0000-0000-00000000abcf'
    const site = read(
      'periods: {Matin: {start: "09:00", end: "12:00", default: true}, New: {start: "01:00", end: "02:00"}}',
    )
    await one.use((context) => applySite(begin(context, {run: {...context.run, uuid: run}}), site))
    expect(await one.sql(`select name from xivoctl.preferred_callback_period where "default"`)).toEqual([
      {name: 'Matin'},
    ])
    await one.use((context) => undoChanges(context, {run}))
    expect(await stored(one)).toEqual(before)
  })

  test('that deletes the default period makes another one the default, and is taken back', async () => {
    await one.sql('delete from xivoctl.callback_request')
    const before = await stored(one)
    const site = read('periods: {Matin: {start: "09:00", end: "12:00", default: true}}')
    const run = '00000000-0000-0000-0000-00000000abce'
    await one.use((context) =>
      applySite(begin(context, {run: {...context.run, uuid: run}}), site, {deleteMissing: ['periods']}),
    )
    expect(await one.sql(`select name, "default" from xivoctl.preferred_callback_period`)).toEqual([
      {name: 'Matin', default: true},
    ])
    await one.use((context) => undoChanges(context, {run}))
    expect(await stored(one)).toEqual(before)
  })

  test.each([
    ['periods: {"Day ": {start: "09:00", end: "17:00", default: true}}', '1:11 periods."Day "'],
    ['periods: {"Day\\_": {start: "09:00", end: "17:00", default: true}}', '1:11 periods."Day\u00a0"'],
    ['periods: {Day: {start: "09:00", end: "17:00", default: false}}', '1:56 periods.Day.default'],
    ['callbackLists: {" A": sales}', '1:17 callbackLists." A"'],
    ['dissuasions: {nuit: {action: endcall:hangupp}}', '1:30 dissuasions.nuit.action'],
    ['dissuasions: {nuit: {action: none}}', '1:30 dissuasions.nuit.action'],
    [`dissuasions: {nuit: {action: custom, actionarg1: ${'x'.repeat(256)}}}`, '1:50 dissuasions.nuit.actionarg1'],
    ['dissuasions: {nuit: {sound: "a&b"}}', '1:29 dissuasions.nuit.sound'],
  ])('with %s is refused where it is', async (text, place) => {
    await one.sql(`update xivoctl.preferred_callback_period set "default" = false`)
    await one.sql(
      `update xivoctl.preferred_callback_period set name = 'Day', "default" = true where name in ('Day', 'Toute la journée')`,
    )
    const {problems} = await apply(one, read(text)).then(
      () => ({problems: []}),
      (error) => error,
    )
    expect(
      problems.map(({line, position, column}: Record<string, unknown>) => `${line}:${position} ${column}`),
    ).toEqual([place])
  })

  test('deletes nothing that it could not name', async () => {
    await one.sql(`update xivoctl.callback_list set queue_id = 9999 where name = 'Relances ventes'`)
    await one.sql(`update public.dialaction set action = 'voicemail', actionarg1 = '7', actionarg2 = null
      where category = 'queue' and event = 'chanunavail' and categoryval = (select id::text from public.queuefeatures where name = 'sales')`)
    const before = await stored(one)
    const all = {deleteMissing: [...sections]}
    expect(await diff(one, read(await written(one)), all)).toEqual([])
    await apply(one, read(await written(one)), all)
    expect(await stored(one)).toEqual(before)
  })

  test('that lacks a section is no empty one: what is missing in it is not deleted', async () => {
    await expect(apply(one, read('profiles: {}'), {deleteMissing: ['callbackLists']})).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining("no section 'callbackLists'"),
    })
  })

  test('warns of requests that it brings under an objection', async () => {
    const [{number} = {}] = await one.sql(`select coalesce(phone_number, mobile_phone_number) as number
      from xivoctl.callback_request r join xivoctl.callback_list l on l.uuid = list_uuid
      where l.name = 'Relances ventes' and not clotured limit 1`)
    await one.use((context) => addDoNotCall(context, [number], {queue: 'support'}))
    const {warnings} = await apply(one, read('callbackLists: {"Relances ventes": support}'))
    expect(warnings).toHaveLength(1)
    expect((await apply(one, read('callbackLists: {"Relances ventes": support}'))).warnings).toBeUndefined()
    await one.sql('delete from xivoctl.do_not_call')
  })

  test('needs the sound directory only for a sound that changes', async () => {
    const text = await written(one)
    const without = (context: Context) => ({...context, sounds: {...context.sounds, path: '/dev/null/sounds'}})
    expect(await one.use((context) => diffSite(without(context), read(text)))).toEqual([])
    const other = text.replace('nuit: {action: endcall:hangup}', 'nuit: {sound: nuit_x}')
    await expect(one.use((context) => diffSite(without(context), read(other)))).rejects.toMatchObject({
      kind: 'unavailable',
    })
  })

  test('that two lists of one name would need is refused, with both uuids', async () => {
    await one.sql(`insert into xivoctl.callback_list values (md5(random()::text)::uuid, 'Relances ventes', 3)`)
    await expect(apply(one, read('callbackLists: {"Relances ventes": sales}'))).rejects.toMatchObject({
      kind: 'conflict',
    })
    await expect(written(one)).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{value: 'Relances ventes', reason: expect.stringMatching(/[\da-f-]{36} and [\da-f-]{36}/)}],
    })
  })

  test('names every name that is not there, each with its place, and changes nothing', async () => {
    const before = await stored(one)
    const text = `profiles:
  jbnd: admin
  jbond: {profile: supervisor, queues: [sales, suport], groups: [nope], incalls: ["1@x"]}
  mdurand: {profile: chief}
  nroux: {profile: admin, recording: true}
callbackLists:
  A: vents
periods:
  B: {start: 8 o'clock, end: "09:00"}
  C: {start: "10:00", end: "09:00", default: true}
  D: {start: "10:00", end: "11:00", default: true}
dissuasions:
  sales: {queue: sales}
  vente: none
  ventes: {sound: not_there}
  nuit: {user: {login: jmenag}}
  support: {user: {id: 1, name: Nobody}}
  sav: {group: direcion}
  urgences: {action: queue, actionarg1: "3"}
  switchboard: {action: "application:password", actionarg1: "1234"}
`
    await expect(apply(one, read(text))).rejects.toMatchObject({kind: 'invalid', problems: expect.any(Array)})
    const {problems} = await apply(one, read(text)).then(
      () => ({problems: []}),
      (error) => error,
    )
    expect(
      problems.map(({line, position, column}: Record<string, unknown>) => `${line}:${position} ${column}`),
    ).toEqual([
      '2:3 profiles.jbnd',
      '3:48 profiles.jbond.queues[1]',
      '3:66 profiles.jbond.groups[0]',
      '3:83 profiles.jbond.incalls[0]',
      '4:22 profiles.mdurand.profile',
      '5:27 profiles.nroux.recording',
      '7:6 callbackLists.A',
      '9:14 periods.B.start',
      '10:28 periods.C.end',
      '11:46 periods.D.default',
      '13:18 dissuasions.sales.queue',
      '14:3 dissuasions.vente',
      '15:19 dissuasions.ventes.sound',
      '16:24 dissuasions.nuit.user.login',
      '17:24 dissuasions.support.user.id',
      '18:16 dissuasions.sav.group',
      '19:22 dissuasions.urgences.action',
      '20:25 dissuasions.switchboard.action',
    ])
    expect(await stored(one)).toEqual(before)
  })

  test('has all its problems listed at once: what cannot be read, and what is not there, once each', async () => {
    const text = `profiles:
  jbnd: {profil: supervisor, queues: [suport, []], recording: maybe}
  nroux: {profile: chief, queues: [nope]}
  nroux: admin
callbackLists:
  A: [sales]
  B: vents
periods:
  C: {start: "10:00", default: [x]}
dissuasions:
  vente: {queue: sale}
  sales: {queue: vents, ringTime: long}
  salle: {}
`
    const {problems} = await apply(one, read(text), {deleteMissing: ['periods', 'callbackLists']}).then(
      () => ({problems: []}),
      (error) => error,
    )
    expect(
      problems.map(({line, position, column}: Record<string, unknown>) => `${line}:${position} ${column}`),
    ).toEqual([
      '2:3 profiles.jbnd',
      '2:9 profiles.jbnd.profile',
      '2:10 profiles.jbnd.profil',
      '2:39 profiles.jbnd.queues[0]',
      '2:47 profiles.jbnd.queues[1]',
      '2:63 profiles.jbnd.recording',
      '4:3 undefined',
      '6:6 callbackLists.A',
      '7:6 callbackLists.B',
      '9:6 periods.C.end',
      '9:32 periods.C.default',
      '11:3 dissuasions.vente',
      '11:18 dissuasions.vente.queue',
      '12:18 dissuasions.sales.queue',
      '12:35 dissuasions.sales.ringTime',
      '13:3 dissuasions.salle',
    ])
  })

  test('names several objects of one name apart from one that is gone', async () => {
    const [kept] = await one.sql(`select id from public.agentgroup where name = 'default'`)
    await one.sql(`update public.agentgroup set name = 'default' where name = 'technique'`)
    const text = await written(one)
    const {problems} = await apply(one, read('profiles: {jbond: {profile: supervisor, groups: [default]}}')).then(
      () => ({problems: []}),
      (error) => error,
    )
    await one.sql(`update public.agentgroup set name = 'technique' where name = 'default' and id <> $1`, [kept?.id])
    expect(problems).toMatchObject([{reason: 'is the name of several agent groups of this XiVO'}])
    expect(text).toMatch(/# .*shares its name/)
  })

  test('holds no password, and leaves one alone', async () => {
    await one.sql(`update public.dialaction set action = 'application:password', actionarg1 = '4711', actionarg2 = null
      where category = 'queue' and event = 'chanunavail' and categoryval = (select id::text from public.queuefeatures where name = 'sales')`)
    const before = await stored(one)
    const text = await written(one)
    expect(text).not.toContain('4711')
    expect(text).toContain("# queue 'sales'")
    await apply(one, read(text))
    expect(await stored(one)).toEqual(before)
  })

  test('that was shown is applied, or nothing when something has changed since', async () => {
    const site = read('profiles: {jbond: admin}\ncallbackLists: {A: sales}\n')
    const shown = await diff(one, site)
    await one.sql(`delete from xivoctl.user_right where object_id = 3`)
    const before = await stored(one)
    await expect(one.use((context) => applySite(begin(context, {expected: shown}), site))).rejects.toMatchObject({
      kind: 'conflict',
      changes: [{name: 'jbond'}],
    })
    expect(await stored(one)).toEqual(before)
  })

  test('of two that are applied at once is whole', async () => {
    const site = (queue: string): SiteDocument => ({
      profiles: new Map(['jbond', 'mdurand'].map((login) => [login, {profile: 'supervisor', queues: [queue]}])),
      callbackLists: new Map([
        ['A', queue],
        ['B', queue],
      ]),
      dissuasions: new Map(['nuit', 'sav', 'urgences'].map((name) => [name, {queue}])),
    })
    for (let i = 0; i < 10; i++) {
      const both = ['sales', 'ventes'].map((queue) => apply(one, asRead(site(queue))))
      const outcomes = await Promise.allSettled(both)
      expect(outcomes.filter(({status}) => status === 'fulfilled').length).toBeGreaterThan(0)
      const {document} = await one.use((context) => exportSite(context))
      const queues = [
        ...['jbond', 'mdurand'].map((login) => document.profiles?.get(login)?.queues?.join()),
        ...['A', 'B'].map((name) => document.callbackLists?.get(name)),
        ...['nuit', 'sav', 'urgences'].map(
          (name) => (document.dissuasions?.get(name) as {queue: string} | undefined)?.queue,
        ),
      ]
      expect(new Set(queues).size).toBe(1)
    }
  })
})

describe('an apply at the same time as', () => {
  /** Starts both while XiVO's queues cannot be read, the second one when the first one waits for them. */
  const overlapping = (first: () => Promise<unknown>, second: () => Promise<unknown>) =>
    one.client(async (client) => {
      const waiting = async (count: number) => {
        const locked = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        const end = Date.now() + 5000
        while ((await one.sql(locked)).length < count && Date.now() < end) await sleep(5)
      }
      await client.query('begin; lock table public.queuefeatures in access exclusive mode')
      const both = [first()]
      await waiting(1)
      both.push(second())
      await waiting(2)
      await client.query('commit')
      return (await Promise.allSettled(both)).map((each) => each.status === 'fulfilled' || each.reason)
    })
  const site = read('callbackLists: {"Relances ventes": support}')

  test('a change of the same list waits for it', async () => {
    const rename = () => one.use((context) => changeList(context, 'Relances ventes', {queue: 'sales'}))
    expect(await overlapping(rename, () => apply(one, site))).toEqual([true, true])
  })

  test.each([
    [3, 'is made from what it left'],
    [13, 'is refused where it had not locked it'],
  ])('a change of the dissuasion %i elsewhere: %s', async (id) => {
    const applying = await one.client(async (client) => {
      await client.query(`begin; select pg_advisory_xact_lock(${0x7869766f}, 3)`)
      const applied = apply(one, read('dissuasions: {sales: {queue: support}, urgences: none}')).catch((error) => error)
      const waiting = () =>
        one.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      await expect.poll(waiting, {interval: 5, timeout: 20_000}).toHaveLength(1)
      await client.query(
        `insert into dialaction (event, category, categoryval, action, actionarg1, actionarg2, linked)
          values ('chanunavail', 'queue', '${id}', 'endcall:busy', null, null, 1)
         on conflict (event, category, categoryval) do update set action = excluded.action, actionarg1 = null, actionarg2 = null`,
      )
      await client.query('commit')
      return applied
    })
    expect(await applying).toMatchObject(
      id === 3
        ? {changes: [{name: 'sales', before: {action: 'endcall:busy'}}]}
        : {code: 'Conflict', message: 'dissuasions were changed at the same time: nothing was written'},
    )
  })

  test('an undo of lists and periods waits for it', async () => {
    const {changes: ofPeriod} = await one.use((context) => updatePeriod(begin(context), 'Matin', {end: '11:00'}))
    const {changes: ofList} = await one.use((context) =>
      changeList(begin(context), 'Relances ventes', {queue: 'sales'}),
    )
    expect([ofPeriod, ofList].flat()).toHaveLength(2)
    const ids = (await one.sql('select id::text from xivoctl.journal order by journal.id desc limit 2')).map(
      ({id}) => id,
    )
    const undo = () => one.use((context) => undoChanges(context, {ids}))
    expect(await overlapping(undo, () => apply(one, site))).toEqual([true, true])
  })
})
