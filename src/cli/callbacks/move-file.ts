import {constants} from 'node:fs'
import {copyFile, link, rm, unlink} from 'node:fs/promises'

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

export const isTaken = (error: unknown) => hasCode(error, 'EEXIST')

/** Moves a file, never over another one: a link fails where the name is taken; where there are none, it is a copy that does. */
export async function moveFile(path: string, target: string): Promise<void> {
  try {
    await link(path, target)
  } catch (error) {
    if (isTaken(error)) throw error
    await copyFile(path, target, constants.COPYFILE_EXCL)
  }
  await leave(path, target)
}

/** A file that cannot leave its old name gets no new one; who took it away meanwhile has left us the only one. */
async function leave(path: string, target: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    await rm(target, {force: true})
    throw error
  }
}
