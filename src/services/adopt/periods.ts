import {
  allPeriods,
  changePeriodUuid,
  insertPeriod,
  type PeriodRow,
  updatePeriod,
} from '../../database/callbacks/periods.ts'
import type {Trx} from '../../database/connection/transact.ts'
import type {OriginalPeriod} from '../../original/callbacks.ts'
import type {Remarks} from '../../original/remarks.ts'
import {periodChange, periodState} from '../callbacks/periods.ts'
import type {Recorder} from '../journal.ts'
import {type AdoptedItem, actionFor, differencesOf} from './adoption.ts'

/** Takes the original's periods over under their uuids. One that is called the same here becomes that one. */
export async function adoptPeriods(
  trx: Trx,
  record: Recorder,
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
      items.push(await match(trx, record, period, (same ?? namesake) as PeriodRow, overwrite))
    } else {
      items.push(await create(trx, record, period, here))
    }
  }
  return items
}

/** Gives a period here the original's uuid, and with `overwrite` its name and times. */
async function match(
  trx: Trx,
  record: Recorder,
  period: OriginalPeriod,
  here: PeriodRow,
  overwrite: boolean,
): Promise<AdoptedItem> {
  const {uuid, name, start, end} = period
  const there = {...here, name, period_start: start, period_end: end}
  const differences = differencesOf(periodState(here), periodState(there))
  const action = actionFor(differences, overwrite)
  const after = {...(action === 'change' ? there : here), uuid}
  const moved = here.uuid !== uuid
  await record(periodChange(here, after), async () => {
    if (moved) await changePeriodUuid(trx, here.uuid, uuid)
    await updatePeriod(trx, uuid, {name: after.name, period_start: after.period_start, period_end: after.period_end})
  })
  if (!moved || action === 'keep') return {what: 'period', name, action, differences}
  return {
    what: 'period',
    name,
    action: 'change',
    differences: [{field: 'uuid', here: here.uuid, there: uuid}, ...differences],
  }
}

/** There is one default period: the original's becomes it when nothing here is. */
async function create(
  trx: Trx,
  record: Recorder,
  period: OriginalPeriod,
  here: readonly PeriodRow[],
): Promise<AdoptedItem> {
  const standard = here.find((each) => each.default)
  const {uuid, name, start, end} = period
  const row = {
    uuid,
    name,
    period_start: start,
    period_end: end,
    default: period.default && standard === undefined,
  }
  await record(periodChange(undefined, row), () => insertPeriod(trx, row))
  const differences =
    period.default && standard ? differencesOf({'default period': standard.name}, {'default period': name}) : []
  return {what: 'period', name, action: 'create', differences}
}
