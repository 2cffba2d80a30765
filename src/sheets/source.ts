import {read as readFd} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'
import {promisify} from 'node:util'
import {fromBufferPromise, fromFdPromise, type ZipFile} from 'yauzl'

/** A path, a descriptor of a regular file, which the caller closes, or the content. */
export type WorkbookFile = string | number | Uint8Array

/** A file with random access. */
export interface Source {
  read: (position: number, length: number) => Promise<Buffer>
  zip: () => Promise<ZipFile>
  close: () => Promise<void>
}

export async function openSource(file: WorkbookFile): Promise<Source> {
  if (file instanceof Uint8Array) return fromBytes(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
  if (typeof file === 'number') return fromDescriptor(file)
  const handle: FileHandle = await open(file)
  return {...fromDescriptor(handle.fd), close: () => handle.close()}
}

const fromBytes = (bytes: Buffer): Source => ({
  read: async (position, length) => bytes.subarray(position, position + length),
  zip: () => fromBufferPromise(bytes),
  close: async () => {},
})

const fromDescriptor = (fd: number): Source => ({
  read: async (position, length) => {
    const {bytesRead, buffer} = await promisify(readFd)(fd, Buffer.alloc(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  },
  zip: () => fromFdPromise(fd, {autoClose: false}),
  close: async () => {},
})
