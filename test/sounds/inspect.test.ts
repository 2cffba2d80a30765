import {execFileSync} from 'node:child_process'
import {truncateSync} from 'node:fs'
import {chmod, chown, mkdtemp, open, rm, symlink, truncate, writeFile} from 'node:fs/promises'
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
const inspect = async (content: Buffer, name = 'a.wav') => {
  await writeFile(join(path, name), content)
  return look(name)
}
const isRoot = process.getuid?.() === 0

describe('a WAV that Asterisk plays', () => {
  test('is mono, 16-bit, 8000 samples a second', async () => {
    expect(await inspect(wav())).toEqual({
      plays: true,
      faults: [],
      remarks: [],
      size: 16_044,
      seconds: 1,
      rate: 8000,
      channels: 1,
      bits: 16,
      level: {
        peak: -6,
        rms: -9,
        clipped: 0,
        silence: {start: 0, end: 0},
        loudness: new Array(12).fill(-9),
      },
    })
  })

  test('or 16000 of them, as .wav16 only', async () => {
    expect(await inspect(wav({rate: 16_000}), 'a.wav16')).toMatchObject({plays: true, seconds: 1})
    expect(await inspect(wav({rate: 16_000}))).toMatchObject({
      plays: false,
      faults: ['it has 16000 samples a second, not 8000'],
    })
    expect(await inspect(wav(), 'b.wav16')).toMatchObject({faults: ['it has 8000 samples a second, not 16000']})
  })

  test('may hold other chunks, before and after', async () => {
    const list = chunk('LIST', Buffer.alloc(26))
    const bext = chunk('bext', Buffer.alloc(602))
    expect(await inspect(wav({before: [list, bext], after: [list]}))).toMatchObject({
      plays: true,
      remarks: [],
      seconds: 1,
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
    ['without a format', riff([chunk('data', Buffer.alloc(800))]), 'its format chunk does not come before its sound'],
    ['without data', riff([]), 'it ends before there is any sound'],
    ['with half a format', riff([chunk('fmt ', Buffer.alloc(10))]), 'its format chunk is truncated'],
    ['an MP3', Buffer.from('ID3\x03'), 'it is not a WAV file'],
    [
      'of thousands of chunks',
      riff(new Array(2000).fill(chunk('none', Buffer.alloc(0)))),
      'it ends before there is any sound',
    ],
  ]

  test.each(cases)('%s', async (_, what, ...faults) => {
    expect(await inspect(Buffer.isBuffer(what) ? what : wav(what))).toMatchObject({plays: false, faults})
  })

  test('is empty, has no extension, or one that Asterisk does not know', async () => {
    expect(await inspect(Buffer.alloc(0))).toMatchObject({plays: false, faults: ['it is empty']})
    expect((await inspect(wav(), 'a')).faults).toEqual(['its name has no extension: Asterisk does not find it'])
    expect((await inspect(wav(), 'a.bak')).faults).toEqual(['Asterisk knows no sounds that end in .bak'])
  })
})

describe('what callers would notice', () => {
  test.each<[string, WavOptions, string]>([
    ['silence', {sample: () => 0}, 'it contains only silence'],
    ['a hum that nobody hears', {sample: tone(0.0005)}, 'it contains only silence'],
    ['a whisper', {sample: tone(0.005)}, 'it is very quiet: -49 dBFS'],
    ['a shout', {sample: tone(1.5)}, 'it is clipped: 4240 samples at the limit'],
    ['a late beginning', {seconds: 4, sample: (i) => (i < 24_000 ? 0 : 0.5)}, 'it begins with 3 s of silence'],
    ['a long end', {seconds: 8, sample: (i) => (i < 8000 ? 0.5 : 0)}, 'it ends with 7 s of silence'],
    [
      'a promise',
      {promised: 0x7fff_f000},
      'its header promises 2147479552 bytes of sound, but it has 16000: it may be truncated',
    ],
    [
      'much before the sound, which Asterisk takes from its end',
      {seconds: 3, before: [chunk('bext', Buffer.alloc(16_000))]},
      'Asterisk does not play its last 1.0 s, because its header has further chunks',
    ],
  ])('%s', async (_, options, remark) => {
    expect(await inspect(wav(options))).toMatchObject({plays: true, remarks: [remark]})
  })

  test('the picture of its loudness goes from beginning to end', async () => {
    const {level} = await inspect(wav({seconds: 12, sample: (i) => (i < 48_000 ? 0 : 0.5)}))
    expect(level?.loudness).toEqual([...new Array(6).fill(-96), ...new Array(6).fill(-6)])
    expect(level?.silence).toEqual({start: 6, end: 0})
  })

  test.runIf(isRoot)('a file that the owner of the directory may not read', async () => {
    await writeFile(join(path, 'a.wav'), wav())
    await chown(path, 4711, 4712)
    await chmod(join(path, 'a.wav'), 0o600)
    expect((await look('a.wav')).remarks).toEqual([expect.stringContaining('may not read it')])
    await chmod(join(path, 'a.wav'), 0o604)
    expect((await look('a.wav')).remarks).toEqual([])
    await chown(join(path, 'a.wav'), 0, 4712)
    expect((await look('a.wav')).remarks).toHaveLength(1)
  })
})

test('other formats are known by their extension and not judged', async () => {
  for (const extension of ['gsm', 'WAV', 'ulaw', 'alaw', 'g722', 'sln16', 'raw']) {
    expect(await inspect(Buffer.from('?'), `a.${extension}`)).toEqual({faults: [], remarks: [], size: 1})
  }
  expect(await inspect(Buffer.alloc(0), 'a.gsm')).toMatchObject({plays: false, faults: ['it is empty']})
})

test('what cannot be opened is neither good nor bad', async () => {
  await symlink(join(path, 'loop.wav'), join(path, 'loop.wav'))
  expect(await look('loop.wav')).toEqual({faults: [], remarks: [], unreadable: 'it cannot be read: ELOOP'})
  expect(await look('gone.wav')).toMatchObject({unreadable: expect.stringContaining('cannot be read')})
})

test('a pipe in the place of a sound is not waited for', async () => {
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(path, 'pipe.wav')])
  await symlink('/dev/zero', join(path, 'zero.wav'))
  expect(await look('pipe.wav')).toMatchObject({plays: false, faults: ['it is not a file']})
  expect(await look('zero.wav')).toMatchObject({plays: false, faults: ['it is not a file']})
})

test('a long file is measured piece by piece', {timeout: 60_000}, async () => {
  const name = join(path, 'long.wav')
  const length = 2 ** 28
  await writeFile(name, wav({promised: length}))
  await truncate(name, length + 44)
  const before = process.memoryUsage().rss
  expect(await look('long.wav')).toMatchObject({plays: true, seconds: 16_777.22, level: {peak: -6}})
  expect(process.memoryUsage().rss - before).toBeLessThan(length / 4)
})

test('the measuring can be stopped', async () => {
  await writeFile(join(path, 'a.wav'), wav())
  const stopped = inspectSound({path, asteriskPath: ''}, 'a.wav', {
    measuring: () => {
      throw new Error('stopped')
    },
  })
  await expect(stopped).rejects.toThrow('stopped')
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

test('whatever the bytes are, the answer is a verdict, and no read is beyond the file', async () => {
  const name = join(path, 'random.wav')
  const real = wav({seconds: 0.01})
  const mutated = fc
    .tuple(fc.nat(real.length - 1), fc.uint8Array({maxLength: 8}), fc.nat(real.length))
    .map(([at, bytes, length]) => {
      const copy = Buffer.from(real)
      copy.set(bytes.subarray(0, copy.length - at), at)
      return copy.subarray(0, length)
    })
  const anything = fc.oneof(fc.uint8Array({maxLength: 200}).map(Buffer.from), almostWav, mutated)
  await fc.assert(
    fc.asyncProperty(anything, async (content) => {
      await writeFile(name, content)
      const file = await open(name)
      try {
        let pieces = 0
        const found = await inspectOpen(file, 'random.wav', {measuring: () => void pieces++})
        expect(found.plays).toBe(found.faults.length === 0)
        expect(found.size).toBe(content.length)
        expect(pieces).toBeLessThanOrEqual(1)
        for (const number of [found.seconds, found.level?.peak, found.level?.rms, ...(found.level?.loudness ?? [])]) {
          if (number !== undefined) expect(Number.isFinite(number)).toBe(true)
        }
      } finally {
        await file.close()
      }
    }),
    {numRuns: 500},
  )
})

test('a file that shrinks while it is measured ends there', async () => {
  const name = join(path, 'a.wav')
  await writeFile(name, wav({seconds: 20}))
  const found = inspectSound({path, asteriskPath: ''}, 'a.wav', {
    measuring: () => truncateSync(name, 100),
  })
  await expect(found).resolves.toMatchObject({plays: true})
})
