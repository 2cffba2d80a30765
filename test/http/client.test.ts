import {execFile} from 'node:child_process'
import {createRequire} from 'node:module'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {describe, expect, test} from 'vitest'
import {token, useServing} from '../support/serving.ts'
import {useXivo} from '../support/xivo.ts'
import {runPageOperations} from './client.ts'

const server = useServing(useXivo())

describe('a client that is generated from openapi.json', () => {
  test('type-checks', async () => {
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const options = '--noEmit --strict --module nodenext --target es2023 --skipLibCheck --allowImportingTsExtensions'
    const program = fileURLToPath(new URL('client.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [compiler, ...options.split(' '), program])
  })

  test("runs the API page's operations", async () => {
    const done = await runPageOperations(`http://127.0.0.1:${server.port}`, token)
    const supervisor = {type: 'supervisor', data: {queueIds: [1, 2, 3, 7], recordingAccess: true}}
    const request = {phoneNumber: '0298765432', firstName: 'Jack', company: 'Cie', queueId: 1}
    expect(done).toMatchObject({
      users: expect.arrayContaining([{name: 'Ménage', firstname: 'Jean', login: 'jmenage'}]),
      rights: supervisor,
      readRights: supervisor,
      deletedRights: supervisor,
      list: {name: 'newlist', queueId: 1, callbacks: []},
      request,
      imported: {imported: 2, skipped: 0, rejected: 0, list: {name: 'newlist'}},
      found: [request],
      lists: expect.arrayContaining([expect.objectContaining({name: 'newlist'})]),
      deletedList: expect.arrayContaining([expect.objectContaining({firstName: 'Alice'})]),
      agents: expect.arrayContaining([done.agent]),
      agent: {id: 1, member: expect.any(Array)},
      options: {id: 3, name: 'sales'},
      soundFile: done.options?.dissuasions.soundFiles[0]?.soundFile,
      queueName: 'switchboard',
      dissuasion: {type: 'queue', value: {queueName: 'switchboard'}},
      unknown: 'QueueNotFound',
    })
  })
})
