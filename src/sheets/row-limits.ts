import type {Limits} from './limits.ts'
import {WorkbookError} from './workbook-error.ts'

export function checkColumn(index: number, row: number, {columns}: Limits): void {
  if (index < columns) return
  throw new WorkbookError('too-many-columns', `has more than ${columns} columns in row ${row}`, {row})
}

export function checkRow(number: number, {rows}: Limits): void {
  if (number <= rows) return
  throw new WorkbookError('too-many-rows', `has more than ${rows.toLocaleString('en')} rows`, {row: number})
}
