import {mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {allSounds} from '../../src/sounds/directory.ts'
import {soundNameFor} from '../../src/sounds/name.ts'
import {copyWhole, refuseTaken, withStagedSound} from '../../src/sounds/place.ts'

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'xivoctl-place-'))
})
afterEach(() => rm(path, {recursive: true, force: true}))

const here = () => ({path, asteriskPath: '/var/lib/xivo/sounds/playback'})
const place = (name: string, content: string) =>
  withStagedSound(here(), Readable.from([...content].map((byte) => Buffer.from(byte))), ({publish}) => publish(name))

describe('a sound that is put in place', () => {
  test('has all its bytes, and rights that XiVO and Asterisk can live with, whatever the mask', async () => {
    const mask = process.umask(0o077)
    try {
      await place('q_a.wav', 'sound')
    } finally {
      process.umask(mask)
    }
    expect(await readFile(join(path, 'q_a.wav'), 'utf8')).toBe('sound')
    expect((await stat(join(path, 'q_a.wav'))).mode & 0o7777).toBe(0o664)
    expect(await readdir(path)).toEqual(['q_a.wav'])
  })

  test.runIf(process.getuid?.() === 0)('belongs to whom the directory belongs', async () => {
    const {chown} = await import('node:fs/promises')
    await chown(path, 4711, 4712)
    await place('q_a.wav', 'sound')
    expect(await stat(join(path, 'q_a.wav'))).toMatchObject({uid: 4711, gid: 4712})
  })

  test.each(['file', 'link to nowhere', 'folder'])('is never put over another one: %s', async (kind) => {
    const target = join(path, 'q_a.wav')
    if (kind === 'file') await writeFile(target, 'former')
    if (kind === 'link to nowhere') await symlink('/nowhere', target)
    if (kind === 'folder') await mkdir(target)
    const conflict = {kind: 'conflict', message: expect.stringContaining("'q_a.wav'")}
    await expect(place('q_a.wav', 'new')).rejects.toMatchObject(conflict)
    await expect(refuseTaken(here(), 'q_a.wav')).rejects.toMatchObject(conflict)
    expect(await readdir(path)).toEqual(['q_a.wav'])
    if (kind === 'file') expect(await readFile(target, 'utf8')).toBe('former')
  })

  test('of two at once one wins, whole', async () => {
    const outcomes = await Promise.allSettled(['one', 'two'].map((content) => place('q_a.wav', content.repeat(999))))
    expect(outcomes.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await readFile(join(path, 'q_a.wav'), 'utf8')).toMatch(/^((one){999}|(two){999})$/)
  })

  test('is no sound while it is written, and gone when nobody publishes it', async () => {
    await withStagedSound(here(), Readable.from([Buffer.from('sound')]), async () => {
      expect(await readdir(path)).toHaveLength(1)
      expect(await allSounds(here())).toEqual([])
    })
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('cut')
      })(),
    )
    await expect(withStagedSound(here(), breaking, async () => {})).rejects.toThrow('cut')
    expect(await readdir(path)).toEqual([])
  })

  test('has an end', {timeout: 60_000}, async () => {
    const piece = Buffer.alloc(2 ** 20)
    const endless = Readable.from(
      (function* () {
        for (;;) yield piece
      })(),
    )
    await expect(withStagedSound(here(), endless, async () => {})).rejects.toMatchObject({kind: 'invalid'})
    expect(await readdir(path)).toEqual([])
  })

  test('needs a directory that can be written to', async () => {
    const missing = {...here(), path: join(path, 'missing')}
    await expect(withStagedSound(missing, Readable.from([]), async () => {})).rejects.toMatchObject({
      kind: 'unavailable',
      message: `the sound directory '${missing.path}' cannot be written to: there is no such directory`,
    })
  })
})

describe('its name', () => {
  const name = (given: string, wanted?: string) => soundNameFor(here(), 'sales', given, wanted).file

  test('begins with that of the queue, once, and keeps the extension', () => {
    expect(name('closed.wav')).toBe('sales_closed.wav')
    expect(name('sales_closed.v2.gsm')).toBe('sales_closed.v2.gsm')
    expect(name('sales.wav')).toBe('sales_sales.wav')
  })

  test('is another one on request, with or without extension', () => {
    expect(name('a.wav', 'closed')).toBe('sales_closed.wav')
    expect(name('a.wav', 'closed.gsm')).toBe('sales_closed.gsm')
    expect(name('a.wav', 'v2.closed')).toBe('sales_v2.closed.wav')
    expect(name('a', 'closed.wav')).toBe('sales_closed.wav')
  })

  test.each([
    ['fermé l’été.wav', 'only letters without accent'],
    ['a/b.wav', 'XiVO does not accept a sound'],
    ['a\nb.wav', 'XiVO does not accept a sound'],
    ['.wav', 'the name of the sound is empty'],
    ['.hidden.wav', 'begins with a dot'],
    ['..wav', 'begins with a dot'],
    ['closed', 'no extension'],
    ['closed.txt', 'no extension'],
    ['', 'no extension'],
    [`${'a'.repeat(189)}.wav`, 'too long'],
  ])('is refused when XiVO would not take it: %j', (given, reason) => {
    expect(() => name(given)).toThrow(reason)
  })

  test('that is refused comes with one that is not', () => {
    expect(() => name('fermé l’été.wav')).toThrow(
      expect.objectContaining({kind: 'invalid', hints: [{give: 'name', value: 'sales_ferme_l_ete'}]}),
    )
  })

  test('fits into the database with the path before it', () => {
    const deep = {path, asteriskPath: `/${'d'.repeat(250)}`}
    expect(() => soundNameFor(deep, 'sales', 'a.wav')).toThrow('too long')
  })
})

test('where a file system has no links, a copy is whole before it has its name, and belongs to whom the directory belongs', async () => {
  const source = join(path, '.source')
  await writeFile(source, 'sound', {mode: 0o600})
  await copyWhole(source, path, 'q_a.wav')
  expect(await readFile(join(path, 'q_a.wav'), 'utf8')).toBe('sound')
  expect((await stat(join(path, 'q_a.wav'))).mode & 0o7777).toBe(0o664)
  expect((await readdir(path)).sort()).toEqual(['.source', 'q_a.wav'])
})
