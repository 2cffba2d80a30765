import {expect, test} from 'vitest'
import {startDaemon} from './daemon.ts'

test('a daemon that does not become ready fails the test with what it printed', async () => {
  const waiting = startDaemon('sh', ['-c', 'echo no port; exec sleep 60'], async () => false, 500)
  await expect(waiting).rejects.toThrow('sh is not ready after 0.5 s. It printed: no port')
})
