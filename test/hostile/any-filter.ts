import fc from 'fast-check'
import {comparisons, type Field, type Filter, type Operator} from './evaluator.ts'
import {days, dayWords, lists, people, periods, persons, queues, type Stored, statuses, times, words} from './rows.ts'

const oneOf = <T>(...all: readonly T[]) => fc.constantFrom(...all)
const sentAs = fc.boolean()

/** Values as sent, and what each means. */
type Sent = Pick<Filter, 'value' | 'means'>
const same = <T extends string | number | boolean>(value: T): Sent => ({value, means: value})

const anyDay = (today: string) =>
  fc.oneof(
    oneOf(...days).map(same),
    oneOf(...dayWords).map((value): Sent => ({value, means: dayAfter(today, value)})),
  )

function dayAfter(today: string, word: string): string {
  const plain = {today: '+0d', tomorrow: '+1d', yesterday: '-1d'}[word.toLowerCase()] ?? word
  const count = Number(plain.slice(0, -1))
  const unit = plain.slice(-1)
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number)
  if (unit === 'd' || unit === 'w') return iso(year, month, day + count * (unit === 'w' ? 7 : 1))
  const months = month + count * (unit === 'y' ? 12 : 1)
  const last = new Date(Date.UTC(year, months, 0)).getUTCDate()
  return iso(year, months, Math.min(day, last))
}

const iso = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

/** A text of the pool with some of its characters replaced by wildcards. */
const pattern = (pool: readonly string[]) =>
  fc
    .tuple(oneOf(...pool), fc.array(oneOf('keep', '%', '_', 'escape', '%%'), {minLength: 12, maxLength: 12}))
    .map(([text, how]): Sent => {
      const parts = [...text].map((character, i) => {
        const what = how[i % how.length]
        if (what === 'keep') return character === '\\' ? '\\\\' : character
        return what === 'escape' ? `\\${character}` : what
      })
      return same(parts.join(''))
    })

const separated = (number: string) =>
  fc.array(oneOf('', ' ', '.', '-', '\u00a0'), {minLength: 3, maxLength: 3}).map(
    (marks): Sent => ({
      value: number.replace(/(?<=\d)(?=\d\d$)/, marks[0] ?? '').replace(/(?<=^\d\d)(?=\d)/, marks[1] ?? ''),
      means: number,
    }),
  )

interface Kind {
  operators: readonly Operator[]
  value: (operator: Operator) => fc.Arbitrary<Sent>
}

const nulls = ['is null', 'is not null'] as const
const likes = ['like', 'ilike'] as const
const text = (pool: readonly string[]): Kind => ({
  operators: [...comparisons, ...likes, ...nulls],
  value: (operator) => (operator.endsWith('like') ? pattern(pool) : oneOf(...pool).map(same)),
})
const number = (known: readonly string[]): Kind => ({
  operators: [...comparisons, ...likes, ...nulls],
  value: (operator) =>
    operator.endsWith('like')
      ? fc
          .tuple(fc.constantFrom('0230%', '%92', '_000', '+33%', '%', '\\*10', '06_9%'), sentAs)
          .map(([means, spaced]): Sent => ({value: spaced ? means.replace(/(?<=\d)(?=\d)/, ' ') : means, means}))
      : oneOf(...known).chain(separated),
})
const uuid = (known: readonly string[]): Kind => ({
  operators: [...comparisons, ...nulls],
  value: () =>
    fc
      .tuple(oneOf(...known), sentAs)
      .map(([means, capitals]): Sent => ({value: capitals ? means.toUpperCase() : means, means})),
})
const whole = (...all: number[]): Kind => ({
  operators: [...comparisons, ...nulls],
  value: () =>
    fc.tuple(oneOf(...all), sentAs).map(([means, asText]): Sent => ({value: asText ? String(means) : means, means})),
})
const moment = (momentOf: Record<string, number>): Kind => ({
  operators: [...comparisons, ...nulls],
  value: () => oneOf(...times).map((value): Sent => ({value, means: momentOf[value] ?? Number.NaN})),
})
const nameOf = (names: readonly string[], other: (name: string) => string | number): Kind => ({
  operators: ['=', '!=', ...likes],
  value: (operator) =>
    operator.endsWith('like')
      ? pattern(names)
      : fc.tuple(oneOf(...names), sentAs).map(([means, byId]): Sent => ({value: byId ? other(means) : means, means})),
})

const kinds = ({rows, today, momentOf}: Stored): Record<Field, Kind> => ({
  uuid: uuid(rows.map(({uuid}) => uuid)),
  listUuid: uuid(rows.map(({listUuid}) => listUuid)),
  preferredPeriodUuid: uuid(rows.map((row) => row.preferredPeriodUuid)),
  phoneNumber: number(rows.flatMap(({phoneNumber = []}) => phoneNumber)),
  mobilePhoneNumber: number(rows.flatMap(({mobilePhoneNumber = []}) => mobilePhoneNumber)),
  firstName: text(words),
  lastName: text(words),
  company: text(words),
  description: text(words),
  period: text(periods),
  lastStatus: text(statuses),
  dueDate: {operators: [...comparisons, ...nulls], value: () => anyDay(today)},
  createdAt: moment(momentOf),
  closedAt: moment(momentOf),
  queueId: whole(1, 3, 5, -1, 2_147_483_647),
  attempts: whole(0, 1, 2, 3),
  clotured: {
    operators: [...comparisons, ...nulls],
    value: () =>
      fc.tuple(fc.boolean(), sentAs).map(([means, asText]): Sent => ({value: asText ? String(means) : means, means})),
  },
  list: nameOf(
    lists.map(([name]) => name),
    (name) => rows.find(({list}) => list === name)?.listUuid ?? '',
  ),
  queue: nameOf(Object.keys(queues), (name) => queues[name] ?? 0),
  phone: {
    operators: ['=', '!='],
    value: () =>
      oneOf(...persons).chain((means) => oneOf(...(people[means] ?? [])).map((value): Sent => ({value, means}))),
  },
})

/** Any filter of the grammar. */
function anyFilter(stored: Stored): fc.Arbitrary<Filter> {
  const all = kinds(stored)
  const order = fc.option(oneOf('asc' as const, 'desc' as const), {nil: undefined, freq: 2})
  return oneOf(...(Object.keys(all) as Field[])).chain((field) => {
    const {operators, value} = all[field]
    const tested = oneOf(...operators).chain((operator) =>
      (operator.startsWith('is') ? fc.constant<Sent>({}) : value(operator)).map((sent) => ({operator, ...sent})),
    )
    return fc.tuple(fc.oneof({weight: 5, arbitrary: tested}, {weight: 1, arbitrary: fc.constant({})}), order).map(
      ([test, order]): Filter => ({
        field,
        ...test,
        ...(order ? {order} : 'operator' in test ? {} : {order: 'asc' as const}),
      }),
    )
  })
}

/** Some filters and a page. */
export const anySearch = (stored: Stored) =>
  fc.record({
    filters: fc.array(anyFilter(stored), {maxLength: 3}),
    offset: fc.option(fc.nat(8), {nil: undefined}),
    limit: fc.option(fc.nat(20), {nil: undefined}),
    capitals: fc.boolean(),
  })
