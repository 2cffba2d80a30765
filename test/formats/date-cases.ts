import {readFileSync} from 'node:fs'
import type * as dates from '../../src/formats/dates.ts'

export const dateCells: {cell: string; date: string | null}[] = JSON.parse(
  readFileSync(new URL('../cases/dates-day-first.json', import.meta.url), 'utf8'),
)

export const dayIn = ({refused, day}: dates.DateReading) => (refused === undefined ? day : null)

/** The same cell, written by the other half of the world. */
export const mirrored = (cell: string) => cell.replace(/^(\d{1,2})([-./])(\d{1,2})(?=\2\d)/, '$3$2$1')

/** Each cell that this function reads otherwise than it should. */
export const wrongDates = ({readDate}: Pick<typeof dates, 'readDate'>): string[] =>
  dateCells
    .filter(
      ({cell, date}) =>
        dayIn(readDate(cell, 'DD/MM/YYYY')) !== date || dayIn(readDate(mirrored(cell), 'MM/DD/YYYY')) !== date,
    )
    .map(({cell}) => cell)
