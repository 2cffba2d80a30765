import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {moveFile} from '../../../src/cli/callbacks/move-file.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-move-'))
})

afterEach(() => rm(folder, {recursive: true}))

describe('a file that is moved', () => {
  test('has its new name only', async () => {
    await writeFile(join(folder, 'a'), 'text')
    await moveFile(join(folder, 'a'), join(folder, 'b'))
    expect(await readdir(folder)).toEqual(['b'])
    expect(await readFile(join(folder, 'b'), 'utf8')).toBe('text')
  })

  test('never takes the place of another one', async () => {
    await writeFile(join(folder, 'a'), 'text')
    await writeFile(join(folder, 'b'), 'other')
    await expect(moveFile(join(folder, 'a'), join(folder, 'b'))).rejects.toThrow('EEXIST')
    expect(await readFile(join(folder, 'b'), 'utf8')).toBe('other')
  })

  test.runIf(process.platform === 'linux')(
    'but cannot leave its old name gets no new one, and it is said why',
    async () => {
      await expect(moveFile('/proc/version', join(folder, 'b'))).rejects.toThrow(/^E\w+: .*, unlink '\/proc\/version'/)
      expect(await readdir(folder)).toEqual([])
    },
  )
})
