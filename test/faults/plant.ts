import {expect, test} from 'vitest'
import {build, type Patch} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'
import {impatience} from './impatience.ts'
import {tellPlanted} from './reliability.ts'
import {isFull} from './scale.ts'
import type {Suite} from './suite.ts'

/** Tests that these suites fail on a program with this bug, each in so many runs. */
export function plant(bug: string, patch: Patch, seenBy: readonly [Suite, number][], lanes: readonly TestXivo[]): void {
  for (const [{name, run}, runs] of seenBy) {
    test(`it is not so that ${name}`, {timeout: 600_000}, async () => {
      const {wrong} = await run(await build(patch, impatience), lanes, runs)
      expect(wrong).not.toEqual([])
      if (isFull && lanes[0]) await tellPlanted(bug, name, lanes[0])
    })
  }
}
