import {randomUUID} from 'node:crypto'
import type {Context} from '../../context.ts'
import {
  allPeriods,
  clearDefaultPeriod,
  countRequestsOfPeriod,
  deletePeriod as deleteRow,
  insertPeriod,
  lockPeriods,
  type PeriodRow,
  updatePeriod as updateRow,
} from '../../database/callbacks/periods.ts'
import type {Db} from '../../database/connection/connect.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {conflict, invalid, type Problem, unavailable} from '../../errors.ts'
import {type Changed, changeOf, type Recorded, type State} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {pick, type Reference} from '../../formats/references.ts'
import {type Tagged, tagOf} from '../../formats/tags.ts'
import {unfitName} from '../../formats/text.ts'
import {parseTime} from '../../formats/times.ts'
import {change, type Recorder} from '../journal.ts'
import {answerOnce, type RequestKey} from '../request-keys.ts'

/** A preferred time of the day for calling back. */
export interface Period {
  uuid: string
  name: string
  /** `HH:MM:SS` */
  periodStart: string
  periodEnd: string
  /** The period of requests that name none; exactly one period is the default. */
  default: boolean
}

/** Times as `HH:MM` or `HH:MM:SS`. */
export interface PeriodInput {
  name?: string
  start?: string
  end?: string
}

/** Every period, by start. */
export async function listPeriods({db}: Context): Promise<Period[]> {
  return (await allPeriods(db)).map(toPeriod)
}

/** One period. PeriodNotFound. */
export async function getPeriod(context: Context, reference: Reference): Promise<Tagged<Period>> {
  const period = pickPeriod(await allPeriods(context.db), reference)
  return {found: toPeriod(period), tag: tagOf(periodChange(period, undefined))}
}

/** Creates a period; Conflict when the name is taken. */
export function createPeriod(
  context: Context,
  input: Required<PeriodInput>,
  key?: RequestKey,
): Promise<Changed<Period>> {
  return changePeriods(context, (trx, record, periods) =>
    answerOnce(context, trx, key, async () => {
      const row = {uuid: randomUUID(), default: false, ...checkPeriod(input)}
      refuseTakenName(await periods(), row)
      await record(periodChange(undefined, row), () => insertPeriod(trx, row))
      return toPeriod(row)
    }),
  )
}

/** Changes name or times; omitted fields keep their value, and requests keep their period. */
export function updatePeriod(context: Context, reference: Reference, input: PeriodInput): Promise<Changed<Period>> {
  return changePeriods(context, async (trx, record, periods) => {
    if (Object.keys(input).length === 0) throw invalid('nothing to change was given: name, start or end')
    const all = await periods()
    const period = pickPeriod(all, reference)
    const before = {name: period.name, start: period.period_start, end: period.period_end}
    const after = {...period, ...checkPeriod({...before, ...input}, period.name)}
    refuseTakenName(all, after)
    await record(periodChange(period, after), () => updateRow(trx, period.uuid, after))
    return toPeriod(after)
  })
}

/** Deletes a period that no request uses and that is not the default. */
export function deletePeriod(context: Context, reference: Reference): Promise<Changed<Period>> {
  return changePeriods(context, async (trx, record, periods) => {
    const period = pickPeriod(await periods(), reference)
    if (period.default) {
      throw conflict(`the default period '${period.name}' cannot be deleted`, {
        hints: [{run: 'callbacks periods set-default', words: ['PERIOD'], when: 'to choose another default first'}],
      })
    }
    const count = await countRequestsOfPeriod(trx, period.uuid)
    if (count > 0) {
      const requests = counted(count, 'callback request uses it', 'callback requests use it')
      throw conflict(`the period '${period.name}' cannot be deleted: ${requests}`, {
        hints: [`first give these requests another period; the filter 'period = ${period.name}' finds them`],
      })
    }
    await record(periodChange(period, undefined), () => deleteRow(trx, period.uuid))
    return toPeriod(period)
  })
}

/** Makes this period the default. */
export function setDefaultPeriod(context: Context, reference: Reference): Promise<Changed<Period>> {
  return changePeriods(context, async (trx, record, periods) => {
    const all = await periods()
    const period = pickPeriod(all, reference)
    const after = {...period, default: true}
    const former = all.filter((each) => each.default && each.uuid !== period.uuid)
    const changes = [
      ...former.map((each) => periodChange(each, {...each, default: false})),
      periodChange(period, after),
    ]
    await record(changes, async () => {
      await clearDefaultPeriod(trx)
      await updateRow(trx, period.uuid, {default: true})
    })
    return toPeriod(after)
  })
}

/** Serialises changes of periods, because each depends on all periods. */
function changePeriods<T>(
  context: Context,
  work: (trx: Trx, record: Recorder, periods: () => Promise<PeriodRow[]>) => Promise<T>,
): Promise<Changed<T>> {
  return change(context, async (trx, record) => {
    await lockPeriods(trx, context.schema)
    return work(trx, record, () => allPeriods(trx))
  })
}

/** A change of a period. */
export function periodChange(before: PeriodRow | undefined, after: PeriodRow | undefined): Recorded {
  const {uuid: id = '', name = ''} = {...after, ...before}
  const moved = before !== undefined && after !== undefined && before.uuid !== after.uuid
  const toState = (row: PeriodRow): State => ({...(moved && {uuid: row.uuid}), ...periodState(row)})
  return changeOf({kind: 'period', id, name}, before, after, toState)
}

export function periodState(row: PeriodRow): State {
  const {uuid: _, ...state} = toPeriod(row)
  return state
}

export function pickPeriod(periods: readonly PeriodRow[], reference: Reference): PeriodRow {
  return pick(periods, reference, {
    noun: 'Period',
    singular: 'period',
    plural: 'periods',
    uuids: true,
    id: ({uuid}) => uuid,
    names: ({name}) => [name],
  })
}

/** The periods by name, and the default: an import looks up periods here. */
export async function periodsByName(db: Db): Promise<{byName: Map<string, PeriodRow>; standard: PeriodRow}> {
  const periods = await allPeriods(db)
  const standard = periods.find((period) => period.default)
  if (!standard) throw unavailable('there is no default period', {hints: [{run: 'db init'}]})
  return {byName: new Map(periods.map((period) => [period.name, period])), standard}
}

const toPeriod = ({uuid, name, period_start, period_end, default: isDefault}: PeriodRow): Period => ({
  uuid,
  name,
  periodStart: period_start,
  periodEnd: period_end,
  default: isDefault,
})

const noTime = (column: string, value: string): Problem =>
  value === '' ? {column, reason: 'is missing'} : {column, value, reason: 'is not a time of the day, HH:MM'}

/** `kept` is the name that the period has already: an older one may be unfit. */
export function checkPeriod({name = '', start = '', end = ''}: PeriodInput, kept?: string) {
  const trimmed = name.trim()
  const from = parseTime(start)
  const to = parseTime(end)
  const unfit = trimmed === kept ? undefined : unfitName(trimmed)
  const problems: Problem[] = [
    ...(unfit ? [{column: 'name', value: name, reason: unfit}] : []),
    ...(from ? [] : [noTime('periodStart', start)]),
    ...(to ? [] : [noTime('periodEnd', end)]),
    ...(from && to && from >= to
      ? [{column: 'periodEnd', value: end, reason: `is not after the start, ${start}`}]
      : []),
  ]
  if (!from || !to || problems.length > 0) throw invalid('the period is invalid', {problems})
  return {name: trimmed, period_start: from, period_end: to}
}

function refuseTakenName(periods: readonly PeriodRow[], {uuid, name}: PeriodRow): void {
  if (periods.some((period) => period.name === name && period.uuid !== uuid)) {
    throw conflict(`there is a period '${name}' already`)
  }
}
