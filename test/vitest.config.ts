import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'
import {LongestFirst} from './support/longest-first.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // The system's packages are the business of `npm run test:system`, those of Asterisk that of `npm run test:asterisk`.
    // Whether a planted bug is seen in few runs is chance: those are for the whole suites.
    // The benchmarks take two minutes, and no other program beside them.
    exclude: [
      'test/faults/{planted*,bench}.test.ts',
      'test/system/**',
      'test/asterisk/**',
      'test/soak/**',
      'test/matrix/**',
    ],
    globalSetup: 'test/support/global-setup.ts',
    // Tests wait for processes, PostgreSQL and limits of time more than they compute: four workers keep two cores busy.
    maxWorkers: 4,
    // A worker loads the program once: for each file anew, that is as much work as half of the tests.
    isolate: false,
    sequence: {sequencer: LongestFirst},
    disableConsoleIntercept: true,
    // On a shared machine a wait may be too short: CI asks twice more before it calls a test failed.
    retry: process.env.CI ? 2 : 0,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    env: {NO_COLOR: '1', LC_ALL: 'C.UTF-8'},
  },
})
