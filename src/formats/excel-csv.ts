import {csvLine} from './csv-line.ts'
import {type CallbackField, callbackFields, requestFields} from './request-fields.ts'
import {asTextFormula} from './text-formula.ts'

const BOM = '\uFEFF'

/**
 * Records under a header of callback fields as a CSV that Excel in French opens by a double click and without loss: UTF-8 with a
 * byte-order mark, `;`, days as DD/MM/YYYY, and as a text formula whatever it would take for a number, a day or a formula.
 */
export async function* excelCsv(records: AsyncIterable<string[][]>): AsyncGenerator<string> {
  let isHeader = true
  for await (const batch of records) {
    let text = ''
    for (const record of batch) {
      text += isHeader ? BOM + line(record) : line(record.map((value, i) => cellOf(callbackFields[i], value)))
      isHeader = false
    }
    yield text
  }
}

const line = (record: readonly string[]) => csvLine(record, ';', '\r\n')

function cellOf(field: CallbackField | undefined, value: string): string {
  if (value === '') return ''
  const type = field && requestFields[field].type
  if (type === 'date') return value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')
  return type === 'phone' || isConverted(value) ? asTextFormula(value) : value
}

/** What is longer is no number and no day. */
const LONGEST_VALUE = 255

/** What begins like a formula or an error, the words of logic, and short texts with a digit in them: `24/7`, `007`, `mars 2`. */
const isConverted = (text: string) =>
  /^\s*(?:[=+\-@#]|(?:vrai|faux|true|false)\s*$)/i.test(text) || (text.length <= LONGEST_VALUE && /\p{N}/u.test(text))
