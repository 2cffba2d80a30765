import {type Hint, invalidCsv} from '../errors.ts'
import {type DateFormat, DateFormsOfFile, type DateReading} from './dates.ts'

/** One date that can only be read the other way round says that the others are swapped. */
export class DatesOfFile {
  readonly format: DateFormat
  readonly #forms = new DateFormsOfFile()
  #isOtherWayRound = false
  #isOtherFormat = false

  constructor(format: DateFormat = 'YYYY-MM-DD') {
    this.format = format
  }

  add = (reading: DateReading): void => {
    this.#forms.add(reading)
    this.#isOtherWayRound ||= reading.refused === 'other-way-round'
    this.#isOtherFormat ||= reading.refused === 'other-format'
  }

  /** What would read the dates, when these were not written as was said. */
  hints(): Hint[] {
    if (!this.#isOtherWayRound && !this.#isOtherFormat) return []
    return this.#forms
      .otherThan(this.format)
      .map((format) => ({give: 'dates', value: format, when: 'if the file has other dates'}))
  }

  check(): void {
    if (!this.#isOtherWayRound) return
    throw invalidCsv(
      `a date of the file is not ${this.format}: day and month would be exchanged in the others; nothing was imported`,
      {hints: this.hints()},
    )
  }
}
