import {createRequire} from 'node:module'
import fc from 'fast-check'
import {expect, test} from 'vitest'

const require = createRequire(import.meta.url)
const ours = require('../../bin/login-crypto.js')
const original = require('pg/lib/crypto/utils')

const bytes = fc.uint8Array({minLength: 1, maxLength: 40})
const hex = (data: ArrayBuffer | Uint8Array) => Buffer.from(data as Uint8Array).toString('hex')

test('a login computes what node-postgres computes', async () => {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(original).sort())
  expect(ours.randomBytes(18)).toHaveLength(18)
  await fc.assert(
    fc.asyncProperty(
      fc.string({unit: 'binary'}),
      bytes,
      fc.integer({min: 1, max: 20}),
      async (text, salt, iterations) => {
        const key = await ours.deriveKey(text, salt, iterations)
        expect(hex(key)).toBe(hex(await original.deriveKey(text, salt, iterations)))
        expect(hex(await ours.hmacSha256(key, text))).toBe(hex(await original.hmacSha256(key, text)))
        expect(hex(await ours.sha256(key))).toBe(hex(await original.sha256(key)))
        for (const name of ['SHA-256', 'SHA-384', 'SHA-512']) {
          expect(hex(await ours.hashByName(name, salt))).toBe(hex(await original.hashByName(name, salt)))
        }
        const user = text.slice(0, 5)
        expect(await ours.postgresMd5PasswordHash(user, text, salt)).toBe(
          await original.postgresMd5PasswordHash(user, text, salt),
        )
      },
    ),
    {numRuns: 10},
  )
})
