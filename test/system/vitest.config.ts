import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** With the real programs around `serve`: a browser, a reverse proxy, a connection pooler. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/system/*.test.ts'],
    globalSetup: ['test/system/packages.ts', 'test/support/global-setup.ts'],
    // One of them makes packages for minutes, beside the others.
    maxWorkers: 2,
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: {NO_COLOR: '1', LC_ALL: 'C.UTF-8'},
  },
})
