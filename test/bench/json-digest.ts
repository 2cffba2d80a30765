import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'

/** Of a file that holds a JSON list: how many there are, and a digest that knows neither blanks nor the order of fields. */
export const jsonDigest = async (path: string): Promise<string> => digest(JSON.parse(await readFile(path, 'utf8')))

export function digest(list: readonly unknown[]): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return `${list.length}, ${createHash('sha256').update(JSON.stringify(list, sorted)).digest('hex')}`
}
