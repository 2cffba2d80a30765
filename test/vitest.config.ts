import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // The system's packages are the business of `npm run test:system`.
    // Whether a planted bug is seen in few runs is chance: those are for the whole suites.
    exclude: ['test/faults/planted*.test.ts', 'test/system/**'],
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: {NO_COLOR: '1'},
  },
})
