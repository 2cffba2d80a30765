import {allPeriods, changePeriodUuid, insertPeriod, type PeriodRow, updatePeriod} from '../database/periods.ts'
import type {Trx} from '../database/transact.ts'
import type {OriginalPeriod} from '../original/callbacks.ts'
import type {Remarks} from '../original/remarks.ts'
import {type AdoptedItem, actionFor, differencesOf} from './adoption.ts'

/** Takes the original's periods over under their uuids. One that is called the same here becomes that one. */
export async function adoptPeriods(
  trx: Trx,
  periods: readonly OriginalPeriod[],
  {overwrite}: {overwrite: boolean},
  remarks: Remarks,
): Promise<AdoptedItem[]> {
  const items: AdoptedItem[] = []
  const there = new Set(periods.map(({uuid}) => uuid))
  for (const period of periods) {
    const here = await allPeriods(trx)
    const namesake = here.find(({uuid, name}) => name === period.name && uuid !== period.uuid)
    const same = here.find(({uuid}) => uuid === period.uuid)
    if (namesake && (there.has(namesake.uuid) || (same && overwrite))) {
      remarks.note(`period ${period.uuid}, name`, 'is the name of another period', period.name)
    } else if (same ?? namesake) {
      items.push(await match(trx, period, (same ?? namesake) as PeriodRow, overwrite))
    } else {
      items.push(await create(trx, period, here))
    }
  }
  return items
}

async function match(trx: Trx, period: OriginalPeriod, here: PeriodRow, overwrite: boolean): Promise<AdoptedItem> {
  const {uuid, name, start, end} = period
  const moved = here.uuid !== uuid
  if (moved) await changePeriodUuid(trx, here.uuid, uuid)
  const differences = differencesOf({
    name: [here.name, name],
    start: [here.period_start, start],
    end: [here.period_end, end],
  })
  const action = actionFor(differences, overwrite)
  if (action === 'change') await updatePeriod(trx, uuid, {name, period_start: start, period_end: end})
  if (!moved || action === 'keep') return {what: 'period', name, action, differences}
  return {
    what: 'period',
    name,
    action: 'change',
    differences: [{field: 'uuid', here: here.uuid, there: uuid}, ...differences],
  }
}

/** There is one default period: the original's becomes it when nothing here is. */
async function create(trx: Trx, period: OriginalPeriod, here: readonly PeriodRow[]): Promise<AdoptedItem> {
  const standard = here.find((each) => each.default)
  const {uuid, name, start, end} = period
  await insertPeriod(trx, {
    uuid,
    name,
    period_start: start,
    period_end: end,
    default: period.default && standard === undefined,
  })
  const differences = period.default && standard ? differencesOf({'default period': [standard.name, name]}) : []
  return {what: 'period', name, action: 'create', differences}
}
