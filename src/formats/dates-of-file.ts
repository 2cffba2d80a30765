import {type Hint, invalidCsv} from '../errors.ts'
import {type DateFormat, DateFormsOfFile, type DateReading} from './dates.ts'

/** A single date that is only valid with day and month exchanged shows that the other dates are swapped too. */
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

  /** Formats that would read the dates that the given format does not. */
  hints(): Hint[] {
    if (!this.#isOtherWayRound && !this.#isOtherFormat) return []
    return this.#forms
      .otherThan(this.format)
      .map((format) => ({give: 'dates', value: format, when: 'if the file uses another date format'}))
  }

  check(): void {
    if (!this.#isOtherWayRound) return
    throw invalidCsv(
      `one date in the file is valid only with day and month exchanged, so the others are probably exchanged too (${this.format} was expected): nothing was imported`,
      {hints: this.hints()},
    )
  }
}
