import {join} from 'node:path'
import {afterAll, beforeAll, inject} from 'vitest'
import {type Asterisk, startAsterisk} from './asterisk.ts'
import {releases} from './roots.ts'

/** Two running Asterisks, an old and a new one. */
export function useAsterisks(): readonly Asterisk[] {
  const asterisks: Asterisk[] = []
  beforeAll(async () => {
    for (const release of releases) asterisks.push(await startAsterisk(join(inject('asteriskRoots'), release)))
  })
  afterAll(async () => {
    for (const asterisk of asterisks) await asterisk.stop()
  })
  return asterisks
}
