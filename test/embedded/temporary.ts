import {chmod, mkdtemp, realpath, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {stopCluster} from '../../src/embedded/cluster.ts'

/** A folder that every user can enter. */
export async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'xivoctl-embedded-')))
  await chmod(folder, 0o711)
  return folder
}

export async function remove(folder: string): Promise<void> {
  await rm(folder, {recursive: true, force: true})
}

/** A folder for the running test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await makeFolder()
  onTestFinished(() => remove(folder))
  return folder
}

/** A folder for a cluster of the running test, which is stopped after it. */
export async function clusterFolder(path = ''): Promise<string> {
  const folder = join(await temporaryFolder(), path)
  onTestFinished(async () => {
    await stopCluster(folder)
  })
  return folder
}
