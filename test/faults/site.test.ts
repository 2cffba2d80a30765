import {isDeepStrictEqual} from 'node:util'
import {beforeAll, expect, test} from 'vitest'
import {type SiteDissuasion, type SiteDocument, type SiteProfile, sections} from '../../src/formats/site-document.ts'
import {shortSite, writeSiteYaml} from '../../src/formats/site-text.ts'
import {asRead, type ReadSite, readSiteYaml} from '../../src/formats/site-yaml.ts'
import {unfitName} from '../../src/formats/text.ts'
import {applySite, diffSite, exportSite} from '../../src/services/site/site.ts'
import {type TestXivo, useXivo} from '../support/xivo.ts'
import {Findings} from './findings.ts'
import {chosenSeed, type Random, random} from './random.ts'
import {tellResult} from './reliability.ts'
import {isFull, share} from './scale.ts'

const one = useXivo()
const other = useXivo()
const HOUR = 3_600_000
const CHANGES = 200

const apply = (xivo: TestXivo, document: SiteDocument, deleteMissing = [...sections]) =>
  xivo.use((context) => applySite(context, asRead(document), {deleteMissing}))

async function written(xivo: TestXivo): Promise<string> {
  const {document, remarks} = await xivo.use((context) => exportSite(context))
  return writeSiteYaml(document, remarks)
}

function read(text: string): ReadSite {
  const site = readSiteYaml(text)
  if (!('document' in site)) throw new Error(JSON.stringify(site.problems))
  return site
}

/** The whole configuration, one that was written by hand in any order. */
const plain = (document: SiteDocument) =>
  JSON.parse(JSON.stringify(shortSite(document)), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** What YAML, CSV or SQL may take for something else. */
const odd = [
  'no',
  'on',
  '~',
  '1e3',
  '08',
  '0123',
  '2026-08-01',
  '12:30',
  '<<',
  '- a',
  'a: b',
  '#a',
  "l'été",
  'a "b"',
  '{a}',
  '%s',
  '__proto__',
] as const

const planes = (chance: Random) => {
  const ranges = [
    0x20, 0xa0, 0x300, 0x5d0, 0x2028, 0x4e00, 0xe000, 0x1f600, 0x20000, 0x30000, 0xe0100, 0xf0000, 0x100000,
  ] as const
  return String.fromCodePoint(chance.pick(ranges) + chance.below(80))
}

function oddName(chance: Random): string {
  const name = chance.oneIn(4)
    ? chance.pick(odd)
    : Array.from({length: 1 + chance.below(8)}, () => planes(chance)).join('')
  return name.trim() === name && unfitName(name) === undefined && !name.startsWith('id:') ? name : oddName(chance)
}

const oddNames = (chance: Random, count: number) => {
  const names = new Set<string>()
  while (names.size < count) names.add(oddName(chance))
  return [...names]
}

const some = <T>(chance: Random, all: readonly T[], most: number) => [
  ...new Set(Array.from({length: chance.below(most + 1)}, () => all[chance.below(all.length)] as T)),
]

interface Names {
  logins: string[]
  queues: string[]
}

/** Gives the same new names to the users and queues of both. */
async function rename(chance: Random): Promise<Names> {
  const users = await one.sql(`select id from public.userfeatures where loginclient <> '' order by id`)
  const queues = await one.sql('select id from public.queuefeatures order by id')
  const names = {logins: oddNames(chance, users.length), queues: oddNames(chance, queues.length)}
  const to = (rows: Record<string, unknown>[], given: string[]) => [rows.map(({id}) => id), given]
  for (const xivo of [one, other]) {
    await xivo.sql(
      `update public.userfeatures t set loginclient = name from unnest($1::int[], $2::text[]) as new(id, name) where t.id = new.id`,
      to(users, names.logins),
    )
    await xivo.sql(`update public.queuefeatures set name = 'former ' || id`)
    await xivo.sql(
      `update public.queuefeatures t set name = new.name from unnest($1::int[], $2::text[]) as new(id, name) where t.id = new.id`,
      to(queues, names.queues),
    )
  }
  return names
}

function configuration(chance: Random, {logins, queues}: Names): SiteDocument {
  const profile = (): SiteProfile => {
    const type = chance.pick(['admin', 'supervisor', 'teacher'])
    if (type === 'admin') return {profile: type}
    const lists = {queues: some(chance, queues, 5).sort(), groups: [], incalls: []}
    if (type === 'teacher') return {profile: type, ...lists}
    return {profile: type, ...lists, recording: chance.oneIn(2), dissuasion: chance.oneIn(2)}
  }
  const ringTime = () => (chance.oneIn(2) ? {ringTime: chance.below(100)} : {})
  const destination = (queue: string): SiteDissuasion => {
    const target = queues[chance.below(queues.length)] as string
    const login = logins[chance.below(logins.length)] as string
    return chance.pick<SiteDissuasion>([
      {none: true},
      {sound: 'sales_audio_file', ...(chance.oneIn(2) && {options: 'noanswer'})},
      target === queue ? {none: true} : {queue: target, ...ringTime()},
      {user: {login}, ...ringTime()},
      {action: 'endcall:hangup'},
      {action: 'extension', actionarg1: oddName(chance), actionarg2: oddName(chance)},
    ])
  }
  const periods = oddNames(chance, 1 + chance.below(4)).map((name, i) => {
    const hour = chance.below(12)
    const time = (after: number) => `${String(hour + after).padStart(2, '0')}:${chance.oneIn(2) ? '00' : '30:01'}`
    return [name, {start: time(0), end: time(1 + chance.below(8)), ...(i === 0 && {default: true})}] as const
  })
  return {
    profiles: new Map(some(chance, logins, 8).map((login) => [login, profile()])),
    callbackLists: new Map(
      oddNames(chance, chance.below(8)).map((name) => [name, queues[chance.below(queues.length)] as string]),
    ),
    periods: new Map(periods),
    dissuasions: new Map(queues.map((queue) => [queue, destination(queue)])),
  }
}

const lasting = {timeout: isFull ? HOUR : 300_000}

async function told(name: string, findings: Findings): Promise<void> {
  if (isFull) await tellResult(name, findings, one)
  expect(findings.wrong).toEqual([])
  expect(findings.runs).toBeGreaterThan(0)
}

beforeAll(async () => {
  for (const xivo of [one, other]) {
    await xivo.sql('truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.user_profile cascade')
  }
})

const rebuilt =
  'a random configuration that is exported is rebuilt on another XiVO with the same users and queues: diff shows nothing, and its export has the same bytes'
test(rebuilt, lasting, async () => {
  const findings = new Findings()
  console.log(`seed ${chosenSeed}: ${rebuilt}`)
  for (let run = 0; run < share(1000, 3) && findings.wrong.length < 3; run++) {
    const chance = random(chosenSeed + run)
    const document = configuration(chance, await rename(chance))
    await apply(one, document)
    const text = await written(one)
    const site = read(text)
    if (!isDeepStrictEqual(plain(site.document), plain(document)))
      findings.blame(`${chance.seed}: not as applied: ${text}`)
    await apply(other, site.document)
    const changes = await other.use((context) => diffSite(context, site, {deleteMissing: [...sections]}))
    if (changes.length > 0) findings.blame(`${chance.seed}: differs: ${JSON.stringify(changes)}`)
    if ((await written(other)) !== text) findings.blame(`${chance.seed}: other bytes: ${text}`)
    findings.runs++
    findings.saw('rebuilt')
  }
  await told(rebuilt, findings)
})

/** So many changes of all kinds: the lists are made, and the rest changes. */
async function manyChanges(): Promise<SiteDocument> {
  const {document} = await one.use((context) => exportSite(context))
  const queues = [...(document.dissuasions?.keys() ?? [])]
  const users = await one.sql(
    `select loginclient as login from public.userfeatures where loginclient <> '' order by id`,
  )
  const [queue = ''] = queues
  const dissuasions = new Map<string, SiteDissuasion>(
    queues.map((name) => [name, {action: 'extension', actionarg1: '1'}]),
  )
  const profiles = new Map(users.map(({login}) => [login as string, {profile: 'teacher', queues: [queue]}]))
  const periods = new Map([['injected', {start: '01:00', end: '02:00'}]])
  const left = CHANGES - dissuasions.size - profiles.size - periods.size
  const callbackLists = new Map(Array.from({length: left}, (_, i) => [`injected ${i}`, queue]))
  return {profiles, callbackLists, periods, dissuasions}
}

const tables = [
  ...['user_profile', 'user_right', 'callback_list', 'preferred_callback_period', 'journal'].map(
    (table) => `xivoctl.${table}`,
  ),
  'public.dialaction',
]

/** Makes the k-th statement that writes fail, counted across transactions that are rolled back. */
const injection = `
  create sequence public.faults_statement;
  create sequence public.faults_at;
  create function public.faults_fail() returns trigger language plpgsql as $$ begin
    if nextval('public.faults_statement') = (select last_value from public.faults_at) then
      raise exception 'injected';
    end if;
    return null;
  end $$;
  ${tables
    .map(
      (table) => `create trigger faults before insert or update or delete on ${table}
        for each statement execute function public.faults_fail();`,
    )
    .join('\n')}`

const whole = `an apply of ${CHANGES} changes whose k-th statement fails writes nothing, at every k`
test(whole, lasting, async () => {
  const findings = new Findings()
  const document = await manyChanges()
  const state = () =>
    Promise.all(tables.map((table) => one.sql(`select to_jsonb(t) as row from ${table} t order by t::text`)))
  const planned = await one.use((context) => diffSite(context, asRead(document)))
  expect(planned).toHaveLength(CHANGES)
  await one.sql(injection)
  const before = await state()
  const step = isFull ? 1 : 97
  for (let k = 1; findings.wrong.length < 3; k += step) {
    await one.sql(`select setval('public.faults_statement', 1, false), setval('public.faults_at', ${k})`)
    const outcome = await apply(one, document, []).then(
      ({changes}) => changes.length,
      () => undefined,
    )
    findings.runs++
    const isAsBefore = isDeepStrictEqual(await state(), before)
    findings.saw(outcome === undefined ? 'failed, nothing written' : 'all written')
    if (outcome === undefined && !isAsBefore) findings.blame(`statement ${k}: failed, and something is written`)
    if (outcome === undefined) continue
    if (outcome !== CHANGES) findings.blame(`statement ${k}: ${outcome} changes`)
    break
  }
  expect(await one.use((context) => diffSite(context, asRead(document)))).toEqual([])
  await one.sql(`drop function public.faults_fail cascade; drop sequence public.faults_statement, public.faults_at`)
  expect(findings.runs).toBeGreaterThan(2)
  await told(whole, findings)
})

const pairs = 'of two applies at once each is whole: the XiVO is as one of them says, after the other'
test(pairs, lasting, async () => {
  const findings = new Findings()
  console.log(`seed ${chosenSeed}: ${pairs}`)
  for (let run = 0; run < share(200, 2) && findings.wrong.length < 3; run++) {
    const chance = random(chosenSeed + run)
    const names = await rename(chance)
    const documents = [configuration(chance, names), configuration(chance, names)] as const
    const outcomes = await Promise.allSettled(documents.map((document) => apply(one, document)))
    findings.runs++
    const refused = outcomes.filter(({status}) => status === 'rejected')
    const state = plain((await one.use((context) => exportSite(context))).document)
    const as = documents.findIndex((document) => isDeepStrictEqual(state, plain(document)))
    if (as === -1) findings.blame(`${chance.seed}: ${JSON.stringify({state, outcomes})}`)
    if (refused.length > 0) findings.blame(`${chance.seed}: ${JSON.stringify(refused)}`)
    findings.saw(as === 0 ? 'the first one last' : 'the second one last')
  }
  await told(pairs, findings)
})
