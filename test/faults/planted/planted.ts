import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Patch} from '../../support/binary.ts'

/** A bug in the sources, and the tests that must see it. */
export interface Planted {
  bug: string
  patch: Patch
  seenBy: [file: string, name: string]
  /** The tests run in a process of their own, with this in its environment; the program that they build has the bug, too. */
  apart?: Record<string, string>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A file of the sources with a bug. Its quoted lines stand there once. */
export async function sourceWith({file, from, to}: Patch): Promise<{path: string; code: string}> {
  const path = join(root, file)
  const parts = (await readFile(path, 'utf8')).split(from)
  if (parts.length !== 2) throw new Error(`${file} holds this ${parts.length - 1} times: ${from}`)
  return {path, code: parts.join(to)}
}
