import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import {digest} from '../../src/formats/digest.ts'

test('a text is hashed the same whichever way this Node has', () => {
  for (const text of ['', 'Élodie', 'x'.repeat(10_000)]) {
    expect(digest(text)).toBe(createHash('sha256').update(text).digest('base64url').slice(0, 22))
  }
})
