import {expect, test} from 'vitest'
import {build} from '../support/binary.ts'

test('a build ends with another version of a package that it rewrites', async () => {
  const patch = {file: 'package.json', from: '"pg": "', to: '"pg": "0.'}
  await expect(build(patch)).rejects.toThrow('was written for pg 0.')
})

test('a build ends when one of its patterns matches nothing', async () => {
  const patch = {file: 'bin/lazy.js', from: '(crypto|sasl|dns)', to: '(no_such_import)'}
  await expect(build(patch)).rejects.toThrow('nothing matched the pattern for an import of pg')
})
