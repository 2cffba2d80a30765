import {type AddressInfo, createServer} from 'node:net'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {withContext} from '../../../src/context.ts'
import {snapshot} from '../../../src/database/connection/transact.ts'
import {loadSettings} from '../../../src/settings/load.ts'

const message = (type: string, body: string) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + body.length)
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, 'latin1')])
}

/** Ends each session as soon as it began, as an administrator may: in the same packet. */
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', () =>
    socket.end(
      Buffer.concat([
        message('R', '\0\0\0\0'),
        message('Z', 'I'),
        message('E', 'SFATAL\0C57P01\0Mterminating connection\0\0'),
      ]),
    ),
  )
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

test.each([
  ['one server', () => `127.0.0.1:${port}`],
  ['several', () => `127.0.0.1:${port},127.0.0.1:${port}`],
])('a session that is ended as it begins is a failure like others, and no end of the process: %s', async (_, hosts) => {
  const settings = loadSettings({}, {XIVOCTL_DATABASE_URL: `postgres://x@${hosts()}/x?sslmode=disable`})
  const work = withContext(settings, new AbortController().signal, (context) => snapshot(context, async () => {}))
  await expect(work).rejects.toMatchObject({kind: 'unavailable'})
})
