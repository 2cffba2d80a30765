import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import DissuasionAddSound from '../../commands/dissuasion/add-sound.ts'
import {runBinary} from '../support/binary.ts'
import {run} from '../support/run.ts'
import {speech} from '../support/speech.ts'
import {wav} from '../support/wav.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

/** Neither ffmpeg nor sox is there. */
const env = () => ({...xivo.env, PATH: '/nonexistent'})

async function input(name: string, bytes: Buffer): Promise<string> {
  const folder = join(xivo.sounds, 'sales_archives')
  await mkdir(folder, {recursive: true})
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

const sound = speech(3, 44_100, 0.05)
const recorded = wav({rate: 44_100, channels: 2, seconds: 3, sample: (i) => sound[Math.floor(i / 2)] ?? 0})
const json = async (...argv: string[]) => {
  const {code, stdout} = await run(DissuasionAddSound, [...argv, '--json'], env())
  return {code, document: JSON.parse(stdout)}
}

test('a sound is converted and set, and its input stays as it is', async () => {
  const path = await input('recorded.wav', recorded)
  const {code, document} = await json('sales', path, '--convert', '--set')
  expect(code).toBe(0)
  expect(document).toMatchObject({
    file: 'sales_recorded.wav',
    inspection: {verdict: 'plays', rate: 8000, channels: 1, bits: 16},
    conversion: {by: 'xivoctl', format: 'WAV, 44100 Hz, 2 channels, 16-bit', before: {seconds: 3}},
  })
  const {inspection, conversion} = document
  expect(inspection.level.speech).toBeCloseTo(-22, 0)
  expect(conversion.gain).toBeCloseTo(inspection.level.speech - conversion.before.speech, 0)
  expect(await readFile(path)).toEqual(recorded)
  expect((await readFile(join(xivo.sounds, 'sales_recorded.wav'))).length).toBe(inspection.size)
})

test('a rehearsal shows the numbers before and after, and writes nothing', async () => {
  const path = await input('rehearsed.WAV', recorded)
  const before = await readdir(xivo.sounds)
  const {code, stdout} = await run(DissuasionAddSound, ['sales', path, '--convert', '--dry-run'], env())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^would add +sales_rehearsed\.wav$/m)
  expect(stdout).toMatch(/^before +WAV, 44100 Hz, 2 channels, 16-bit; 3 s, speech -\d+\.\d dBFS, peak -\d+\.\d dBFS$/m)
  expect(stdout).toMatch(/^after +WAV, 8000 Hz, mono, 16-bit; [\d.]+ s, speech -2[12]\.\d dBFS, peak -\d+\.\d dBFS$/m)
  expect(stdout).toMatch(/^gain +\+\d+(\.\d)? dB$/m)
  expect(await readdir(xivo.sounds)).toEqual(before)
})

test('a gain that stopped is said', async () => {
  const clicking = wav({seconds: 2, sample: (i) => (i === 4000 ? 1 : (sound[i] ?? 0) / 20)})
  const {code, stderr} = await run(
    DissuasionAddSound,
    ['sales', await input('click.wav', clicking), '--convert'],
    env(),
  )
  expect(code).toBe(0)
  expect(stderr).toMatch(/hint: sales_click\.wav: its gain was limited to -1 dB/)
})

test('what does not play is refused with the way out', async () => {
  const path = await input('cd.wav', recorded)
  const {code, stderr} = await run(DissuasionAddSound, ['sales', path], env())
  expect(code).toBe(3)
  expect(stderr).toContain('--convert')
  expect(stderr).toContain('sox INPUT -r 8000 -c 1 -b 16 sales_cd.wav')
  const fromPipe = await input('pipe.wav', wav({promised: 0}))
  expect((await run(DissuasionAddSound, ['sales', fromPipe], env())).stderr).toContain('sox --ignore-length INPUT')
  const mp3 = await input('mp3.wav', Buffer.from('ID3\x04\0\0'))
  expect((await run(DissuasionAddSound, ['sales', mp3], env())).stderr).toContain('sox -t mp3 INPUT')
})

test('what cannot be read is refused, and so is another format than .wav', async () => {
  const before = (await readdir(xivo.sounds)).sort()
  expect(await json('sales', await input('a.mp3', Buffer.from('ID3')), '--convert')).toMatchObject({code: 3})
  expect(await json('sales', await input('b.wav', recorded), '--convert', '--name', 'b.gsm')).toMatchObject({code: 3})
  expect(await json('sales', await input('c.wav', wav({sample: () => 0})), '--convert')).toMatchObject({code: 3})
  expect((await readdir(xivo.sounds)).sort()).toEqual(before)
})

test('where neither ffmpeg nor sox is there, the program ends once it has said what it did', async () => {
  const path = await input('quick.wav', recorded)
  const begun = Date.now()
  const argv = ['dissuasion', 'add-sound', 'sales', path, '--convert', '--dry-run']
  expect(await runBinary(argv, {env: env()})).toMatchObject({code: 0})
  expect(Date.now() - begun).toBeLessThan(60_000)
})
