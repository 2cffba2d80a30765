import {readFileSync} from 'node:fs'
import type * as headers from '../../src/formats/headers.ts'
import type {Column, HeaderReading} from '../../src/formats/headers.ts'
import type {CallbackField} from '../../src/formats/request-fields.ts'

export interface Case {
  program: string
  language: string
  header: string[]
  fields: Record<string, CallbackField>
  ignore: string[]
  ambiguous: Record<string, string>
  positions?: Record<string, CallbackField>
}

export const cases: Case[] = JSON.parse(readFileSync(new URL('../cases/headers.json', import.meta.url), 'utf8'))

/** Google's phones are resolved line by line, and the full name beside a last name is passed over: these are not refused. */
const isResolved = (column: Column) => column.as === 'phone' || column.as === 'kind' || column.name === 'Nom'

export function expected({fields, ignore, positions}: Case, column: Column, i: number): Column['as'] | CallbackField {
  const field = positions?.[i + 1] ?? fields[column.name]
  if (isResolved(column) && field === undefined) return column.as
  if (column.as === 'phone') return 'phone'
  return field ?? (ignore.includes(column.name) ? 'passed-over' : 'refused')
}

export const becomes = (column: Column) => (column.as === 'field' ? column.field : column.as)

export const mapping = ({columns}: HeaderReading) =>
  Object.fromEntries(columns.flatMap((column) => (column.as === 'field' ? [[column.field, column.name]] : [])))

export const summary = ({columns}: HeaderReading) => columns.map((column) => `${column.name}: ${becomes(column)}`)

/** The first program whose header this function reads otherwise than it should. */
export const wrongHeader = ({readHeader}: Pick<typeof headers, 'readHeader'>): string | undefined =>
  cases.find((row) => {
    const reading = readHeader(row.header)
    const wanted = reading.columns.map((column, i) => `${column.name}: ${expected(row, column, i)}`)
    const said = readHeader(row.header, {ignore: Object.keys(row.ambiguous)})
    const unclear = reading.problems.every(({name}) => name in row.ambiguous)
    return !unclear || said.problems.length > 0 || summary(reading).join() !== wanted.join()
  })?.program
