const pattern = /^\d{4}-\d{2}-\d{2}$/

/** Is it a day that exists, as `YYYY-MM-DD`? PostgreSQL would also take `tomorrow` and `infinity`. */
export function isDate(text: string): boolean {
  if (!pattern.test(text)) return false
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  return year > 0 && month > 0 && month <= 12 && day > 0 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** How a file writes its dates. */
export const dateFormats = ['YYYY-MM-DD', 'DD/MM/YYYY'] as const
export type DateFormat = (typeof dateFormats)[number]

/** A date in that format as `YYYY-MM-DD`; undefined when it is none, or a day that does not exist. */
export function parseDate(text: string, format: DateFormat): string | undefined {
  if (format === 'YYYY-MM-DD') return isDate(text) ? text : undefined
  const iso = text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')
  return iso !== text && isDate(iso) ? iso : undefined
}
