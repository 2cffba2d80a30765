import {describe, expect, test} from 'vitest'
import type {RightRow} from '../../../src/database/rights.ts'
import {type Change, differences, isUnchanged, valueText} from '../../../src/formats/changes.ts'
import {pathText, type SiteDocument, type SitePeriod, type SiteProfile} from '../../../src/formats/site-document.ts'
import {readSiteYaml} from '../../../src/formats/site-yaml.ts'
import {targetsOf} from '../../../src/services/site/destinations.ts'
import {describeSite} from '../../../src/services/site/export.ts'
import type {Holdings} from '../../../src/services/site/holdings.ts'
import {type PlanOptions, planSite, type SourceIds, usersToChange} from '../../../src/services/site/plan.ts'

const user = (id: number, login: string, firstname: string, lastname: string) => ({id, login, firstname, lastname})
const queues = ['sales', 'support', 'twice', 'twice', 'old (deleted)'].map((name, i) => ({id: i + 1, name}))

/** jbond's. */
const rightsOn = (...rows: RightRow[]) => {
  const profile = {user_id: 1, type: 'supervisor', recording_access: true, dissuasion_access: false} as const
  const sets = [{kind: 'queue' as const, objects: rows.map((row) => row.object_id), users: [1]}]
  return {rights: {profiles: new Map([[1, profile]]), sets}, stored: new Map([[1, {profile, rows}]])}
}

const holdings: Holdings = {
  users: [
    user(1, 'jbond', 'James', 'Bond'),
    user(2, 'mmoney', 'Miss', 'Money'),
    user(3, 'twin', 'A', 'Twin'),
    user(4, 'twin', 'B', 'Twin'),
    user(5, '', 'No', 'Login'),
  ] as Holdings['users'],
  catalog: {queue: queues, group: [{id: 7, name: 'night'}], incall: [{id: 8, name: '100@in'}]},
  ...rightsOn({kind: 'queue', object_id: 1, object_name: 'sales'}, {kind: 'queue', object_id: 99, object_name: 'gone'}),
  lists: [
    {uuid: 'l1', name: 'morning', queue_id: 1},
    {uuid: 'l2', name: 'lost', queue_id: 98},
  ],
  periods: [
    {uuid: 'p1', name: 'Day', period_start: '09:00:00', period_end: '17:00:00', default: true},
    {uuid: 'p2', name: 'Late', period_start: '17:00:00', period_end: '20:00:00', default: false},
  ],
  queues,
  dissuasions: new Map([
    ['1', {action: 'queue', actionarg1: '2', actionarg2: null, linked: 1}],
    ['5', {action: 'none', actionarg1: null, actionarg2: null, linked: 1}],
  ]),
  groups: [{id: 7, name: 'night'}],
  asteriskPath: '/sounds',
}

function plan(yaml: string, options?: PlanOptions, changed: Partial<Holdings> = {}) {
  const here = {...holdings, ...changed}
  const targets = targetsOf(here, (name) => name === 'hello')
  const read = readSiteYaml(yaml)
  if (!('document' in read)) throw new Error(JSON.stringify(read.problems))
  return planSite(targets, describeSite(here, targets).document, read.document, options)
}

const fields = (change: Change) =>
  differences(change).map(({field, before, after}) => `${field} ${valueText(before)} → ${valueText(after)}`)

/** The changes of a document, a line for each object that differs, and its problems. */
function told(yaml: string, options?: PlanOptions, changed?: Partial<Holdings>): string[] {
  const {steps, problems} = plan(yaml, options, changed)
  const changes = steps.flatMap((step) => step.changes).filter((change) => !isUnchanged(change))
  return [
    ...changes.map((change) => {
      const what = change.before === undefined ? 'new ' : change.after === undefined ? 'no ' : ''
      return `${what}${change.kind} ${change.name}: ${what === 'no ' ? '' : fields(change).join(', ')}`
    }),
    ...problems.map(
      ({path, reason, value}) => `${pathText(path)} ${value === undefined ? '' : `'${value}' `}${reason}`,
    ),
  ]
}

/** The objects of all steps, also of those that change nothing. */
const planned = (yaml: string, options?: PlanOptions, changed?: Partial<Holdings>) =>
  plan(yaml, options, changed).steps.flatMap(({changes}) => changes.map(({name}) => name))

describe('a document about lists', () => {
  test.each([
    ['callbackLists: {morning: sales}', []],
    ['callbackLists: {morning: support}', ['callbackList morning: queue sales → support']],
    ['callbackLists: {evening: sales}', ['new callbackList evening: name none → evening, queue none → sales']],
    ['callbackLists: {morning: twice}', [`callbackLists.morning 'twice' is the name of several queues of this XiVO`]],
    [
      'callbackLists: {morning: suport}',
      [`callbackLists.morning 'suport' is not a queue of this XiVO; did you mean 'support'?`],
    ],
    ['callbackLists: {morning: sales, lost: sales}', ['callbackList lost: queue id:98 → sales']],
  ])('%s', (yaml, lines) => {
    expect(told(yaml)).toEqual(lines)
  })

  test('with an unfit name is refused, unless the list has it', () => {
    expect(told(`callbackLists: {' new': sales}`).at(-1)).toBe(
      `callbackLists." new" ' new' begins or ends with a space`,
    )
    const lists = [{uuid: 'l1', name: ' old', queue_id: 1}]
    expect(told(`callbackLists: {' old': sales}`, {}, {lists})).toEqual([])
  })

  test('keeps the uuid of a list, and gives a new one its own', () => {
    const uuids = (yaml: string) =>
      plan(yaml).steps.flatMap(({changes}) =>
        changes.map(({rows}) => (rows?.after as {uuid: string} | undefined)?.uuid),
      )
    expect(uuids('callbackLists: {morning: support}')).toEqual(['l1'])
    expect(uuids('callbackLists: {evening: support}')).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  })

  test('tells which list it deletes', () => {
    expect(told('callbackLists: {evening: sales}', {deleteMissing: ['callbackLists']}).at(-1)).toBe(
      'no callbackList morning: ',
    )
  })

  test('deletes missing lists only when it is told to, and only those that it can name', () => {
    const deletes = (yaml: string, options?: PlanOptions) => plan(yaml, options).steps.map(({deletes}) => deletes?.name)
    const all: PlanOptions = {deleteMissing: ['callbackLists']}
    expect(deletes('callbackLists: {evening: sales}')).toEqual([undefined])
    expect(deletes('callbackLists: {evening: sales}', all)).toEqual([undefined, 'morning'])
    expect(deletes('callbackLists: {morning: sales}', all)).toEqual([undefined])
    expect(deletes('callbackLists: {evening: sales}', {deleteMissing: ['periods']})).toEqual([undefined])
    expect(deletes('periods: {Day: {start: "09:00", end: "17:00"}}', all)).toEqual([undefined])
  })
})

describe('a document about periods', () => {
  const period = (name: string, start: string, end: string, rest = '') =>
    `${name}: {start: "${start}", end: "${end}"${rest}}`
  const day = period('Day', '09:00', '17:00')

  test.each([
    [[day], []],
    [[period('Day', '08:00', '17:00')], ['period Day: periodStart 09:00:00 → 08:00:00']],
    [[day, period('Late', '17:00', '21:00')], ['period Late: periodEnd 20:00:00 → 21:00:00']],
    [
      [day, period('Late', '17:00', '20:00', ', default: true')],
      ['period Day: default yes → no', 'period Late: default no → yes'],
    ],
    [
      [period('Day', '09:00', '17:00', ', default: false')],
      ['periods.Day.default is the default period: make another one the default'],
    ],
    [
      [period('Day', '09:00', '17:00', ', default: true'), period('Late', '17:00', '20:00', ', default: true')],
      [`periods.Late.default is the default, and so is 'Day'`],
    ],
  ])('%j', (periods, lines) => {
    expect(told(`periods: {${periods.join(', ')}}`)).toEqual(lines)
  })

  test('may have no default period, or take it from one and give it to another', () => {
    expect(told(`periods: {${day}}`, {}, {periods: []})).toEqual([
      'new period Day: name none → Day, periodStart none → 09:00:00, periodEnd none → 17:00:00, default none → no',
    ])
    const late = period('Late', '17:00', '20:00', ', default: true')
    expect(told(`periods: {${period('Day', '09:00', '17:00', ', default: false')}, ${late}}`)).toEqual([
      'period Day: default yes → no',
      'period Late: default no → yes',
    ])
    expect(told(`periods: {${late}, ${day}}`)[0]).toBe('period Day: default yes → no')
  })

  test('deletes missing periods when it is told to, but never the default one', () => {
    const all: PlanOptions = {deleteMissing: ['periods']}
    expect(told(`periods: {${day}}`, all)).toEqual(['no period Late: '])
    expect(told(`periods: {${period('Late', '17:00', '20:00')}}`, all)).toEqual([
      'no period Day: ',
      `periods 'Day' is the default period, which cannot be deleted: name it in the file, or give another one default: true`,
    ])
    expect(told(`periods: {${period('Late', '17:00', '20:00', ', default: true')}}`, all)).toEqual([
      'period Day: default yes → no',
      'period Late: default no → yes',
      'no period Day: ',
    ])
  })

  test('keeps the time that a CSV leaves out, which is missing of a new one', () => {
    const told = (name: string, times: SitePeriod) => {
      const targets = targetsOf(holdings, () => false)
      const document = {periods: new Map([[name, times]])}
      const {steps, problems} = planSite(targets, describeSite(holdings, targets).document, document)
      return problems.length > 0 ? problems : steps.flatMap(({changes}) => changes.flatMap(fields))
    }
    expect(told('Day', {start: '08:00'})).toEqual(['periodStart 09:00:00 → 08:00:00'])
    expect(told('Day', {end: '18:00'})).toEqual(['periodEnd 17:00:00 → 18:00:00'])
    expect(told('New', {start: '08:00'})).toStrictEqual([{path: ['periods', 'New', 'end'], reason: 'is missing'}])
    expect(told('New', {end: '08:00'})).toStrictEqual([{path: ['periods', 'New', 'start'], reason: 'is missing'}])
  })

  test('gives each problem its place', () => {
    const problems = (yaml: string, changed?: Partial<Holdings>) => plan(yaml, {}, changed).problems
    expect(problems(`periods: {${period('Day', '25:00', '17:00')}}`)).toEqual([
      {path: ['periods', 'Day', 'start'], value: '25:00', reason: 'is not a time of the day, HH:MM'},
    ])
    expect(problems(`periods: {${period('Day', '18:00', '17:00')}}`)).toEqual([
      {path: ['periods', 'Day', 'end'], value: '17:00', reason: 'is not after the start, 18:00'},
    ])
    expect(problems(`periods: {${period('""', '08:00', '17:00')}}`)).toStrictEqual([
      {path: ['periods', ''], key: true, value: '', reason: 'must not be empty'},
    ])
    const [unfit] = problems(`periods: {${period('"a\\tb"', '08:00', '17:00')}}`)
    expect(unfit).toMatchObject({path: ['periods', 'a\tb'], key: true, value: 'a\tb'})
    const times = {period_start: '09:00:00', period_end: '17:00:00'}
    const periods = [' x', ' x\ty'].map((name) => ({uuid: name, name, ...times, default: name === ' x'}))
    const kept = ['" x"', '" x\\ty"'].map((name) => period(name, '09:00', '17:00'))
    expect(problems(`periods: {${kept.join(', ')}}`, {periods})).toEqual([])
    expect(problems(`periods: {${kept.join(', ')}}`).map(({reason}) => reason)).toEqual(
      Array(2).fill('begins or ends with a space'),
    )
    expect(plan(`periods: {${period('Late', '17:00', '20:00')}}`, {deleteMissing: ['periods']}).problems).toEqual([
      expect.objectContaining({path: ['periods'], key: true, value: 'Day'}),
    ])
    expect(planned(`periods: {${period('Day', '18:00', '17:00')}}`)).toEqual([])
  })

  test('gives one that begins or ends with a space, or ends before it begins, back with its place', () => {
    expect(told(`periods: {" x": {start: "09:00", end: "17:00"}}`).at(-1)).toMatch(/^periods." x" ' x' begins or ends/)
    expect(told(`periods: {${period('Day', '18:00', '17:00')}}`).at(-1)).toMatch(/^periods\.Day/)
  })
})

describe('a document about profiles', () => {
  const jbond = (rest: string) => `profiles: {jbond: {profile: supervisor${rest}}}`

  test.each([
    [jbond(''), []],
    [jbond(', queues: [sales], recording: true'), []],
    [jbond(', queues: [sales, sales]'), []],
    [jbond(', queues: [support, sales]'), [expect.stringMatching(/^rights jbond: queues .*sales.* → .*support/)]],
    [jbond(', queues: []'), [expect.stringMatching(/^rights jbond: queues sales, gone.* → gone/)]],
    [jbond(', recording: false'), ['rights jbond: recordingAccess yes → no']],
    [jbond(', dissuasion: true'), ['rights jbond: dissuasionAccess no → yes']],
    ['profiles: {mmoney: {profile: admin}}', ['new rights mmoney: profile none → admin']],
    [
      'profiles: {jbont: {profile: admin}}',
      [`profiles.jbont 'jbont' is not the login of exactly one user of this XiVO; did you mean 'jbond'?`],
    ],
    [
      'profiles: {twin: {profile: admin}}',
      [expect.stringMatching(/^profiles.twin 'twin' is not the login of exactly one/)],
    ],
    [
      jbond(', queues: [twice]'),
      [expect.anything(), `profiles.jbond.queues[0] 'twice' is the name of several queues of this XiVO`],
    ],
    [
      jbond(', groups: [nigth]'),
      [`profiles.jbond.groups[0] 'nigth' is not an agent group of this XiVO; did you mean 'night'?`],
    ],
    [jbond(', incalls: ["101@in"]'), [expect.stringMatching(/^profiles.jbond.incalls\[0\] '101@in' is not an incall/)]],
    [
      'profiles: {mmoney: {profile: admin, queues: [sales], recording: true, dissuasion: false, groups: []}}',
      [
        'new rights mmoney: profile none → admin',
        'profiles.mmoney.queues is not allowed with the profile admin',
        'profiles.mmoney.recording is not allowed with the profile admin',
      ],
    ],
  ])('%s', (yaml, lines) => {
    expect(told(yaml)).toEqual(lines)
  })

  test('plans nothing for a profile that is as it is, in whichever order', () => {
    const rights = rightsOn(
      {kind: 'queue', object_id: 1, object_name: 'sales'},
      {kind: 'queue', object_id: 2, object_name: 'support'},
    )
    for (const rest of ['', ', queues: [support, sales, support]', ', recording: true', ', groups: []'])
      expect(planned(jbond(rest), {}, rights)).toEqual([])
    expect(planned(jbond(', queues: [support]'), {}, rights)).toEqual(['jbond'])
    expect(planned('profiles: {jbond: {profile: teacher}}', {}, rights)).toEqual(['jbond'])
  })

  test('keeps the name that a right was given with, and sorts rights by their object', () => {
    const rights = rightsOn({kind: 'queue', object_id: 2, object_name: 'help'})
    const [step] = plan(jbond(', queues: [support, sales]'), {}, rights).steps
    expect(step?.changes[0]?.rows?.after).toMatchObject({
      rows: [
        {kind: 'queue', object_id: 1, object_name: 'sales'},
        {kind: 'queue', object_id: 2, object_name: 'help'},
      ],
    })
  })

  test('plans no right for a name that is not known, and rights for a user who had none', () => {
    const rows = (yaml: string) => plan(yaml).steps.map(({changes: [change]}) => change?.rows?.after)
    expect(rows(jbond(', queues: [twice]'))).toMatchObject([{rows: [{object_id: 99}]}])
    expect(rows(jbond(', queues: [twice]'))).not.toMatchObject([{rows: [{}, {}]}])
    expect(rows('profiles: {mmoney: {profile: supervisor, queues: [sales]}}')).toMatchObject([
      {profile: {user_id: 2, type: 'supervisor'}, rows: [{kind: 'queue', object_id: 1, object_name: 'sales'}]},
    ])
  })

  test('gives an admin no rights', () => {
    const [step] = plan('profiles: {jbond: {profile: admin}}').steps
    expect(step?.changes[0]?.rows?.after).toMatchObject({profile: {type: 'admin'}, rows: []})
  })

  test('knows three profiles', () => {
    const {document} = readSiteYaml('profiles: {jbond: {profile: admin}}') as {document: SiteDocument}
    document.profiles?.set('jbond', {profile: 'boss'})
    const targets = targetsOf(holdings, () => false)
    expect(planSite(targets, describeSite(holdings, targets).document, document)).toEqual({
      steps: [],
      problems: [
        {
          path: ['profiles', 'jbond', 'profile'],
          value: 'boss',
          reason: 'is not a profile; use admin, supervisor, teacher',
        },
      ],
    })
  })

  test('deletes profiles of users who have one', () => {
    expect(planned('profiles: {mmoney: {profile: admin}}', {deleteMissing: ['profiles']})).toEqual(['mmoney', 'jbond'])
    expect(planned(jbond(''), {deleteMissing: ['profiles']})).toEqual([])
  })

  test('takes missing profiles away only when it is told to', () => {
    const yaml = 'profiles: {mmoney: {profile: admin}}'
    expect(told(yaml, {deleteMissing: ['profiles']})).toEqual([
      'new rights mmoney: profile none → admin',
      'no rights jbond: ',
    ])
    expect(told(yaml, {deleteMissing: ['dissuasions']})).toEqual(['new rights mmoney: profile none → admin'])
  })

  test('made of a text that shows a name as a deleted one is shown is refused', () => {
    const shown = new Map([['jbond', 'sales, old (deleted)']])
    expect(told(jbond(', queues: [support]'), {shown})).toEqual([
      `profiles.jbond 'old (deleted)' is a name that looks like several in a list, or like that of a deleted or renamed object: set this user with their own command`,
    ])
    expect(told(jbond(', queues: [support]'), {shown: new Map([['jbond', 'sales']])})).toHaveLength(1)
    const catalog = {
      ...holdings.catalog,
      queue: ['sales', 'support', 'x (now long)', 'y (now old) z', 'v (deleted) w'].map((name, id) => ({id, name})),
    }
    const refusals = (name: string) =>
      plan(jbond(', queues: [sales]'), {shown: new Map([['jbond', name]])}, {catalog}).problems.length
    expect(['x (now long)', 'y (now old) z', 'v (deleted) w'].map(refusals)).toEqual([1, 0, 0])
  })
})

describe('a document whose source knows more than names', () => {
  const idsOf = (some: Partial<SourceIds>): PlanOptions => ({
    ids: {callbackLists: new Map(), periods: new Map(), rights: new Map(), ...some},
  })
  const uuids = (yaml: string, options: PlanOptions) =>
    plan(yaml, options).steps.flatMap(({changes}) =>
      changes.map(({rows}) => (rows?.after as {uuid: string} | undefined)?.uuid),
    )

  test('means the list with that uuid, or a new one, and no other of the name', () => {
    const is = (name: string, uuid: string) => idsOf({callbackLists: new Map([[name, uuid]])})
    expect(told('callbackLists: {dawn: sales}', is('dawn', 'l1'))).toEqual([
      'callbackList morning: name morning → dawn',
    ])
    expect(told('callbackLists: {morning: sales}', is('morning', 'l9'))).toEqual([
      'new callbackList morning: name none → morning, queue none → sales',
    ])
    expect(uuids('callbackLists: {morning: sales}', is('morning', 'l9'))).toEqual(['l9'])
    expect(told(`callbackLists: {' a': sales}`, is(' a', 'l9'))).toHaveLength(1)
    expect(told('callbackLists: {morning: support}', is('other', 'l9'))).toEqual([
      'callbackList morning: queue sales → support',
    ])
  })

  test('means the period with that uuid, or else the one of that name, which gets the uuid', () => {
    const is = (...periods: [string, string][]) => idsOf({periods: new Map(periods)})
    const day = '{start: "09:00", end: "17:00"}'
    expect(told(`periods: {Noon: ${day}}`, is(['Noon', 'p1']))).toEqual(['period Day: name Day → Noon'])
    expect(told(`periods: {Day: ${day}}`, is(['Day', 'p9']))).toEqual(['period Day: uuid p1 → p9'])
    expect(told(`periods: {Day: {start: "09:00", end: "16:00"}}`, is(['Late', 'p9']))).toEqual([
      'period Day: periodEnd 17:00:00 → 16:00:00',
    ])
    expect(told(`periods: {Noon: ${day}, Day: ${day}}`, is(['Noon', 'p1'], ['Day', 'p9']))).toEqual([
      'period Day: name Day → Noon',
      'new period Day: name none → Day, periodStart none → 09:00:00, periodEnd none → 17:00:00, default none → no',
    ])
    expect(uuids(`periods: {New: ${day}}`, is(['New', 'p9']))).toEqual(['p9'])
    expect(told(`periods: {"a\\u0001": ${day}}`, is(['a\u0001', 'p9']))).toHaveLength(1)
    expect(told(`periods: {"a\\u0001": ${day}}`).at(-1)).toEqual(expect.stringContaining('holds a control character'))
  })

  test('says which rights a user has on what has no name', () => {
    const jbond = 'profiles: {jbond: {profile: supervisor, queues: [sales], groups: [], incalls: []}}'
    const has = (...rows: RightRow[]) => idsOf({rights: new Map([['jbond', rows]])})
    expect(told(jbond)).toEqual([])
    expect(told(jbond, has())).toEqual(['rights jbond: queues sales, gone → sales'])
    const twice: RightRow = {kind: 'queue', object_id: 3, object_name: 'twice'}
    expect(told(jbond, has(twice))).toEqual(['rights jbond: queues sales, gone → sales, twice'])
    expect(told(jbond, has({...twice, kind: 'incall'}))).toEqual([
      'rights jbond: queues sales, gone → sales, incalls none → twice',
    ])
    expect(told('profiles: {jbond: {profile: supervisor, recording: true}}', has())).toEqual([])
  })
})

describe('a document about dissuasions', () => {
  test.each([
    ['dissuasions: {sales: {queue: support}}', []],
    ['dissuasions: {sales: none}', [expect.stringMatching(/^dissuasion sales: .* → none/)]],
    ['dissuasions: {support: none}', []],
    ['dissuasions: {sales: {sound: hello}}', [expect.stringMatching(/^dissuasion sales: .*hello/)]],
    ['dissuasions: {sales: {user: {login: jbond}}}', [expect.stringMatching(/^dissuasion sales: /)]],
    ['dissuasions: {sales: {group: night}}', [expect.stringMatching(/^dissuasion sales: /)]],
    ['dissuasions: {sals: none}', [`dissuasions.sals 'sals' is not a queue of this XiVO; did you mean 'sales'?`]],
    ['dissuasions: {twice: none}', [`dissuasions.twice 'twice' is the name of several queues of this XiVO`]],
    [
      'dissuasions: {support: {queue: support}}',
      [expect.anything(), `dissuasions.support.queue 'support' cannot be its own dissuasion`],
    ],
    ['dissuasions: {support: {queue: supprt}}', [expect.stringMatching(/'supprt' is not a queue of this XiVO/)]],
  ])('%s', (yaml, lines) => {
    expect(told(yaml)).toEqual(lines)
  })

  test('made of a text that shows the present destination keeps it, and is refused when it may mean two', () => {
    const text = (shown: string, yaml = 'dissuasions: {sales: {sound: hello}}') =>
      told(yaml, {shown: new Map([['sales', shown]])})
    expect(text('queue support')).toEqual([])
    expect(text('sound hello')).toHaveLength(1)
    expect(text('user 1 (James Bond)')).toEqual([
      `dissuasions.sales 'user 1 (James Bond)' is an id, as the list shows it for a user: set this queue with its own command`,
    ])
  })

  test('takes the others away when it is told to, and names the queues that it changes', () => {
    const all: PlanOptions = {deleteMissing: ['dissuasions']}
    const changed = (yaml: string, options?: PlanOptions) => plan(yaml, options).steps.map(({queueId}) => queueId)
    expect(changed('dissuasions: {support: {queue: sales}}', all)).toEqual([2, 1])
    expect(changed('dissuasions: {support: {queue: sales}}')).toEqual([2])
    expect(changed('dissuasions: {sales: {queue: support}}', all)).toEqual([])
  })
})

test.each([
  [`callbackLists: {' new': sales}`, [true]],
  ['callbackLists: {morning: twice}', [undefined]],
  [`periods: {" x": {start: "09:00", end: "17:00"}}`, [true]],
  ['profiles: {jbont: {profile: admin}}', [true]],
  ['profiles: {mmoney: {profile: admin, queues: [sales]}}', [true]],
  ['profiles: {jbond: {profile: supervisor, queues: [twice]}}', [undefined]],
  ['dissuasions: {sals: none}', [true]],
])('%s: the problem is with a name (true) or with a value', (yaml, keys) => {
  expect(plan(yaml).problems.map(({key}) => key)).toEqual(keys)
})

test('a section that a document does not have stays', () => {
  const all: PlanOptions = {deleteMissing: ['profiles', 'callbackLists', 'periods', 'dissuasions']}
  expect(told('callbackLists: {morning: sales}', all)).toEqual([])
})

describe('the users whose profiles change', () => {
  const admin: SiteProfile = {profile: 'admin'}
  const teacher: SiteProfile = {profile: 'teacher', queues: ['sales', 'support'], dissuasion: true}
  const ids = {jbond: 1, mmoney: 2, doe: 3}

  /** The users with profiles are those of `here`; undefined for one that cannot be said by names. */
  function changed(
    here: Record<string, SiteProfile | undefined>,
    wanted: Record<string, SiteProfile> | undefined,
    options?: PlanOptions,
  ): number[] {
    const users = new Map(Object.entries(ids).map(([login, id]) => [login, {id} as Holdings['users'][number]]))
    const stored = new Map(Object.keys(here).map((login) => [ids[login as keyof typeof ids], {} as never]))
    const profiles = new Map(Object.entries(here).flatMap(([login, profile]) => (profile ? [[login, profile]] : [])))
    const targets = {...targetsOf({...holdings, rights: {profiles: stored, sets: []}}, () => false), users}
    const named = {
      ...describeSite(
        holdings,
        targetsOf(holdings, () => false),
      ).document,
    }
    const document = wanted && {profiles: new Map(Object.entries(wanted))}
    return usersToChange(targets, {...named, profiles}, document ?? {}, options)
  }

  test.each([
    ['none, of a document without profiles', {jbond: admin}, undefined, []],
    [
      'none, of one that says what is stored',
      {jbond: {...teacher}, mmoney: {...admin}},
      {jbond: teacher, mmoney: admin},
      [],
    ],
    [
      'none, whatever the order of the names',
      {jbond: teacher},
      {jbond: {...teacher, queues: ['support', 'sales']}},
      [],
    ],
    ['none, of one that says a part of what is stored', {jbond: teacher}, {jbond: {profile: 'teacher'}}, []],
    ['one with another profile', {jbond: teacher, doe: admin}, {jbond: admin, doe: admin}, [1]],
    ['one with another switch', {doe: teacher}, {doe: {...teacher, dissuasion: false}}, [3]],
    ['one with fewer queues', {jbond: teacher}, {jbond: {...teacher, queues: ['sales']}}, [1]],
    ['none, where a user has no profile yet', {}, {jbond: admin}, []],
    ['none that the document does not name', {jbond: teacher, mmoney: admin}, {jbond: teacher}, []],
  ] as const)('are %s', (_, here, wanted, users) => {
    expect(changed(here, wanted as Record<string, SiteProfile> | undefined)).toEqual(users)
  })

  test('are those that the document does not name, too, where it deletes', () => {
    const here = {jbond: teacher, mmoney: admin, doe: admin}
    expect(changed(here, {jbond: teacher}, {deleteMissing: ['profiles']})).toEqual([2, 3])
    expect(changed(here, {jbond: teacher}, {deleteMissing: ['periods']})).toEqual([])
    expect(changed(here, undefined, {deleteMissing: ['profiles']})).toEqual([])
  })

  test('are all or none of those that share one profile, here and in the document', () => {
    const [other, same] = [{...teacher, queues: ['sales']}, {...teacher}]
    expect(changed({jbond: teacher, mmoney: teacher}, {jbond: other, mmoney: other})).toEqual([1, 2])
    expect(changed({jbond: teacher, mmoney: teacher}, {jbond: same, mmoney: same})).toEqual([])
    expect(changed({jbond: teacher, mmoney: undefined}, {jbond: same, mmoney: same})).toEqual([2])
  })
})
