import {type WavOptions, wav} from '../support/wav.ts'
import {odsOf, xlsxOf} from '../support/workbooks.ts'

/** Ways to write bytes, and long or deep values, in a few characters of JSON. */
const makers: Record<string, (given: never) => unknown> = {
  join: (parts: unknown[]) =>
    parts.some((part) => Buffer.isBuffer(part)) ? Buffer.concat(parts.map(bytesOf)) : parts.join(''),
  hex: (digits: string) => Buffer.from(digits, 'hex'),
  latin1: (text: string) => Buffer.from(text, 'latin1'),
  utf16: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  xlsx: xlsxOf as (given: never) => unknown,
  ods: (tables: string) => odsOf(tables),
  wav: ({seconds = 0.2, ...options}: WavOptions) => wav({seconds, ...options}),
}

/** The value that this JSON describes: objects with one of the keys above, or `times` and `of`, are what they make. */
export async function grown(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(grown))
  if (typeof value !== 'object' || value === null) return value
  const entries = await Promise.all(Object.entries(value).map(async ([key, each]) => [key, await grown(each)] as const))
  const [[key, given] = ['', undefined]] = entries
  if (entries.length === 1 && Object.hasOwn(makers, key)) return makers[key]?.(given as never)
  const {times, of, ...others} = Object.fromEntries(entries)
  if (typeof times !== 'number' || Object.keys(others).length > 0) return Object.fromEntries(entries)
  return typeof of === 'string' ? of.repeat(times) : Array.from({length: times}, () => of)
}

/** A text is UTF-8. */
export const bytesOf = (content: unknown): Buffer => (Buffer.isBuffer(content) ? content : Buffer.from(String(content)))
