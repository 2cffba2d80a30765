import {
  changePeriodUuid,
  clearDefaultPeriod,
  insertPeriod,
  type PeriodRow,
  updatePeriod,
} from '../../database/callbacks/periods.ts'
import type {Trx} from '../../database/connection/transact.ts'
import type {Recorded} from '../../formats/changes.ts'

/** Whether a period becomes the default (1), stops being it (-1), or neither (0). */
export const gain = ({before, after}: Recorded) => Number(after?.default === true) - Number(before?.default === true)

/** Only one period may be the default at any time. */
export async function writePeriods(trx: Trx, changes: readonly Recorded[]): Promise<void> {
  if (changes.some((change) => gain(change) !== 0)) await clearDefaultPeriod(trx)
  for (const {rows} of changes) {
    const {before, after} = rows as {before?: PeriodRow; after: PeriodRow}
    if (before && before.uuid !== after.uuid) await changePeriodUuid(trx, before.uuid, after.uuid)
    await (before === undefined ? insertPeriod(trx, after) : updatePeriod(trx, after.uuid, after))
  }
}
