import {createList} from '../../src/services/callbacks/lists.ts'
import {createPeriod} from '../../src/services/callbacks/periods.ts'
import {createCallback} from '../../src/services/callbacks/requests.ts'
import {chosenSeed, type Random, random} from '../faults/random.ts'
import type {TestXivo} from '../support/xivo.ts'
import type {Database, Row} from './evaluator.ts'

/** Spellings of the number of one person. */
export const people: Record<string, readonly [string, ...string[]]> = {
  paris: ['0230210092', '+33230210092', '0033230210092', '02 30 21 00 92', '+33 (0)2.30.21.00.92', '#31#0230210092'],
  mobile: ['0689746321', '+33 6 89 74 63 21', 'tel:0689746321', '0033 689746321'],
  london: ['+442071838750', '0044 20 7183 8750', '+44 (0)20 7183 8750'],
  desk: ['1000', '10 00', '10-00'],
  menu: ['*10', '* 10'],
}
export const persons = Object.keys(people)

export const words = [
  'Doe',
  'doe',
  'DOE',
  'Dupont',
  'Élodie',
  'Elodie',
  'élodie',
  'Œuvre',
  'Zoé',
  'zebra',
  "D'Angelo",
  'Le Goff',
  'Legoff',
  '50%',
  'a_b',
  'a\\b',
  '%',
  '_',
  '100',
  '20',
  'a',
  'ab',
  'Weiß',
  '😀',
  '名前',
  'null',
  '',
] as const
export const statuses = ['answered', 'no-answer', 'busy']
export const lists: readonly (readonly [name: string, queue: string])[] = [
  ['Ventes', 'ventes'],
  ['été_1', 'sales'],
  ['Étude', 'sales'],
  ['50% là', 'support'],
]
export const periods = ['Soir', 'matin', 'Été']
const moments = ['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.001Z', '2026-03-01T00:00:00.000Z'] as const
export const times = [
  ...moments,
  '2026-01-05',
  '2026-03-01T01:00+01:00',
  '2026-02-01 12:30',
  '2030-01-01T00:00:00Z',
] as const
export const days = ['2026-01-05', '2026-02-28', '2024-02-29', '2030-12-31'] as const
/** Days that the words are about, or that are beside them. */
const distances = ['0 days', '1 day', '-1 day', '3 days', '-14 days', '-15 days', '1 month', '-1 year'] as const
export const dayWords = ['today', 'Tomorrow', 'yesterday', '+3d', '-2w', '+1m', '-1y', '+0d'] as const

export const queues: Record<string, number> = {ventes: 5, sales: 3, support: 1}

/** The requests of a database, and what must be known of it to evaluate filters. */
export interface Stored {
  rows: Row[]
  today: string
  /** Milliseconds of each of the times. */
  momentOf: Record<string, number>
  database: Database
}

/** Stores 60 requests with values of the pools above. */
export async function storeRows(xivo: TestXivo): Promise<Stored> {
  const hours = [
    ['Soir', '18:00', '20:00'],
    ['matin', '08:00', '12:00'],
    ['Été', '06:00', '09:00'],
  ] as const
  for (const [name, start, end] of hours) await xivo.made((context) => createPeriod(context, {name, start, end}))
  const chance = random(chosenSeed)
  const rows: Row[] = []
  for (const [list, queue] of lists) {
    const {uuid: listUuid} = await xivo.made((context) => createList(context, list, queue))
    for (let i = 0; i < 15; i++) rows.push(await storedRow(xivo, chance, {list, listUuid, queue}))
  }
  const [one] = await xivo.sql('select current_date::text as today')
  const all = await xivo.sql(
    'select text, extract(epoch from text::timestamptz) * 1000 as ms from unnest($1::text[]) text',
    [[...times]],
  )
  const momentOf = Object.fromEntries(all.map(({text, ms}) => [text, Math.round(Number(ms))]))
  return {rows, today: one?.today, momentOf, database: await databaseOf(xivo, rows)}
}

async function storedRow(
  xivo: TestXivo,
  chance: Random,
  {list, listUuid, queue}: {list: string; listUuid: string; queue: string},
) {
  const some = <T>(value: T): T | undefined => (chance.oneIn(3) ? undefined : value)
  const text = () => some(chance.pick(words)) || undefined
  const owner = () => chance.pick(persons as [string, ...string[]])
  const [first, second] = [owner(), some(owner())]
  const spelling = (person: string) => chance.pick(people[person] ?? ['1000'])
  const wanted = {
    phoneNumber: spelling(first),
    ...(second && {mobilePhoneNumber: spelling(second)}),
    ...Object.fromEntries(
      (['firstName', 'lastName', 'company', 'description'] as const).map((key) => [key, text() ?? '']),
    ),
    dueDate: chance.pick(days),
    period: chance.pick(periods as [string, ...string[]]),
  }
  const made = await xivo.made((context) => createCallback(context, listUuid, wanted))
  const clotured = chance.oneIn(3)
  const [createdAt, closedAt] = [chance.pick(moments), clotured ? some(chance.pick(moments)) : undefined]
  const [attempts, lastStatus] = [chance.below(4), some(chance.pick(statuses as [string, ...string[]]))]
  const due = chance.oneIn(2)
    ? `(current_date + interval '${chance.pick(distances)}')::date`
    : `'${made.dueDate}'::date`
  const [stored] = await xivo.sql(
    `update xivoctl.callback_request set clotured = $2, created_at = $3, closed_at = $4, attempts = $5, last_status = $6, due_date = ${due}
      where uuid = $1 returning due_date::text as due`,
    [made.uuid, clotured, createdAt, closedAt, attempts, lastStatus],
  )
  const {preferredPeriod, queueId, ...fields} = made
  const row: Row = {
    ...fields,
    dueDate: stored?.due,
    period: preferredPeriod.name,
    queueId: queueId ?? 0,
    clotured,
    createdAt: Date.parse(createdAt),
    closedAt: closedAt && Date.parse(closedAt),
    attempts,
    lastStatus,
    list,
    queue,
    people: [first, ...(second ? [second] : [])],
  }
  return row
}

/** Asks the database for its own order of all texts, which no contract settles. */
async function databaseOf(xivo: TestXivo, rows: readonly Row[]): Promise<Database> {
  const texts = [...words, ...statuses, ...periods, ...rows.flatMap((row) => [row.phoneNumber, row.mobilePhoneNumber])]
  const known = [...new Set([...texts, ...Object.values(people).flat()].flatMap((text) => text ?? []))]
  const ranked = await xivo.sql('select text from unnest($1::text[]) text order by text', [known])
  const rank = new Map(ranked.map(({text}, i) => [text as string, i]))
  const byDatabase = (one: string, other: string) => (rank.get(one) ?? Number.NaN) - (rank.get(other) ?? Number.NaN)
  const [has] = await xivo.sql(
    `select 'É' ilike 'é' as folds, exists (select from pg_collation where collname = 'fr-x-icu') as icu`,
  )
  const french = new Intl.Collator('fr')
  const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))
  const asPeople = (one: string, other: string) => french.compare(one, other) || byBytes(one, other)
  return {byDatabase, asPeople: has?.icu ? asPeople : byBytes, foldsAccents: has?.folds}
}
