import type {TestProject} from 'vitest/node'
import {narrated} from '../../src/cli/command/narrated.ts'
import {makeInitialisedTemplate, makeTemplate, startTestServer, type TestServer} from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of the test server's `postgres` database. */
    serverUrl: string
  }
}

export default async function setup({provide}: TestProject): Promise<() => Promise<void>> {
  const server = await narrated((sentence) => process.stderr.write(`${sentence}\n`), start)
  provide('serverUrl', server.url('postgres'))
  return server.stop
}

async function start(tell: (sentence: string) => void): Promise<TestServer> {
  tell('starting PostgreSQL for the tests')
  const server = await startTestServer()
  try {
    tell('loading the sample data')
    for (const shape of ['xivo', 'later'] as const) {
      await makeTemplate(server, shape)
      await makeInitialisedTemplate(server, shape)
    }
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
