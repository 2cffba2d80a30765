import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {allSounds, asteriskFile, soundDirectory, soundNames, soundsStartingWith} from '../../src/sounds/directory.ts'

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'xivoctl-directory-'))
})
afterEach(() => rm(path, {recursive: true, force: true}))

const here = () => ({path, asteriskPath: '/asterisk'})
const write = (...files: string[]) => Promise.all(files.map((file) => writeFile(join(path, file), '')))
const names = async (prefix: string) => (await soundsStartingWith(here(), prefix)).map(({name}) => name)

describe('the sound directory', () => {
  test('offers the files that start with the prefix, without their last extension', async () => {
    await write('sales_b.wav', 'sales_a.v2.wav', 'sales_none', 'sales.wav', 'presales_c.wav', 'Sales_d.wav')
    expect(await names('sales_')).toEqual(['sales_a.v2', 'sales_b', 'sales_none'])
  })

  test('a dot of the prefix starts no extension', async () => {
    await write('vip.gold_closed', 'vip.gold_open.wav', 'vip.gold_.wav')
    expect(await names('vip.gold_')).toEqual(['vip.gold_', 'vip.gold_closed', 'vip.gold_open'])
  })

  test('sorts by code units, whatever the language of the machine', async () => {
    await write('q_é.wav', 'q_z.wav', 'q_B.wav', 'q_a.wav', 'q_10.wav', 'q_9.wav')
    expect(await names('q_')).toEqual(['q_10', 'q_9', 'q_B', 'q_a', 'q_z', 'q_é'])
  })

  test('folders are no sounds; links to files are, links to nowhere are not', async () => {
    await mkdir(join(path, 'q_folder.wav'))
    await write('real.wav')
    await symlink(join(path, 'real.wav'), join(path, 'q_link.wav'))
    await symlink(join(path, 'gone.wav'), join(path, 'q_broken.wav'))
    await symlink(path, join(path, 'q_up'))
    expect(await names('q_')).toEqual(['q_link'])
  })

  test('knows the names of all sounds, one for two formats', async () => {
    await write('a.wav', 'a.gsm', 'b')
    expect(await soundNames(here())).toEqual(new Set(['a', 'b']))
  })

  test('has folders of languages, as Asterisk spells them, and no others', async () => {
    const languages = ['de', 'en_US', 'es_419', 'fil_PH', 'fr', 'fr_FR', 'zh_Hans_CN']
    const others = ['bak', 'fr-FR', 'fr_', 'fr_fr', 'fr_old', 'FR', 'log', 'new', 'old', 'old_', 'tmp', 'v2']
    for (const folder of [...languages, ...others]) {
      await mkdir(join(path, folder))
      await write(`${folder}/q_a.wav`)
    }
    expect((await allSounds(here())).map(({language}) => language)).toEqual(languages)
  })

  test('that is missing, or is a file, is unavailable and named', async () => {
    await write('file')
    for (const [wrong, reason] of [
      ['missing', 'there is no such directory'],
      ['file', 'it is not a directory'],
    ]) {
      await expect(soundsStartingWith({...here(), path: join(path, wrong ?? '')}, 'q_')).rejects.toMatchObject({
        kind: 'unavailable',
        message: `the sound directory '${join(path, wrong ?? '')}' cannot be read: ${reason}`,
        hints: [expect.stringContaining('XIVOCTL_SOUNDS_DIR')],
      })
    }
  })

  test('a slash at its end does not reach Asterisk', () => {
    const settings = {soundsDir: path, soundsAsteriskDir: '/srv/playback//'}
    const directory = soundDirectory(settings as Parameters<typeof soundDirectory>[0])
    expect(asteriskFile(directory, 'sales_a')).toBe('/srv/playback/sales_a')
  })
})
