import {type FileHandle, open} from 'node:fs/promises'

/** In bytes: what is looked at of a file to tell what it is. */
const HEAD = 4096

export async function headOf(file: FileHandle): Promise<Buffer> {
  const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
  return buffer.subarray(0, bytesRead)
}

/** The same of the file at a path. */
export async function headAt(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    return await headOf(file)
  } finally {
    await file.close()
  }
}

/** The first four bytes of a file, as text. */
export const magicOf = (head: Buffer) => head.toString('latin1', 0, 4)

/** Where a program that wrote into a pipe did not know the length of the data. */
const unknownLengths: ReadonlySet<number> = new Set([0, 0xffffffff])

/** What sox must be told where a header or a name misleads it. */
export function soxOptions(head: Buffer): string[] {
  const data = head.indexOf('data', 12, 'latin1')
  const length = data !== -1 && data + 8 <= head.length ? head.readUInt32LE(data + 4) : undefined
  if (magicOf(head) === 'RIFF' && length !== undefined && unknownLengths.has(length)) return ['--ignore-length']
  return isMp3(head) ? ['-t', 'mp3'] : []
}

export const isMp3 = (head: Buffer) =>
  head.toString('latin1', 0, 3) === 'ID3' || (head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2)
