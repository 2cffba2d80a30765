import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import type {SiteDissuasion, SiteDocument, SitePeriod, SiteProfile} from '../../src/formats/site-document.ts'
import {shortSite, writeSiteJson, writeSiteYaml} from '../../src/formats/site-text.ts'
import {readSiteYaml} from '../../src/formats/site-yaml.ts'

const documentOf = (text: string): SiteDocument => {
  const read = readSiteYaml(text)
  if (!('document' in read) || read.problems.length > 0) throw new Error(JSON.stringify(read.problems))
  return read.document
}

const problemsOf = (text: string) => {
  const read = readSiteYaml(text)
  return read.problems.map(({place, path}) => `${place?.line}:${place?.column} ${path}`)
}

/** Names that other readers of YAML take for something else, and any text that a database can hold. */
const names = fc.oneof(
  fc.constantFrom(
    'no',
    'yes',
    'on',
    'null',
    '~',
    'true',
    '1e3',
    'e1',
    '08',
    '0123',
    '0x1f',
    '1_000',
    '2026-08-01',
    '12:30',
    '.inf',
  ),
  fc.constantFrom(
    '',
    ' ',
    '-',
    '?',
    ':',
    '#',
    '<<',
    '*a',
    '&a',
    '!t',
    '%',
    '@',
    '`',
    '[',
    '{',
    '|',
    '>',
    '---',
    '...',
    '=',
    '"',
    "'",
  ),
  fc.constantFrom(
    'a: b',
    'a #b',
    'a\nb',
    'a\r\nb',
    '\t',
    'ends ',
    ' begins',
    'x, y',
    '{a}',
    '\u0085',
    '\u2028',
    '\ufeff',
    '__proto__',
  ),
  fc.string({unit: 'binary', maxLength: 12}).filter((text) => !text.includes('\0') && text.isWellFormed()),
)

const listOf = (name: fc.Arbitrary<string>) => fc.array(name, {maxLength: 4})
const numbers = fc.nat({max: 999_999_999})
const entries = <T>(name: fc.Arbitrary<string>, value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(name, value), {maxLength: 5}).map((all) => new Map(all))

function documentsOf(name: fc.Arbitrary<string>): fc.Arbitrary<SiteDocument> {
  const profiles: fc.Arbitrary<SiteProfile> = fc.record(
    {
      profile: name,
      queues: listOf(name),
      groups: listOf(name),
      incalls: listOf(name),
      recording: fc.boolean(),
      dissuasion: fc.boolean(),
    },
    {requiredKeys: ['profile']},
  )
  const periods: fc.Arbitrary<SitePeriod> = fc.record(
    {start: name, end: name, default: fc.constant(true as const)},
    {requiredKeys: ['start', 'end']},
  )
  const dissuasions: fc.Arbitrary<SiteDissuasion> = fc.oneof(
    fc.constant({none: true as const}),
    fc.record({sound: name, options: name}, {requiredKeys: ['sound']}),
    fc.record({queue: name, ringTime: numbers}, {requiredKeys: ['queue']}),
    fc.record({group: name, ringTime: numbers}, {requiredKeys: ['group']}),
    fc.record(
      {user: fc.oneof(fc.record({login: name}), fc.record({id: numbers, name})), ringTime: numbers},
      {requiredKeys: ['user']},
    ),
    fc.record({action: name, actionarg1: name, actionarg2: name}, {requiredKeys: ['action']}),
  )
  return fc.record(
    {
      profiles: entries(name, profiles),
      callbackLists: entries(name, name),
      periods: entries(name, periods),
      dissuasions: entries(name, dissuasions),
    },
    {requiredKeys: []},
  )
}

const documents = documentsOf(names)

const runs = Number(process.env.XIVOCTL_TEST_RUNS ?? 300)

describe('a document', () => {
  test('is read as it was written, whatever the names', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const remarks = [{section: 'profiles' as const, text: "the queue 99 is gone\n'x': #"}]
        expect(documentOf(writeSiteYaml(document, remarks))).toEqual(document)
      }),
      {numRuns: runs},
    )
  })

  test.each(['1.1', '1.2'] as const)('is understood alike by another reader of YAML %s', (version) => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(parse(writeSiteYaml(document, []), {version})).toEqual(shortSite(document))
      }),
      {numRuns: runs / 3},
    )
  })

  test('is read as it was written as JSON', () => {
    const inOrder = (document: SiteDocument) => JSON.parse(writeSiteJson(document))
    fc.assert(
      fc.property(documents, (document) => {
        expect(inOrder(documentOf(writeSiteJson(document)))).toEqual(inOrder(document))
      }),
      {numRuns: runs},
    )
  })

  test.each([
    ['a quote around a name', "profiles:\n  a: {profile: teacher, queues: ['b'], groups: [], incalls: []}\n"],
    ['a name with an escape', 'profiles:\n  "a\\u0062": admin\n'],
    ['a section after a blank line', 'profiles:\n  a: admin\n\n  b: admin\n'],
    ['a section after a comment', 'profiles:\n  a: admin\n# b\n  b: admin\nperiods:\n'],
    ['line ends of Windows', 'profiles:\r\n  a: admin\r\n'],
    ['no line end', 'profiles:\n  a: admin'],
  ])('with %s is read as it is without the other way for what was written', (_, text) => {
    expect(documentOf(text)).toEqual(documentOf(text.replace(/^profiles:/m, 'profiles: # all')))
  })

  test('is read as it is without the other way, also where one character is wrong', () => {
    const name = fc.oneof(
      fc.constantFrom('1e3', 'no', 'a: b', 'a:b', 'Toute la journée', 'λ'),
      fc.stringMatching(/^[a-zà1:. @"']{0,5}$/),
    )
    const wrong = fc.constantFrom('', ...' :,"\'#{}[]a1-\n\r\t\\')
    const outcome = (text: string) => {
      const read = readSiteYaml(text)
      return 'document' in read && read.problems.length === 0
        ? read.document
        : read.problems.map(({place, reason}) => `${place?.line}:${place?.column} ${reason}`)
    }
    fc.assert(
      fc.property(documentsOf(name), wrong, fc.nat(), fc.nat({max: 1}), (document, character, place, taken) => {
        const text = writeSiteYaml(document, [{section: 'periods', text: 'x'}])
        const at = place % text.length
        const damaged = text.slice(0, at) + character + text.slice(at + taken)
        expect(outcome(damaged)).toEqual(outcome(damaged.replace(/^([a-zA-Z]+):$/gm, '$1: # all')))
      }),
      {numRuns: runs / 3},
    )
  })

  test.each([
    ['a name twice', 'profiles:\n  a: admin\n  a: admin\n', ['3:3 ']],
    ['a section twice', 'profiles:\n  a: admin\nprofiles:\n  b: admin\n', ['3:1 ']],
    ['a period twice', 'periods:\n  a: {start: "1", end: "2"}\n  a: {start: "1", end: "2"}\n', ['3:3 ']],
    ['a colon behind a word', 'callbackLists:\n  x: b:\n', ['2:6 ']],
    ['a list twice', 'profiles:\n  a: admin\ncallbackLists:\n  x: a\n  x: b\n', ['5:3 ']],
    ['a key of its schema twice', 'profiles:\n  a: admin\n$schema: {a: b, a: c}\n', ['3:17 ']],
    ['a section in two documents', 'profiles:\n  a: admin\n---\nperiods: {}\n', ['3:1 ']],
    ['a list after it', 'profiles:\n  a: admin\n- b\n', ['3:1 ']],
    ['a section within a quote', '"x\nprofiles:\n  a: admin\n"\n', ['1:1 ']],
    ['a section that is written twice', 'periods: {}\nperiods:\n', ['2:1 ']],
    [
      'a number that is too long',
      'dissuasions:\n  a: {queue: b, ringTime: 1234567890}\n',
      ['2:27 dissuasions.a.ringTime'],
    ],
    ['a problem elsewhere', 'profiles:\n  a: admin\nperiod:\n', ['3:1 period']],
    [
      'a dash before a name',
      'profiles:\n  a: {profile: teacher, queues: [- b], groups: [], incalls: []}\n',
      ['2:34 ', '2:36 '],
    ],
  ])('of lines with %s is refused where it is', (_, text, places) => {
    expect([...new Set(problemsOf(text))]).toEqual(places)
  })

  test('names its schema in the first line, and has one entry a line', () => {
    const document: SiteDocument = {
      profiles: new Map([
        ['0123', {profile: 'admin'}],
        ['jbond', {profile: 'supervisor', queues: ['no', 'sales']}],
      ]),
      dissuasions: new Map([['sales', {none: true}]]),
    }
    expect(writeSiteYaml(document, [{section: 'dissuasions', text: 'queue 99 is gone'}])).toBe(
      [
        '# yaml-language-server: $schema=configuration.schema.json',
        '',
        'profiles:',
        '  "0123": admin',
        '  jbond: {profile: supervisor, queues: ["no", sales]}',
        '',
        '# queue 99 is gone',
        'dissuasions:',
        '  sales: none',
        '',
      ].join('\n'),
    )
  })

  test('holds nothing that steers a terminal', () => {
    const document: SiteDocument = {callbackLists: new Map([['a\u009b31m\u202e', '\u001b[31m\u2066']])}
    for (const text of [
      writeSiteYaml(document, [{section: 'callbackLists', text: '\u001b[31m\u202e'}]),
      writeSiteJson(document),
    ]) {
      expect(text).not.toMatch(/[\u001b\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u)
      expect(documentOf(text)).toEqual(document)
    }
  })

  test('may be empty, or hold empty sections', () => {
    expect(documentOf('')).toEqual({})
    expect(documentOf('# nothing\n')).toEqual({})
    expect(documentOf('profiles:\nperiods: {}\n')).toEqual({profiles: new Map(), periods: new Map()})
    expect(documentOf('\ufeffperiods: {}\n')).toEqual({periods: new Map()})
  })

  test.each([
    ['a list in place of sections', '- x\n', ['1:1 ']],
    ['a word in place of sections', 'x\n', ['1:1 ']],
    ['an unknown section', 'periods: {}\nprofile: {}\n', ['2:1 profile']],
    ['a section that is a list', 'profiles:\n  - admin\n', ['2:3 profiles']],
    ['a section that is a word', 'profiles: admin\n', ['1:11 profiles']],
    ['a name twice', 'profiles:\n  a: admin\n  a: admin\n', ['3:3 ']],
    ['a section twice', 'periods: {}\nperiods: {}\n', ['2:1 ']],
    ['a tab as indentation', 'profiles:\n\ta: admin\n', ['2:1 ']],
    ['an open bracket', 'profiles:\n  a: {profile: admin\n', ['3:1 ']],
    ['an open quote', 'profiles:\n  "a: admin\n', ['3:1 ']],
    ['two documents', 'periods: {}\n---\nperiods: {}\n', ['2:1 ']],
    ['an alias', 'profiles:\n  a: &x {profile: admin}\n  b: *x\n', ['3:6 profiles.b']],
    ['an unknown tag', 'profiles:\n  a: !x admin\n', ['2:6 ']],
    ['a mapping as a name', 'profiles:\n  {a: b}: admin\n', ['2:3 ']],
    ['a profile that is a list', 'profiles:\n  a: [admin]\n', ['2:6 profiles.a']],
    ['a profile that is nothing', 'profiles:\n  a:\n', ['2:5 profiles.a']],
    ['a profile without a profile', 'profiles:\n  a: {queues: []}\n', ['2:6 profiles.a.profile']],
    ['an unknown field of a profile', 'profiles:\n  a: {profile: admin, queue: x}\n', ['2:23 profiles.a.queue']],
    ['queues that are a word', 'profiles:\n  a: {profile: admin, queues: sales}\n', ['2:31 profiles.a.queues']],
    [
      'a queue that is a list',
      'profiles:\n  a:\n    profile: admin\n    queues:\n      - sales\n      - [x]\n',
      ['6:9 profiles.a.queues[1]'],
    ],

    ['a switch that is no switch', 'profiles:\n  a: {profile: admin, recording: yes}\n', ['2:34 profiles.a.recording']],
    ['a switch that is a list', 'profiles:\n  a: {profile: admin, dissuasion: []}\n', ['2:35 profiles.a.dissuasion']],
    ['a list without a queue', 'callbackLists:\n  x:\n', ['2:5 callbackLists.x']],
    ['a list with two queues', 'callbackLists:\n  x: [a, b]\n', ['2:6 callbackLists.x']],
    ['a period that is a word', 'periods:\n  x: 08:00-12:00\n', ['2:6 periods.x']],
    ['a period without an end', 'periods:\n  x: {start: "08:00"}\n', ['2:6 periods.x.end']],
    ['a period without a start', 'periods:\n  x: {end: "08:00"}\n', ['2:6 periods.x.start']],
    ['a time that is a list', 'periods:\n  x: {start: [8], end: "09:00"}\n', ['2:14 periods.x.start']],
    ['a default that is no switch', 'periods:\n  x: {start: "1", end: "2", default: 1}\n', ['2:38 periods.x.default']],
    ['a dissuasion that is a word', 'dissuasions:\n  sales: closed\n', ['2:10 dissuasions.sales']],
    ['a dissuasion without a destination', 'dissuasions:\n  sales: {ringTime: 3}\n', ['2:3 dissuasions.sales']],
    ['a dissuasion with two', 'dissuasions:\n  sales: {sound: x, queue: y}\n', ['2:3 dissuasions.sales']],
    ['a ring time of a sound', 'dissuasions:\n  sales: {sound: x, ringTime: 3}\n', ['2:21 dissuasions.sales.ringTime']],
    [
      'a ring time that is no number',
      'dissuasions:\n  sales: {queue: x, ringTime: 3s}\n',
      ['2:31 dissuasions.sales.ringTime'],
    ],
    ['a user who is a word', 'dissuasions:\n  sales: {user: x}\n', ['2:17 dissuasions.sales.user']],
    ['a user without a login', 'dissuasions:\n  sales: {user: {name: x}}\n', ['2:11 dissuasions.sales.user']],
    [
      'a user whose id is a word',
      'dissuasions:\n  sales: {user: {id: x, name: y}}\n',
      ['2:22 dissuasions.sales.user.id'],
    ],
    [
      'an argument that is a list',
      'dissuasions:\n  sales: {action: a, actionarg1: [b]}\n',
      ['2:34 dissuasions.sales.actionarg1'],
    ],
    [
      'several faults at once',
      'profiles:\n  a: {profil: admin}\nperiods:\n  x: 1\ndissuasions:\n  "a b": y\n',
      ['2:7 profiles.a.profil', '2:6 profiles.a.profile', '4:6 periods.x', '6:10 dissuasions."a b"'],
    ],
  ])('with %s is refused where it is', (_, text, places) => {
    expect(problemsOf(text)).toEqual(places)
  })

  test('that has a misspelt word is told the nearest', () => {
    const read = readSiteYaml('dissuasion: {}\n')
    expect(read).toMatchObject({problems: [{value: 'dissuasion', reason: expect.stringContaining("'dissuasions'")}]})
  })
})
