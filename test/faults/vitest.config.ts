import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** The suites in full, one file after the other: they take the whole machine. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    // Some of what takes long is beside its tests, which play a share of it in `npm test`. In `npm run test:system` a tour is ended in
    // one way at each of its steps, here in all; and a clone finds its packages, which it installs here.
    include: [
      'test/faults/*.test.ts',
      'test/cli/run/start.test.ts',
      'test/commands/selection.test.ts',
      'test/database/callbacks/references.test.ts',
      'test/system/{tour,fresh-clone}.test.ts',
    ],
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    fileParallelism: false,
    hookTimeout: 120_000,
    env: {NO_COLOR: '1', FAULTS_SCALE: process.env.FAULTS_SCALE ?? '1'},
  },
})
