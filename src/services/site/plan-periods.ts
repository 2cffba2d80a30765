import {randomUUID} from 'node:crypto'
import {deletePeriod, type PeriodRow} from '../../database/callbacks/periods.ts'
import {AppError} from '../../errors.ts'
import {isUnchanged, type Recorded} from '../../formats/changes.ts'
import type {SiteDocument, SitePeriod} from '../../formats/site-document.ts'
import type {SiteProblem} from '../../formats/site-yaml.ts'
import {unfitNewName} from '../../formats/text.ts'
import {checkPeriod, periodChange} from '../callbacks/periods.ts'
import {byName} from './holdings.ts'
import type {Planning} from './plan.ts'
import {gain, writePeriods} from './write-periods.ts'

type Wanted = NonNullable<SiteDocument['periods']>

/** Exactly one period is the default: that of the document, or else the present one. */
export function planPeriods({targets, ids, plan, note}: Planning, wanted: Wanted | undefined, deletes: boolean): void {
  if (wanted === undefined) return
  const {periods} = targets.holdings
  const here = presentOf(wanted, periods, ids?.periods)
  const standard = defaultOf(wanted, periods, note)
  const final = (row: PeriodRow) => ({...row, default: standard === undefined ? row.default : row.name === standard})
  const changes = [...wanted].flatMap(([name, period]) => {
    const row = rowOf(name, period, here.get(name), ids?.periods.get(name), note)
    return row ? [periodChange(here.get(name), final(row))] : []
  })
  const found = new Set(here.values())
  const missing = periods.filter((row) => !found.has(row))
  changes.push(...missing.map((row) => periodChange(row, final(row))).filter((each) => !isUnchanged(each)))
  plan.steps.push({changes: changes.sort(lossesFirst), write: writePeriods})
  for (const row of deletes ? missing.map(final) : []) {
    if (row.default) {
      note({
        path: ['periods'],
        key: true,
        value: row.name,
        reason:
          'is the default period, which cannot be deleted: name it in the file, or give another one default: true',
      })
    }
    plan.steps.push({changes: [periodChange(row, undefined)], write: (trx) => deletePeriod(trx, row.uuid)})
  }
}

/** The periods that the document means: those with the uuids that its source knows; of the others, those with the names. */
function presentOf(wanted: Wanted, periods: readonly PeriodRow[], uuids: ReadonlyMap<string, string> = new Map()) {
  const known = new Set(uuids.values())
  const others = byName(periods.filter(({uuid}) => !known.has(uuid)))
  const find = (name: string) => periods.find(({uuid}) => uuid === uuids.get(name)) ?? others.get(name)
  return new Map([...wanted.keys()].map((name) => [name, find(name)]))
}

/** The period that becomes the default, if the document says one. */
function defaultOf(
  wanted: Wanted,
  periods: readonly PeriodRow[],
  note: (problem: SiteProblem) => void,
): string | undefined {
  const [first, ...others] = [...wanted].filter(([, period]) => period.default).map(([name]) => name)
  for (const name of others) note({path: ['periods', name, 'default'], reason: `is the default, and so is '${first}'`})
  const present = periods.find((row) => row.default)?.name
  if (first === undefined && present !== undefined && wanted.get(present)?.default === false) {
    note({path: ['periods', present, 'default'], reason: 'is the default period: make another one the default'})
  }
  return first
}

function rowOf(
  name: string,
  wanted: SitePeriod,
  row: PeriodRow | undefined,
  given: string | undefined,
  note: (problem: SiteProblem) => void,
): PeriodRow | undefined {
  const path = ['periods', name]
  const {start = row?.period_start ?? '', end = row?.period_end ?? ''} = wanted
  const unfit = row === undefined && given === undefined ? unfitNewName(name) : undefined
  if (unfit) note({path, key: true, value: name, reason: unfit})
  try {
    const uuid = given ?? row?.uuid ?? randomUUID()
    return {uuid, default: row?.default ?? false, ...checkPeriod({name, start, end}, name.trim()), name}
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    for (const {column, value, reason} of error.problems) {
      note({path: [...path, column === 'periodStart' ? 'start' : 'end'], ...(value !== undefined && {value}), reason})
    }
    return undefined
  }
}

/** The period that loses the default comes first, and the one that gains it last: undo takes them back from the end. */
const lossesFirst = (a: Recorded, b: Recorded) => gain(a) - gain(b)
