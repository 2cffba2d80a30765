import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/matrix/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: {NO_COLOR: '1'},
  },
})
