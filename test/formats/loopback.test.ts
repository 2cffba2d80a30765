import {expect, test} from 'vitest'
import {isLoopbackHost} from '../../src/formats/loopback.ts'

test.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['db.localhost', true],
  ['127.0.0.1', true],
  ['127.255.0.9', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['localhost.example.org', false],
  ['mylocalhost', false],
  ['127.0.0.1.example.org', false],
  ['127.1', false],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['fd00::1', false],
  ['xivo', false],
  ['', false],
])('%s never leaves the machine: %s', (host, is) => {
  expect(isLoopbackHost(host)).toBe(is)
})
