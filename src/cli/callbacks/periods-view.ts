import type {Period} from '../../services/callbacks/periods.ts'
import type {Columns} from '../list/table.ts'

export const periodColumns: Columns<Period> = {
  name: ({name}) => name,
  start: ({periodStart}) => periodStart,
  end: ({periodEnd}) => periodEnd,
  default: (period) => (period.default ? 'yes' : ''),
  uuid: ({uuid}) => uuid,
}

/** The same fields for a single period. */
export const periodFields = (period: Period): Record<string, string> => ({
  name: period.name,
  start: period.periodStart,
  end: period.periodEnd,
  default: period.default ? 'yes' : 'no',
  uuid: period.uuid,
})
