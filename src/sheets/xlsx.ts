import type {Limits} from './limits.ts'
import {type NumberFormat, plain} from './number-format.ts'
import {checkColumn, checkRow, checkText} from './row-limits.ts'
import {type CellProblem, noProblems, type SheetRow} from './sheet-row.ts'
import type {TextTable} from './text-table.ts'
import {damaged} from './workbook-error.ts'
import {
  columnOf,
  isTrue,
  readStrings,
  readStyles,
  readWorkbookPart,
  textRuns,
  unescaped,
  xlsxXml,
} from './xlsx-parts.ts'
import {type Elements, type Pieces, readXml} from './xml.ts'
import type {Attributes} from './xml-parser.ts'
import type {Archive} from './zip.ts'

/** `part` is the name of the part with the list of sheets. */
export async function openXlsx(archive: Archive, part: string, limits: Limits) {
  const workbook = await readWorkbookPart(archive, part, limits)
  let tables: Promise<Tables> | undefined
  const readTables = async () => ({
    strings: await readStrings(archive, workbook.strings, limits),
    formats: await readStyles(archive, workbook, limits),
  })
  return {
    writer: workbook.writer,
    sheets: workbook.sheets.map(({name, visible}) => ({name, visible})),
    async *rows(index: number): AsyncGenerator<SheetRow[]> {
      const sheet = workbook.sheets[index]
      if (!sheet) return
      tables ??= readTables()
      yield* readRows(archive, sheet.part, await tables, limits)
    },
  }
}

interface Tables {
  strings: TextTable
  formats: NumberFormat[]
}

async function* readRows(archive: Archive, part: string, tables: Tables, limits: Limits): AsyncGenerator<SheetRow[]> {
  let batch: SheetRow[] = []
  const emit = (row: SheetRow) => batch.push(row)
  const told = readXml(archive.read(part), xlsxXml(part, limits), (pieces) => rowElements(tables, limits, pieces, emit))
  for await (const _ of told) {
    if (batch.length > 0) yield batch
    batch = []
  }
}

function rowElements(
  {strings, formats}: Tables,
  limits: Limits,
  pieces: Pieces,
  emit: (row: SheetRow) => void,
): Elements {
  const run = textRuns()
  let isInRow = false
  let isValue = false
  let number = 0
  let hidden = false
  let cells: string[] = []
  let problems: CellProblem[] = noProblems
  let column = -1
  let characters = 0
  let cell: Attributes = {}
  let value = ''
  let hasFormula = false

  const startRow = ({r, hidden: isHidden, ht}: Attributes) => {
    const next = r === undefined ? number + 1 : Number(r)
    if (!(Number.isInteger(next) && next > number)) throw damaged(`row ${number} is followed by row ${r}`)
    number = next
    isInRow = true
    hidden = isTrue(isHidden) || (ht !== undefined && Number(ht) === 0)
    cells = []
    problems = noProblems
    column = -1
    characters = 0
  }
  const set = (text: string) => {
    checkColumn(column, number, limits)
    characters += text.length
    checkText(characters, number, limits)
    while (cells.length < column) cells.push('')
    cells[column] = text
  }
  const put = (text: string) => {
    if (text !== '') set(text)
  }
  const flag = (problem: CellProblem['problem']) => {
    set(value)
    problems = [...problems, {column, problem}]
  }
  const readCell = () => {
    const {t = 'n', s} = cell
    if (t === 'inlineStr') return put(run.take())
    if (value === '') return hasFormula && t !== 'str' ? flag('not-calculated') : undefined
    if (t === 's') {
      const text = strings.at(Number(value))
      if (text === undefined) throw damaged(`a cell in row ${number} has the text ${value}, which is not in its table`)
      return put(text)
    }
    if (t === 'str') return put(unescaped(value))
    if (t === 'b') return put(isTrue(value.trim()) ? 'TRUE' : 'FALSE')
    if (t === 'd') return put(/^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? value)
    if (t === 'e') return flag('error')
    const format = s === undefined ? plain : (formats[Number(s)] ?? plain)
    if (format === plain && wholeNumber.test(value)) return put(value)
    const read = Number(value)
    return Number.isFinite(read) ? put(format(read)) : flag('error')
  }
  return {
    open: (name, attributes) => {
      if (name === 'row') startRow(attributes)
      else if (!isInRow) return
      else if (name === 'c') {
        cell = attributes
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        value = ''
        hasFormula = false
      } else if (name === 'v') isValue = true
      else if (name === 'f') hasFormula = true
      else run.open(name)
    },
    text: (text) => {
      if (isValue) value += text
      else if (isInRow) run.text(text)
    },
    close: (name) => {
      if (!isInRow) return
      if (name === 'v') isValue = false
      else if (name === 'c') readCell()
      else if (name === 'row') {
        isInRow = false
        pieces.end()
        if (cells.length === 0) return
        checkRow(number, limits)
        emit({number, hidden, filtered: false, cells, problems})
      } else run.close(name)
    },
  }
}

/** A number that is already in plain notation, however many digits it has. */
const wholeNumber = /^(?:0|[1-9]\d*)$/
