import {execFileSync} from 'node:child_process'
import {closeSync, openSync, truncateSync, writeFileSync} from 'node:fs'
import {chmod, chown, mkdtemp, rm, symlink, truncate, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {inspectOpen, inspectSound} from '../../src/sounds/inspect.ts'
import {chunk, riff, tone, type WavOptions, wav} from '../support/wav.ts'

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'xivoctl-inspect-'))
})
afterEach(() => rm(path, {recursive: true, force: true}))

const look = (name: string) => inspectSound({path, asteriskPath: ''}, name, {measuring: () => {}})
const inspect = (content: Buffer, name = 'a.wav') => {
  writeFileSync(join(path, name), content)
  return look(name)
}
const isRoot = process.getuid?.() === 0

describe('a WAV that Asterisk plays', () => {
  test('is mono, 16-bit, 8000 samples a second', async () => {
    expect(inspect(wav())).toEqual({
      verdict: 'plays',
      faults: [],
      remarks: [],
      found: true,
      opens: true,
      size: 16_044,
      seconds: 1,
      rate: 8000,
      channels: 1,
      bits: 16,
      level: {
        peak: -19,
        rms: -22,
        speech: -21.9,
        clipped: 0,
        silence: {start: 0, end: 0},
        offset: 0,
        noise: false,
        loudness: new Array(12).fill(-22),
      },
    })
  })

  test('or 16000 of them, as .wav16 only', async () => {
    expect(inspect(wav({rate: 16_000}), 'a.wav16')).toMatchObject({verdict: 'plays', seconds: 1})
    expect(inspect(wav({rate: 16_000}))).toMatchObject({
      verdict: 'does not play',
      faults: ['it has 16000 samples a second, not 8000'],
    })
    expect(inspect(wav(), 'b.wav16')).toMatchObject({faults: ['it has 8000 samples a second, not 16000']})
  })

  test('may have no format chunk, or one behind its sound, or a thousand others', () => {
    const [format, data] = [chunk('fmt ', wav().subarray(20, 36)), chunk('data', wav().subarray(44))]
    const thousand = new Array<Buffer>(1100).fill(chunk('none', Buffer.alloc(0)))
    for (const chunks of [[data], [data, format], [format, ...thousand, data]]) {
      expect(inspect(riff(chunks))).toMatchObject({verdict: 'plays', level: {rms: -22}})
    }
  })

  test('may hold other chunks, before and after', async () => {
    const list = chunk('LIST', Buffer.alloc(26))
    const bext = chunk('bext', Buffer.alloc(602))
    expect(inspect(wav({before: [list, bext], after: [list]}))).toMatchObject({
      verdict: 'plays',
      remarks: [],
      seconds: 0.96,
    })
  })
})

describe('a WAV that Asterisk does not play', () => {
  const cases: [string, WavOptions | Buffer, ...string[]][] = [
    ['a disc', {rate: 44_100, channels: 2}, 'it has 2 channels, not one', 'it has 44100 samples a second, not 8000'],
    ['8-bit', {bits: 8}, 'it has 8-bit samples, not 16-bit'],
    ['24-bit', {bits: 24}, 'it has 24-bit samples, not 16-bit'],
    ['A-law', {code: 6, bits: 8}, 'it is A-law, not PCM'],
    ['µ-law', {code: 7, bits: 8}, 'it is µ-law, not PCM'],
    ['floating point', {code: 3, bits: 32}, 'it is floating point, not PCM'],
    ['extensible', {code: 0xfffe}, 'it is WAVE_FORMAT_EXTENSIBLE, not PCM'],
    ['of a format nobody knows', {code: 4711}, 'it is of format 4711, not PCM'],
    ['without a sample', {seconds: 0}, 'there is no sound in it'],
    [
      'written through a pipe',
      {promised: 0xffff_ffff},
      'its header promises 4294967295 bytes, more than Asterisk supports',
    ],
    ['unfinished', {promised: 0}, 'there is no sound in it'],
    [
      'with an odd chunk before its sound',
      {before: [chunk('LIST', Buffer.alloc(8), 7)]},
      "its chunk 'LIST' has an odd length, after which Asterisk does not find the sound",
    ],
    [
      'with an odd chunk before a long sound',
      {before: [chunk('LIST', Buffer.alloc(8), 7)], promised: 2 ** 24},
      "its chunk 'LIST' has an odd length, after which Asterisk does not find the sound",
    ],
    [
      'with a chunk without end',
      {before: [chunk('junk', Buffer.alloc(0), 2 ** 31)]},
      "its chunk 'junk' has an impossible length",
    ],
    ['without data', riff([]), 'it ends before there is any sound'],
    ['with half a format', riff([chunk('fmt ', Buffer.alloc(10))]), 'its format chunk is truncated'],
    ['an MP3', Buffer.from('ID3\x03'), 'it is an MP3 file'],
    ['an MP3 without a tag', Buffer.from([0xff, 0xfb, 0x90, 0]), 'it is an MP3 file'],
    ['of other bytes', Buffer.from('hello'), 'it is not a WAV file'],
    [
      'of thousands of chunks',
      riff(new Array(2000).fill(chunk('none', Buffer.alloc(0)))),
      'it ends before there is any sound',
    ],
  ]

  test.each(cases)('%s', async (_, what, ...faults) => {
    expect(inspect(Buffer.isBuffer(what) ? what : wav(what))).toMatchObject({verdict: 'does not play', faults})
  })

  test('is empty, has no extension, or one that Asterisk does not know', async () => {
    expect(inspect(Buffer.alloc(0))).toMatchObject({verdict: 'does not play', faults: ['it is empty']})
    expect(inspect(wav(), 'a').faults).toEqual(['its name has no extension: Asterisk does not find it'])
    expect(inspect(wav(), 'a.bak').faults).toEqual(['Asterisk knows no sounds that end in .bak'])
  })
})

/** The same numbers in every run. */
let seed = 1
const random = () => {
  seed = (seed * 16_807) % 2_147_483_647
  return seed / 2_147_483_647
}

describe('what callers would notice', () => {
  test.each<[string, WavOptions, string]>([
    ['silence', {sample: () => 0}, 'it contains only silence'],
    ['a hum that nobody hears', {sample: tone(0.0005)}, 'it contains only silence'],
    ['a whisper', {sample: tone(0.005)}, 'its speech is at -49 dBFS, not at -22 ± 6: apply a gain of +27 dB'],
    [
      'a crackle',
      {sample: (i) => tone(0.02)(i) + (i === 4000 ? 0.9 : 0)},
      'its speech is at -35 dBFS, not at -22 ± 6: it needs a gain of +13 dB, but above +0 dB its peaks would clip',
    ],
    ['a loud voice', {sample: tone(0.5)}, 'its speech is at -9 dBFS, not at -22 ± 6: apply a gain of -13 dB'],
    ['an offset', {sample: (i) => tone(0.112)(i) + 0.02}, 'it has a DC offset of 2.0 %'],
    [
      'random numbers',
      {sample: () => (random() - 0.5) / 4},
      'it is probably noise: its samples are as random as those of a compressed file or another format',
    ],
    [
      'a late beginning',
      {seconds: 4, sample: (i) => (i < 24_000 ? 0 : tone(0.112)(i))},
      'it begins with 3 s of silence',
    ],
    ['a long end', {seconds: 8, sample: (i) => (i < 8000 ? tone(0.112)(i) : 0)}, 'it ends with 7 s of silence'],
    [
      'a promise',
      {promised: 0x7fff_efff},
      'its header promises 2147479551 bytes of sound, but it has 16000: it may be truncated',
    ],
    [
      'much before the sound, which Asterisk takes from its end',
      {seconds: 3, before: [chunk('bext', Buffer.alloc(16_000))]},
      'Asterisk does not play its last 1.0 s, because its header has further chunks',
    ],
  ])('%s', async (_, options, remark) => {
    expect(inspect(wav(options))).toMatchObject({verdict: 'plays', remarks: [remark]})
  })

  test('a shout is clipped', () => {
    expect(inspect(wav({sample: tone(1.5)})).remarks).toContain('it is clipped: 4240 samples at the limit')
  })

  test('a length that a program did not know in advance is no cut', () => {
    expect(inspect(wav({promised: 0x7fff_f000}))).toMatchObject({verdict: 'plays', seconds: 1, remarks: []})
  })

  test('the picture of its loudness goes from beginning to end', async () => {
    const {level} = inspect(wav({seconds: 12, sample: (i) => (i < 48_000 ? 0 : tone(0.112)(i))}))
    expect(level?.loudness.map((each) => each > -60)).toEqual([...new Array(6).fill(false), ...new Array(6).fill(true)])
    expect(level?.silence).toEqual({start: 6, end: 0})
  })

  test.runIf(isRoot)('a file that the owner of the directory may not read', async () => {
    await writeFile(join(path, 'a.wav'), wav())
    await chown(path, 4711, 4712)
    await chmod(join(path, 'a.wav'), 0o600)
    expect(look('a.wav')).toMatchObject({
      verdict: 'does not play',
      faults: [expect.stringContaining('cannot read it')],
    })
    await chmod(join(path, 'a.wav'), 0o604)
    expect(look('a.wav').verdict).toBe('plays')
    await chown(join(path, 'a.wav'), 0, 4712)
    expect(look('a.wav').verdict).toBe('does not play')
  })
})

test('what is not there is not found', async () => {
  await symlink(join(path, 'loop.wav'), join(path, 'loop.wav'))
  expect(look('loop.wav')).toMatchObject({found: false, faults: ['it cannot be found: ELOOP']})
  expect(look('gone.wav')).toMatchObject({found: false, faults: ['there is no such file']})
})

test('a pipe in the place of a sound is not waited for', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(path, 'pipe.wav')])
  await symlink('/dev/zero', join(path, 'zero.wav'))
  expect(look('pipe.wav')).toMatchObject({verdict: 'does not play', faults: ['it is not a file']})
  expect(look('zero.wav')).toMatchObject({verdict: 'does not play', faults: ['it is not a file']})
})

test('a long file is measured piece by piece', {timeout: 60_000}, async () => {
  const name = join(path, 'long.wav')
  const length = 2 ** 24
  await writeFile(name, wav({promised: length}))
  await truncate(name, length + 44)
  const before = process.memoryUsage().rss
  expect(look('long.wav')).toMatchObject({verdict: 'plays', seconds: 1048.57, level: {peak: -19}})
  expect(process.memoryUsage().rss - before).toBeLessThan(length / 2)
})

test('the measuring can be stopped', () => {
  writeFileSync(join(path, 'a.wav'), wav())
  const measuring = () => {
    throw new Error('stopped')
  }
  expect(() => inspectSound({path, asteriskPath: ''}, 'a.wav', {measuring})).toThrow('stopped')
})

/** Bytes that look like a WAV as far as they go, so that parsing goes far. */
const almostWav = fc
  .array(
    fc.tuple(
      fc.constantFrom('fmt ', 'data', 'LIST', 'fact', '\0dat'),
      fc.uint8Array({maxLength: 64}),
      fc.option(fc.nat(2 ** 32 - 1), {nil: undefined}),
    ),
    {maxLength: 6},
  )
  .map((chunks) => riff(chunks.map(([id, content, length]) => chunk(id, Buffer.from(content), length))))

test('whatever the bytes are, and whatever the name says, the answer is a verdict', () => {
  const name = join(path, 'random')
  const real = wav({seconds: 0.01})
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.uint8Array({maxLength: 8}), fc.nat(real.length))
    .map(([at, bytes, length]) => {
      const copy = Buffer.from(real)
      copy.set(bytes.subarray(0, copy.length - at), at)
      return copy.subarray(0, length)
    })
  const tagged = fc
    .tuple(fc.constantFrom('OggS', 'ID3', '.snd', 'RIFF', '\xff\xfb'), fc.uint8Array({maxLength: 100}))
    .map(([tag, bytes]) => Buffer.concat([Buffer.from(tag, 'latin1'), bytes]))
  const anything = fc.oneof(fc.uint8Array({maxLength: 200}).map(Buffer.from), almostWav, mutated, tagged)
  const extension = fc.constantFrom(
    'wav',
    'wav16',
    'WAV',
    'au',
    'ogg',
    'spx',
    'opus',
    'mp3',
    'gsm',
    'alaw',
    'sln',
    'g729',
  )
  fc.assert(
    fc.property(anything, fc.oneof(fc.constant('wav'), extension), (content, extension) => {
      writeFileSync(name, content)
      const file = openSync(name, 'r')
      try {
        let pieces = 0
        const found = inspectOpen(file, `random.${extension}`, {measuring: () => void pieces++})
        expect(found.verdict === 'plays').toBe(found.faults.length === 0)
        expect(found.size).toBe(content.length)
        expect(pieces).toBeLessThanOrEqual(2)
        const {seconds, level} = found
        for (const number of [seconds, level?.peak, level?.rms, level?.speech, ...(level?.loudness ?? [])]) {
          if (number !== undefined) expect(Number.isFinite(number)).toBe(true)
        }
      } finally {
        closeSync(file)
      }
    }),
    {numRuns: 400},
  )
})

test('a file that shrinks while it is measured ends there', () => {
  const name = join(path, 'a.wav')
  writeFileSync(name, wav({seconds: 20}))
  const found = inspectSound({path, asteriskPath: ''}, 'a.wav', {measuring: () => truncateSync(name, 100)})
  expect(found).toMatchObject({verdict: 'plays'})
})
