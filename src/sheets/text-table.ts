import type {Limits} from './limits.ts'
import {asSize} from './limits.ts'
import {WorkbookError} from './workbook-error.ts'

/** Bytes that each text takes in addition to its own. */
const OVERHEAD = 8

/** Many texts, by number. They are UTF-8 in one growing buffer, which takes a third of the memory of strings. */
export class TextTable {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  #ends = new Uint32Array(4096)
  #length = 0
  readonly #limits: Limits

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get length(): number {
    return this.#length
  }

  push(text: string): void {
    const end = this.#ends[this.#length - 1] ?? 0
    const most = end + text.length * 3
    if (most > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], Math.max(2 * this.#bytes.length, most))
    if (this.#length === this.#ends.length) {
      const ends = new Uint32Array(this.#ends.length * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    const newEnd = end + this.#bytes.write(text, end)
    this.#ends[this.#length++] = newEnd
    if (newEnd + this.#length * OVERHEAD > this.#limits.strings) {
      throw new WorkbookError('too-many-strings', `has over ${asSize(this.#limits.strings)} of text in it`)
    }
  }

  at(index: number): string | undefined {
    const end = this.#ends[index]
    if (end === undefined || index >= this.#length) return undefined
    return this.#bytes.toString('utf8', this.#ends[index - 1] ?? 0, end)
  }
}
