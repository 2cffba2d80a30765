import {startTestServer} from '../../support/server.ts'

export default async function setup(): Promise<() => Promise<void>> {
  return (await startTestServer()).stop
}
