import {test} from 'vitest'
import {startTestServer} from '../../support/server.ts'

test('goes on', async () => {
  await startTestServer()
  console.log('a server of the run and one of a worker')
  await new Promise(() => {})
})
