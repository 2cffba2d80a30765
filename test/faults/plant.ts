import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, inject, test} from 'vitest'
import {build, type Patch, withSources} from '../support/binary.ts'
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

/** Tests that the tests of this name, in this file, fail on sources with this bug. */
export function plantInSources(patch: Patch, file: string, name: string): void {
  test(`it is not so that ${name}`, {timeout: 600_000}, async () => {
    const failed = await withSources(patch, (directory) => failedTests(directory, file, name))
    expect(failed).not.toBe(0)
  })
}

/** How many tests of this name fail in `directory`; one that cannot be run is no failure. */
async function failedTests(directory: string, file: string, name: string): Promise<number> {
  const report = join(directory, 'report.json')
  const vitest = join(directory, 'node_modules/vitest/vitest.mjs')
  const options = ['--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`, '-t', name]
  const child = spawn(process.execPath, [vitest, 'run', ...options, file], {
    cwd: directory,
    env: {...process.env, TEST_DATABASE_URL: inject('serverUrl')},
    stdio: 'ignore',
  })
  await once(child, 'exit')
  return JSON.parse(await readFile(report, 'utf8')).numFailedTests
}
