import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {stopCluster} from '../../src/embedded/cluster.ts'
import {guardedFolder} from '../support/guard.ts'

export async function remove(folder: string): Promise<void> {
  await rm(folder, {recursive: true, force: true})
}

/** A folder for the running test. */
export async function temporaryFolder(): Promise<string> {
  const folder = guardedFolder('xivoctl-embedded-')
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
