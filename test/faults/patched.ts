import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'
import {cp, mkdtemp, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {build} from '../support/binary.ts'

/** One line of the program put in another's place. */
export interface Patch {
  /** Of the build. */
  file: string
  from: string
  to: string
}

/** An installation of the program as it is, but for these lines. */
export async function patched(...patches: readonly Patch[]): Promise<string> {
  const original = await build()
  const directory = `${original}-${createHash('sha256').update(JSON.stringify(patches)).digest('hex').slice(0, 8)}`
  if (existsSync(directory)) return directory
  const draft = await mkdtemp(join(dirname(original), '.draft-'))
  await cp(original, draft, {recursive: true})
  for (const {file, from, to} of patches) {
    const path = join(draft, 'dist', file)
    const text = await readFile(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`)
    await writeFile(
      path,
      text.replace(from, () => to),
    )
  }
  await rename(draft, directory).catch(() => rm(draft, {recursive: true, force: true}))
  return directory
}

/** It soon gives up waiting for a database that is gone. */
export const impatience: Patch = {
  file: 'src/services/imports.js',
  from: 'RECOVERY_MS = 20_000',
  to: 'RECOVERY_MS = 4_000',
}
