import {expect, test} from 'vitest'
import {build} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {impatience} from './impatience.ts'
import type {PlantedBuild} from './planted/builds.ts'
import {tellPlanted} from './reliability.ts'
import {isFull} from './scale.ts'

/** Tests that the suites fail on a program with this bug. */
export function plant({bug, patch, seenBy}: PlantedBuild, lanes: readonly TestXivo[]): void {
  for (const [{name, run}, runs] of seenBy) {
    test(`it is not so that ${name}`, {timeout: 600_000}, async () => {
      const {wrong} = await run(await build(patch, impatience), lanes, runs)
      expect(wrong).not.toEqual([])
      if (isFull && lanes[0]) await tellPlanted(bug, name, lanes[0])
    })
  }
}
