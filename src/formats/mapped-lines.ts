import type {AppError} from '../errors.ts'
import {type CallbackRules, checkCallback} from './callback-fields.ts'
import {badHeader, type CsvLine, checkedLine, delimiterHint, expected} from './callbacks-csv.ts'
import {counted} from './counted.ts'
import {headerReason} from './header-problems.ts'
import type {HeaderReading} from './headers.ts'
import {type MappedRow, rowReader} from './mapped-row.ts'

/** Turns a record under a header into a line; undefined for an empty record. `shown` gives the text that a cell shows. */
export function lineReader(
  {columns}: HeaderReading,
  rules: CallbackRules,
  shown?: (cell: string) => string,
): (line: number, record: readonly string[]) => CsvLine | undefined {
  const read = rowReader(columns, shown)
  return (line, record) => {
    const row = read(record)
    return row && readLine(line, record, row, columns.length, rules)
  }
}

function readLine(
  line: number,
  record: readonly string[],
  {input, leftOut, strays, isShort}: MappedRow,
  columns: number,
  rules: CallbackRules,
): CsvLine {
  if (isShort) {
    const reason = `has ${counted(record.length, 'field')}, the header has ${columns}`
    return {line, record, callback: {}, problems: [{line, reason}], remarks: []}
  }
  // Empty fields at the end may be missing; a line of the rejects file has all fields.
  const whole = [...record, ...Array<string>(Math.max(0, columns - record.length)).fill('')]
  const checked = checkedLine(line, whole, checkCallback(input, rules))
  for (const stray of strays) checked.problems.push({line, reason: `has a value in column ${stray}, which has no name`})
  if (leftOut === 0) return checked
  const reason = `${counted(leftOut, 'number was', 'numbers were')} left out: a request holds only two`
  return {...checked, remarks: [...checked.remarks, {is: 'warning', line, reason}]}
}

/** No name is known, and one of them is a phone number. */
const lacksHeader = (columns: HeaderReading['columns']) =>
  columns.every((column) => column.as === 'refused' && column.why === 'unknown') &&
  columns.some(({name}) => /^\D*(?:\d[ ./-]?){8,15}\D*$/.test(name))

/** One unknown name that is a text, and nothing beside it. */
function isTitle(columns: HeaderReading['columns']): boolean {
  const [only, ...others] = columns.filter(({name}) => name !== '')
  return (
    only?.as === 'refused' &&
    only.why === 'unknown' &&
    others.length === 0 &&
    /^[\p{L}\p{N}].*\p{L}{3}/u.test(only.name)
  )
}

/** Why a header cannot be read, with flags to paste that resolve it; undefined when it can. */
export function headerRefusal(
  {columns, problems, remedy}: HeaderReading,
  {line, delimiter}: {line: number; delimiter: string},
): AppError | undefined {
  if (problems.length === 0) return undefined
  const isSettled = remedy.map.length + remedy.ignore.length > 0
  const hints = delimiterHint(
    columns.map(({name}) => name),
    delimiter,
  )
  if (isTitle(columns)) hints.push('if the first line is a title, delete what is above the header', expected(delimiter))
  else if (lacksHeader(columns))
    hints.push('the first line looks like a request: put the names of the columns above it', expected(delimiter))
  else if (hints.length === 0 && isSettled) hints.push({...remedy, when: 'to map or ignore these columns'})
  else hints.push(expected(delimiter))
  const told = problems.map((problem) => ({
    line,
    ...(problem.name !== '' && {value: problem.name}),
    reason: headerReason(problem),
  }))
  return badHeader(told, hints)
}
