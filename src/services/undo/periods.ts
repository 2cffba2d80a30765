import {
  allPeriods,
  changePeriodUuid,
  clearDefaultPeriod,
  countRequestsOfPeriod,
  deletePeriod,
  insertPeriod,
  type PeriodRow,
  updatePeriod,
} from '../../database/callbacks/periods.ts'
import {conflict} from '../../errors.ts'
import type {Recorded} from '../../formats/changes.ts'
import {counted} from '../../formats/counted.ts'
import {periodChange, periodState} from '../callbacks/periods.ts'
import {movedOn, refuseMoved} from './states.ts'
import type {Undoing} from './undo.ts'

/** Restores a period. If it was the default, it becomes the default again, in place of the present one. */
export async function undoPeriod({trx, record, row, rows}: Undoing): Promise<undefined> {
  const change = (row.rows ?? {}) as {before?: PeriodRow; after?: PeriodRow}
  const all = await allPeriods(trx)
  const uuid = change.after?.uuid ?? change.before?.uuid
  const now = all.find((each) => each.uuid === uuid)
  const what = `the period '${row.object_name}'`
  const {before, after} = change.before?.default === change.after?.default ? withDefaultOf(now, change) : change
  refuseMoved({...row, rows: {before, after}}, what, now, periodState)
  const taken = before && all.find((each) => each.name === before.name && each.uuid !== now?.uuid)
  if (taken) throw movedOn(row, `another period is now called '${taken.name}'`)
  const changes: Recorded[] = [periodChange(now, before)]
  if (before?.default && !now?.default) {
    const standard = all.find((each) => each.default)
    if (standard) changes.unshift(periodChange(standard, {...standard, default: false}))
  }
  if (now?.default && !before?.default && !rows.some(makesDefault)) {
    throw conflict(`${what} is the default, and the undo would leave no default: undo the whole run ${row.run}`, {
      hints: ['or choose another default first'],
    })
  }
  await record(
    changes.map((change) => ({...change, undoes: row.id})),
    async () => {
      if (before?.default) await clearDefaultPeriod(trx)
      if (before === undefined) return now && removeUnused(trx, now, row)
      if (now === undefined) return insertPeriod(trx, before)
      if (now.uuid !== before.uuid) await changePeriodUuid(trx, now.uuid, before.uuid)
      await updatePeriod(trx, before.uuid, before)
    },
  )
}

/** A change that was not about the default leaves it where it is now. */
const withDefaultOf = (now: PeriodRow | undefined, {before, after}: {before?: PeriodRow; after?: PeriodRow}) => ({
  before: before && {...before, default: now?.default ?? before.default},
  after: after && {...after, default: now?.default ?? after.default},
})

const makesDefault = ({kind, rows}: Undoing['row']) =>
  kind === 'period' && (rows?.before as PeriodRow | undefined)?.default === true

async function removeUnused(trx: Undoing['trx'], {uuid, name}: PeriodRow, row: Undoing['row']): Promise<void> {
  const count = await countRequestsOfPeriod(trx, uuid)
  if (count > 0) throw movedOn(row, `the period '${name}' now has ${counted(count, 'callback request')}`)
  await deletePeriod(trx, uuid)
}
