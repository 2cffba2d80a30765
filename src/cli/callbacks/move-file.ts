import {constants} from 'node:fs'
import {copyFile, link, rm, unlink} from 'node:fs/promises'

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

export const isTaken = (error: unknown) => hasCode(error, 'EEXIST')

/** Moves a file without overwriting another: `link` fails when the name exists. On file systems without links, an exclusive copy does. */
export async function moveFile(path: string, target: string): Promise<void> {
  try {
    await link(path, target)
  } catch (error) {
    if (isTaken(error)) throw error
    await copyFile(path, target, constants.COPYFILE_EXCL)
  }
  await leave(path, target)
}

/** If the old name cannot be removed, removes the new one. If the old name is already gone, the new one is the only copy and stays. */
async function leave(path: string, target: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    await rm(target, {force: true})
    throw error
  }
}
