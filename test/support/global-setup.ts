import type {TestProject} from 'vitest/node'
import {makeTemplate, startTestServer} from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of the test server's `postgres` database. */
    serverUrl: string
  }
}

export default async function setup({provide}: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  try {
    await makeTemplate(server, 'xivo')
    await makeTemplate(server, 'later')
  } catch (error) {
    await server.stop()
    throw error
  }
  provide('serverUrl', server.url('postgres'))
  return server.stop
}
