import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** A run that starts servers as `npm test` does, and then goes on until it is ended. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: ['test/system/endless/run.ts'],
    globalSetup: 'test/system/endless/global-setup.ts',
    disableConsoleIntercept: true,
    testTimeout: 600_000,
  },
})
