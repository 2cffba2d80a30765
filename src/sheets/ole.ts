import type {Source} from './source.ts'

const SECTORS_READ = 64

/** Recognises the content of an OLE container by the names in its directory. */
export async function nameOfOle({read}: Source): Promise<{name: string; isEncrypted: boolean}> {
  const names = await streamNames(read)
  const isEncrypted = names.has('EncryptedPackage')
  const name = contents.find(([stream]) => names.has(stream))?.[1] ?? 'an old Office file'
  return {name, isEncrypted}
}

const contents: [stream: string, name: string][] = [
  ['EncryptedPackage', 'an encrypted workbook'],
  ['Workbook', 'an .xls file'],
  ['Book', 'an .xls file'],
  ['WordDocument', 'a .doc file'],
  ['PowerPoint Document', 'a .ppt file'],
  ['__properties_version1.0', 'an Outlook message'],
]

/** Reads the first sectors of the directory as if they were contiguous, as programs write them. */
async function streamNames(read: Source['read']): Promise<Set<string>> {
  const header = await read(0, 512)
  if (header.length < 512) return new Set()
  const sector = 2 ** Math.min(header.readUInt16LE(30), 12)
  const directory = await read((header.readUInt32LE(48) + 1) * sector, SECTORS_READ * sector)
  const names = new Set<string>()
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = directory.readUInt16LE(at + 64)
    if (length >= 2 && length <= 64) names.add(directory.toString('utf16le', at, at + length - 2))
  }
  return names
}
