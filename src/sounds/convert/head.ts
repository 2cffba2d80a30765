/** In bytes: what is looked at of a file to tell what it is. */
export const HEAD = 4096

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
