import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {examineHost} from '../../src/settings/host.ts'

let root: string
let server: Server
let port: number
let knocks: number

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'xivoctl-root-'))
  knocks = 0
  server = createServer((socket) => {
    knocks++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
})
afterEach(() => {
  server.close()
  rmSync(root, {recursive: true})
})

function make(path: string): void {
  mkdirSync(dirname(join(root, path)), {recursive: true})
  writeFileSync(join(root, path), '')
}

test('a machine without a file of XiVO is no XiVO host, and its database is nobody’s business', async () => {
  expect(await examineHost({root, port})).toEqual({signs: [], hasSounds: false})
  expect(knocks).toBe(0)
})

test('a XiVO host is known by its files, and its database by the port that answers', async () => {
  make('/etc/docker/xivo/custom.env')
  make('/var/lib/xivo/sounds/playback/sales_closed.wav')
  expect(await examineHost({root, port})).toEqual({
    signs: ['/etc/docker/xivo/custom.env', '/var/lib/xivo', `127.0.0.1:${port}`],
    databaseUrl: `postgres://asterisk@localhost:${port}/asterisk`,
    hasSounds: true,
  })
})

test('a XiVO host whose database is elsewhere has none to propose', async () => {
  make('/etc/xivo/ha.conf')
  await new Promise((resolve) => server.close(resolve))
  expect(await examineHost({root, port})).toEqual({signs: ['/etc/xivo'], hasSounds: false})
})
