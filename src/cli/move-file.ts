import {constants} from 'node:fs'
import {copyFile, link, rm} from 'node:fs/promises'

export const isTaken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** Moves a file, never over another one: a link fails where the name is taken; where there are none, it is a copy that does. */
export async function moveFile(path: string, target: string): Promise<void> {
  try {
    await link(path, target)
  } catch (error) {
    if (isTaken(error)) throw error
    await copyFile(path, target, constants.COPYFILE_EXCL)
  }
  await rm(path)
}
