import {today} from '../../database/callbacks/requests.ts'
import type {Trx} from '../../database/connection/transact.ts'
import {invalid} from '../../errors.ts'
import {isDate} from '../../formats/dates.ts'
import {dayWordOf} from '../../formats/day-words.ts'

/** A day as it is typed, `YYYY-MM-DD` or a word counted from the database's today. Invalid names some `words` that would do. */
export async function dayIn(trx: Trx, text: string, words: string): Promise<string> {
  const word = dayWordOf(text)
  if (word) return today(trx, word)
  if (isDate(text)) return text
  throw invalid(`'${text}' is not a valid date: use YYYY-MM-DD, or a word such as ${words}`)
}

/** The same, refused when it is after today; `outcome` says that nothing was done. */
export async function pastDay(
  trx: Trx,
  text: string,
  {words, outcome}: {words: string; outcome: string},
): Promise<string> {
  const day = await dayIn(trx, text, words)
  const now = await today(trx)
  if (day > now) throw invalid(`${text} is in the future, and today is ${now}: ${outcome}`)
  return day
}
