import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** With real Asterisks. They have the machine for themselves: a call that waits for the processor sounds wrong. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/asterisk/*.test.ts'],
    globalSetup: 'test/asterisk/global-setup.ts',
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    env: {NO_COLOR: '1', LC_ALL: 'C.UTF-8'},
  },
})
