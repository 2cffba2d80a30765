import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
import {LongestFirst} from '../support/longest-first.ts'

/** With the real programs around `serve`: a browser, a reverse proxy, a connection pooler. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/system/*.test.ts'],
    globalSetup: ['test/system/packages.ts', 'test/support/global-setup.ts'],
    // They wait for processes and for the network more than they compute: four workers keep two cores busy.
    maxWorkers: 4,
    // A worker loads the program once.
    isolate: false,
    sequence: {sequencer: LongestFirst},
    // Waits for real programs on a shared machine: CI asks twice more before it calls a test failed.
    retry: process.env.CI ? 2 : 0,
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    env: {NO_COLOR: '1', LC_ALL: 'C.UTF-8'},
  },
})
