import type {CallbackRules} from './callback-fields.ts'
import {type CsvEvents, eachRecord, linesOf, readOwnRecords} from './callbacks-csv.ts'
import type {OpenCsv} from './csv-form.ts'
import {lineReader} from './mapped-lines.ts'
import {shownText} from './text-formula.ts'

/** Reads a CSV in its recognised form, and reports each line. The API's own CSV follows the API's rules. */
export async function readRecognisedCsv(
  {form, records}: OpenCsv,
  rules: CallbackRules,
  events: CsvEvents,
): Promise<void> {
  const {delimiter, columns, header} = form
  if (form.isApiOwn) return readOwnRecords(records, {delimiter, rules}, events)
  const read = lineReader(columns, rules, shownText)
  let above = form.above
  let next = 1
  let isOpen = false
  const take = (record: string[]) => {
    const line = next
    next += linesOf(record)
    if (above-- > 0) return
    if (!isOpen) {
      isOpen = true
      events.header(header, delimiter)
      return
    }
    const found = read(line, record)
    if (found === undefined) events.blank()
    else events.line(found)
  }
  await eachRecord(records, {take, events, next: () => next, isOpen: () => isOpen})
}
