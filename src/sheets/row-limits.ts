import {asSize, type Limits} from './limits.ts'
import {WorkbookError} from './workbook-error.ts'

export function checkColumn(index: number, row: number, {columns}: Limits): void {
  if (index < columns) return
  throw new WorkbookError('too-many-columns', `has more than ${columns} columns in row ${row}`, {row})
}

export function checkRow(number: number, {rows}: Limits): void {
  if (number <= rows) return
  throw new WorkbookError('too-many-rows', `has more than ${rows.toLocaleString('en')} rows`, {row: number})
}

/** The text of a row may be longer than its XML, which names a shared string, or says how often a cell is repeated. */
export function checkText(characters: number, number: number, {row}: Limits): void {
  if (characters <= row) return
  throw new WorkbookError('row-too-large', `has a row of over ${asSize(row)}`, {row: number})
}
