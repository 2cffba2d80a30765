import {csvLine} from './csv-line.ts'
import {type CallbackField, callbackFields, requestFields} from './request-fields.ts'
import {asTextFormula} from './text-formula.ts'

const BOM = '\uFEFF'

/**
 * Records under a header of callback fields, as a CSV that a French Excel opens with a double click and without loss: UTF-8 with a
 * byte-order mark, `;`, days as DD/MM/YYYY, and text formulas for values that it would convert to a number, a day or a formula.
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

/** A longer text is neither a number nor a day. */
const LONGEST_VALUE = 255

/** Texts that begin like a formula or an error, logical values, and short texts with a digit: `24/7`, `007`, `mars 2`. */
const isConverted = (text: string) =>
  /^\s*(?:[=+\-@#]|(?:vrai|faux|true|false)\s*$)/i.test(text) || (text.length <= LONGEST_VALUE && /\p{N}/u.test(text))
