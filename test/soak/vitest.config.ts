import {fileURLToPath} from 'node:url'
import {defineConfig} from 'vitest/config'

/** `serve` for half an hour under load and faults; SOAK_MINUTES=N for another time. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/soak/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    disableConsoleIntercept: true,
    hookTimeout: 120_000,
    env: {NO_COLOR: '1', FAULTS_SCALE: '1'},
  },
})
