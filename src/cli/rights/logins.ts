import {text} from 'node:stream/consumers'
import {withInput} from '../command/input.ts'

/** The logins of a file, one a line; `-` is standard input. */
export async function loginsIn(path: string): Promise<string[]> {
  const lines = await withInput(path, ({bytes}) => text(bytes))
  return lines
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
