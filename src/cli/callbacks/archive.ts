import {constants} from 'node:fs'
import {access, realpath} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {conflict, unavailable, usage} from '../../errors.ts'
import type {Input} from '../command/input.ts'
import {escapeControls} from '../escapes.ts'
import {isTaken, moveFile} from './move-file.ts'

/** Checked before the import, because a file that cannot be moved would be imported again. */
export async function checkArchive(directory: string, files: readonly string[]): Promise<void> {
  if (!(await isWritable(directory))) {
    throw usage(`cannot archive into ${escapeControls(directory)}: it is not a directory that can be written to`)
  }
  const target = await realpath(directory)
  for (const file of files) await checkSource(file, target)
}

/** Ignores a missing source directory: opening the file reports it. */
async function checkSource(file: string, target: string): Promise<void> {
  const source = await realpath(dirname(file)).catch(() => undefined)
  if (source === undefined) return
  if (source === target) throw usage(`cannot archive ${escapeControls(file)}: it is already in the archive directory`)
  if (await isWritable(source)) return
  throw unavailable(
    `cannot archive ${escapeControls(file)}: its directory is not writable, so the file could not be moved: nothing was imported`,
  )
}

const isWritable = (directory: string) =>
  access(join(directory, '/'), constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )

/** Moves an imported file without overwriting another. Does not move a newer file that has taken its place. */
export async function archive(path: string, directory: string, {isUnchanged}: Pick<Input, 'isUnchanged'>) {
  if (isUnchanged && !(await isUnchanged())) {
    throw conflict(`${escapeControls(path)} was imported, but another file has replaced it since: it was not moved`, {
      hints: ['the file that is there now was not imported'],
    })
  }
  try {
    await moveToFreeName(path, join(directory, `${stamp()}-${basename(path)}`))
  } catch (error) {
    throw unavailable(
      escapeControls(
        `${path} was imported, but could not be moved into ${directory}: ${error instanceof Error ? error.message : error}`,
      ),
      {hints: ['move it yourself, or the next run imports it again, unless --once is given']},
    )
  }
}

const MOST_OF_ONE_NAME = 1000

/** Two files of the same name may be imported within a second. */
async function moveToFreeName(path: string, target: string): Promise<void> {
  for (let number = 1; ; number++) {
    try {
      return await moveFile(path, number === 1 ? target : `${target}.${number}`)
    } catch (error) {
      if (!isTaken(error) || number === MOST_OF_ONE_NAME) throw error
    }
  }
}

const stamp = () =>
  new Date()
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z')
