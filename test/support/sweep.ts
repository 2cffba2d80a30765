import {readdirSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {stopCluster} from '../../src/embedded/cluster.ts'

// Stops the PostgreSQL servers in these folders, and removes the folders.
for (const folder of process.argv.slice(2)) {
  await Promise.all(clustersIn(folder).map(stopCluster))
  await rm(folder, {recursive: true, force: true, maxRetries: 5})
}

function clustersIn(folder: string): string[] {
  try {
    const files = readdirSync(folder, {recursive: true, encoding: 'utf8'})
    return files
      .filter((file) => basename(file) === 'postmaster.pid')
      .map((file) => dirname(dirname(join(folder, file))))
  } catch {
    return []
  }
}
