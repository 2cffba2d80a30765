import {PassThrough, type Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {ownWriter} from '../../formats/call-list-form.ts'
import {errorColumn} from '../../formats/callbacks-csv.ts'
import {csvLine} from '../../formats/csv-line.ts'
import type {ListShape} from '../../services/callbacks/call-list.ts'
import type {WrittenColumn, WrittenRow} from '../../sheets/write-xlsx.ts'

/** Writes rejected lines after their errors. */
export interface RejectsLines {
  header: (record: readonly string[], shape: ListShape) => void
  /** With `short`, the line has too few fields, and it is unknown which are missing. */
  line: (error: string, fields: readonly string[], short: boolean) => void
  ready: () => Promise<void>
  /** Writes the rest; throws a write error. */
  end: () => Promise<void>
}

const BOM = '\uFEFF'

/** UTF-8 with a BOM, regardless of the encoding of the import. */
export function csvLines(stream: Writable): RejectsLines {
  let delimiter = '|'
  const put = (error: string, fields: readonly string[]) => {
    stream.write(csvLine([error, ...fields], delimiter))
  }
  return {
    header: (record, shape) => {
      delimiter = shape.delimiter
      stream.write(BOM)
      put(errorColumn, record)
    },
    line: put,
    ready: () => drained(stream),
    end: async () => {},
  }
}

/** The callback of an empty piece runs when everything before it has been written, or when the stream has failed. */
const drained = async (stream: Writable, empty: unknown = '') => {
  if (stream.writableNeedDrain) await new Promise<void>((resolve) => stream.write(empty, () => resolve()))
}

const ERROR_WIDTH = 44
const WIDTH = 20
/** Rows waiting for compression. */
const WAITING_ROWS = 64

/** A workbook with a frozen header; text typed into the column of days becomes a day. */
export function workbookLines(stream: Writable): RejectsLines {
  const rows = new PassThrough({objectMode: true, highWaterMark: WAITING_ROWS})
  rows.on('error', () => {})
  let written: Promise<void> = Promise.resolve()
  let width = 0
  let delimiter = ';'
  const batches = async function* () {
    for await (const row of rows) yield [row as WrittenRow]
  }
  return {
    header: (record, {isAsStored, dueDate, ...shape}) => {
      width = record.length
      delimiter = shape.delimiter
      const columns = record.map(
        (title, i): WrittenColumn => ({title, width: WIDTH, type: i === dueDate ? 'day' : 'text'}),
      )
      const sheet = {
        name: 'rejects',
        columns: [{title: errorColumn, width: ERROR_WIDTH, type: 'text' as const}, ...columns],
        rows: batches(),
      }
      written = import('../../sheets/write-xlsx.ts').then(({writeXlsx}) =>
        pipeline(writeXlsx({sheets: [sheet], ...(isAsStored && {writer: ownWriter})}), stream, {end: false}),
      )
      written.catch(() => rows.destroy())
    },
    line: (error, fields, short) => {
      // A value after the last column remains an error until somebody moves it to its column.
      rows.write([error, ...(short ? [...Array<string>(width).fill(''), fields.join(delimiter)] : fields)])
    },
    ready: () => drained(rows, []),
    end: () => {
      rows.end()
      return written
    },
  }
}
