import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {writeSampleSounds} from '../../src/embedded/sample-sounds.ts'
import {temporaryFolder} from './temporary.ts'

test('the sounds are telephone audio of one second, but for the disc, and are written twice alike', async () => {
  const directory = await temporaryFolder()
  await writeSampleSounds(directory)
  const first = await contents(directory)
  await writeSampleSounds(directory)
  expect(await contents(directory)).toEqual(first)
  expect(header(first.get('sales_audio_file.wav'))).toEqual({channels: 1, rate: 8000, bits: 16, seconds: 1})
  expect(header(first.get('facturation_attente'))).toEqual({channels: 1, rate: 8000, bits: 16, seconds: 1})
  expect(header(first.get('ventes_musique_cd.wav'))).toEqual({channels: 2, rate: 44_100, bits: 16, seconds: 1})
  expect(first.get('sav_ferme.gsm')).toHaveLength(50 * 33)
})

async function contents(directory: string): Promise<Map<string, Buffer>> {
  const files = (await readdir(directory, {withFileTypes: true})).filter((entry) => entry.isFile())
  const pairs = files.map(async ({name}): Promise<[string, Buffer]> => [name, await readFile(join(directory, name))])
  return new Map(await Promise.all(pairs))
}

function header(wav: Buffer = Buffer.alloc(0)) {
  expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ')
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8)
  return {
    channels: wav.readUInt16LE(22),
    rate: wav.readUInt32LE(24),
    bits: wav.readUInt16LE(34),
    seconds: wav.readUInt32LE(40) / wav.readUInt32LE(28),
  }
}
