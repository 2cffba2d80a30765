import {fstatSync, readSync} from 'node:fs'

const WINDOW = 64 * 1024

/** Shared, because files are looked at one after the other. Aligned, so that samples can be read from it in place. */
const buffer = Buffer.from(new ArrayBuffer(WINDOW))

/** An open file, read in pieces of 64 kB: the header and the sound of a short one in a single read. What it returns is valid until the next call. */
export class Bytes {
  readonly size: number
  private readonly file: number
  private start = 0
  private end = 0

  constructor(file: number, size = fstatSync(file).size) {
    this.file = file
    this.size = size
  }

  /** Fewer at the end of the file. */
  at(position: number, length: number): Buffer {
    if (position < this.start || position + length > this.end) this.read(position)
    return buffer.subarray(position - this.start, Math.min(position + length, this.end) - this.start)
  }

  /** What is at hand from there; at least one byte, unless the file ends. */
  from(position: number, until: number): Buffer {
    if (position < this.start || position >= this.end) this.read(position)
    return buffer.subarray(position - this.start, Math.min(until, this.end) - this.start)
  }

  /** The same in samples of 16 bits, where they can be read in place. */
  samplesFrom(position: number, until: number): Buffer {
    const isOdd = (position - this.start) % 2 === 1
    if (isOdd || position < this.start || position + 2 > this.end) this.read(position)
    const piece = this.from(position, until)
    return piece.subarray(0, piece.length - (piece.length % 2))
  }

  private read(position: number): void {
    this.start = position
    this.end = position + readSync(this.file, buffer, 0, WINDOW, position)
  }
}
