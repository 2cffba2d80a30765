import {chmod, mkdtemp, readdir, rm, truncate, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeAll, describe, expect, test} from 'vitest'
import {convert} from '../../src/sounds/convert/convert.ts'
import {decodeWav} from '../../src/sounds/convert/decode-wav.ts'
import {resample} from '../../src/sounds/convert/resample.ts'
import {level, toWav} from '../../src/sounds/convert/telephone.ts'
import {activeSpeechLevel} from '../support/active-speech-level.ts'
import {speech} from '../support/speech.ts'
import {chunk, riff, wav} from '../support/wav.ts'

let folder: string
const path = process.env.PATH
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xivoctl-programs-'))
  return () => rm(folder, {recursive: true})
})
afterEach(() => {
  process.env.PATH = path
})

const going = new AbortController().signal
const decibels = (power: number) => 10 * Math.log10(power)
const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, 10)
  yield bytes.subarray(10)
}

/** The samples of a converted sound. */
const samplesOf = (bytes: Buffer) =>
  Int16Array.from({length: (bytes.length - 44) / 2}, (_, i) => bytes.readInt16LE(44 + 2 * i))

describe('resampling', () => {
  test.each([11_025, 16_000, 22_050, 44_100, 48_000])('from %i Hz keeps the telephone band, and no alias', (rate) => {
    const levelAfter = (hz: number) => {
      const tone = Float32Array.from({length: rate / 2}, (_, i) => Math.SQRT2 * Math.sin((2 * Math.PI * hz * i) / rate))
      return decibels(power(resample({samples: tone, rate}, 8000).subarray(1000, 3000)))
    }
    for (const hz of [300, 1000, 3400]) expect(levelAfter(hz)).toBeCloseTo(0, 1)
    for (const hz of [4100, 5000].filter((each) => each < rate / 2)) expect(levelAfter(hz)).toBeLessThan(-80)
  })

  test('to a higher rate keeps length and level', () => {
    const tone = Float32Array.from({length: 6000}, (_, i) => Math.SQRT2 * Math.sin((2 * Math.PI * 1000 * i) / 6000))
    const resampled = resample({samples: tone, rate: 6000}, 8000)
    expect(resampled).toHaveLength(8000)
    expect(decibels(power(resampled.subarray(1000, 7000)))).toBeCloseTo(0, 1)
  })
})

describe('the level', () => {
  test.each([0.003, 0.01, 0.05, 0.3, 1])('of speech with its peak at %f is set to -22 dBFS', (peak) => {
    const {samples, limited} = level(speech(4, 8000, peak))
    expect(limited).toBe(false)
    expect(activeSpeechLevel(samples, 8000)).toBeCloseTo(-22, 0.5)
  })

  test('stops where the peak would clip, and says so', () => {
    const click = speech(4, 8000, 0.01)
    click[100] = 1
    const {samples, gain, limited} = level(click)
    expect({limited, gain}).toEqual({limited: true, gain: -1})
    expect(Math.max(...samples)).toBe(Math.round(32_768 * 10 ** (-1 / 20)))
  })

  test('leaves 0.2 s of silence at the ends, and no constant offset', () => {
    const sound = Float32Array.from({length: 5 * 8000}, (_, i) => 0.1 + (i >= 8000 && i < 24_000 ? Math.sin(i) / 4 : 0))
    const {samples, before} = level(sound)
    expect(before.seconds).toBe(5)
    expect(samples.length / 8000).toBeCloseTo(2.4, 1)
    expect(Math.abs(samples[0] ?? 99)).toBeLessThan(33)
  })

  test('of silence beside an offset stays silence', () => {
    const sound = Float32Array.from({length: 15 * 8000}, (_, i) =>
      i >= 40_000 && i < 64_000 ? 0.05 + Math.sin(i) / 4 : 0,
    )
    const {samples} = level(sound)
    expect(Math.abs(samples.length / 8000 - 3.45)).toBeLessThan(0.1)
    expect([samples[0], samples.at(-1)].every((end) => Math.abs(end ?? 99) < 3)).toBe(true)
  })

  test('of silence is none', () => {
    expect(() => level(new Float32Array(8000))).toThrow('only silence')
    expect(() => level(new Float32Array(0))).toThrow('only silence')
  })

  test('is measured before, in dBFS', () => {
    const tone = Float32Array.from({length: 16_000}, (_, i) => 0.5 * Math.sin((2 * Math.PI * 440 * i) / 8000))
    const {before} = level(tone)
    expect(before).toMatchObject({seconds: 2, peak: -6})
    expect(before.speech).toBeCloseTo(-9, 0)
  })
})

describe('without ffmpeg and sox', () => {
  const converted = (bytes: Buffer, name = 'a.wav') => {
    process.env.PATH = folder
    return convert(pieces(bytes), name, going)
  }
  const sample = (rate: number, channels = 1) => {
    const sound = speech(2, rate)
    return (i: number) => sound[Math.floor(i / channels)] ?? 0
  }
  const inputs: Record<string, Buffer> = {
    '16-bit': wav({seconds: 2, sample: sample(8000)}),
    '44.1 kHz, stereo': wav({seconds: 2, rate: 44_100, channels: 2, sample: sample(44_100, 2)}),
    'a chunk of odd length, padded': wav({
      seconds: 2,
      sample: sample(8000),
      before: [chunk('LIST', Buffer.alloc(28, 7).fill(0, 27), 27)],
    }),
    'a chunk of odd length, not padded': wav({
      seconds: 2,
      sample: sample(8000),
      before: [chunk('LIST', Buffer.alloc(27, 7))],
    }),
    'a length of 0, as from a pipe': wav({seconds: 2, sample: sample(8000), promised: 0}),
    'a length of 0xFFFFFFFF': wav({seconds: 2, sample: sample(8000), promised: 0xffffffff}),
    'floating point': floating(speech(2, 16_000), 16_000),
    'floating point of 64 bits': floating(Float64Array.from(speech(2, 16_000)), 16_000),
    'floating point with an extended format': floating(speech(2, 16_000), 16_000, Buffer.alloc(2)),
  }

  test.each(Object.entries(inputs))('a WAV is converted: %s', async (_, bytes) => {
    const {wav: made, by, before} = await converted(bytes)
    expect(by).toBe('xivoctl')
    expect(before.seconds).toBeCloseTo(2, 1)
    expect(made.subarray(0, 44)).toEqual(wav({seconds: (made.length - 44) / 16_000}).subarray(0, 44))
    expect(activeSpeechLevel(samplesOf(made), 8000)).toBeCloseTo(-22, 0.5)
  })

  function floating(samples: Float32Array | Float64Array, rate: number, extension = Buffer.alloc(0)): Buffer {
    const head = wav({code: 3, bits: 8 * samples.BYTES_PER_ELEMENT, rate, seconds: 0}).subarray(20, 36)
    return riff([chunk('fmt ', Buffer.concat([head, extension])), chunk('data', Buffer.from(samples.buffer))])
  }

  test('anything else is refused, with what would read it', async () => {
    await expect(converted(Buffer.from('ID3\x04 and so on'), 'a.mp3')).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('ffmpeg or sox'),
    })
    const swapped = wav()
    swapped.write('RIFX')
    await expect(converted(swapped)).rejects.toMatchObject({kind: 'invalid'})
    await expect(converted(wav({rate: 2_000_000_000, seconds: 0}))).rejects.toMatchObject({kind: 'invalid'})
    await expect(converted(Buffer.alloc(0))).rejects.toMatchObject({kind: 'invalid'})
  })

  test('a WAV that is too long, or too large for the memory, is refused before it is read', async () => {
    const head = wav({bits: 8, rate: 1000, seconds: 0}).subarray(20, 36)
    const long = riff([chunk('fmt ', head), chunk('data', Buffer.alloc(3_600_001))])
    await expect(converted(long)).rejects.toMatchObject({message: expect.stringContaining('is longer than 3600 s')})
    const path = join(folder, 'large.wav')
    await writeFile(path, '')
    await truncate(path, 2 ** 30)
    const large = decodeWav({path, name: 'large.wav', head: Buffer.alloc(0)})
    await expect(large).rejects.toMatchObject({message: expect.stringContaining('has more than')})
  })

  test('nothing is left behind', async () => {
    const temporary = process.env.TMPDIR
    process.env.TMPDIR = await mkdtemp(join(folder, 'temporary-'))
    await converted(wav({seconds: 2, sample: sample(8000)}))
    await expect(converted(Buffer.from('nothing'))).rejects.toMatchObject({kind: 'invalid'})
    expect(await readdir(process.env.TMPDIR)).toEqual([])
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  })
})

describe('a program', () => {
  const programs = async (scripts: Record<string, string>) => {
    const bin = await mkdtemp(join(folder, 'bin-'))
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`)
      await chmod(join(bin, name), 0o755)
    }
    process.env.PATH = `${bin}:/usr/bin:/bin`
  }
  const converting = (name = 'a.mp3', stop = going) => convert(pieces(wav()), name, stop)

  test('that cannot read a file says why, and the next is asked', async () => {
    await programs({ffmpeg: 'echo "$9: no moov atom" >&2; exit 1', sox: 'echo "sox FAIL formats" >&2; exit 2'})
    await expect(converting()).rejects.toMatchObject({
      kind: 'invalid',
      message: "'a.mp3' cannot be converted: ffmpeg: a.mp3: no moov atom; sox: sox FAIL formats",
    })
  })

  test.each([
    ['GSM', 'a.gsm', 'input.gsm'],
    ['no known format', 'a.m4a', 'input'],
  ])('is told the extension of %s only where the bytes do not tell it', async (_, name, stored) => {
    await programs({
      ffmpeg: 'exit 1',
      sox: 'for each; do case $each in */input*) basename $each >&2; esac; done; exit 1',
    })
    await expect(converting(name)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`sox: ${stored}$`)),
    })
  })

  test('that is killed is not said to have been slow', async () => {
    await programs({ffmpeg: 'kill -SEGV $$', sox: 'exit 1'})
    await expect(converting()).rejects.toMatchObject({
      message: expect.stringContaining('ffmpeg: it was killed by SIGSEGV;'),
    })
  })

  test('that may not be run is none', async () => {
    await programs({ffmpeg: 'exit 1', sox: 'exit 1'})
    const [bin = ''] = process.env.PATH?.split(':') ?? []
    for (const name of ['ffmpeg', 'sox']) await chmod(join(bin, name), 0o644)
    process.env.PATH = bin
    expect(await converting()).toMatchObject({by: 'xivoctl'})
  })

  test('is not told that a file with a header is one of samples', async () => {
    await programs({ffmpeg: 'echo "$@" | grep -c -e "-f alaw" >&2; exit 1', sox: 'exit 1'})
    const said = (bytes: Buffer, name: string) => convert(pieces(bytes), name, going).catch(({message}) => message)
    expect(await said(Buffer.alloc(800, 0xd5), 'a.alaw')).toContain('ffmpeg: 1;')
    for (const beginning of ['OggS', 'ID3', 'fLaC', '.snd']) {
      expect(await said(Buffer.from(`${beginning} and so on`), 'a.alaw')).toContain('ffmpeg: 0;')
    }
    expect(await said(Buffer.from('anything else'), 'a.constructor')).toContain('ffmpeg: 0;')
  })

  test('does not get our environment', async () => {
    process.env.XIVOCTL_DATABASE_URL = 'postgres://someone:secret@localhost/asterisk'
    await programs({ffmpeg: 'env | grep -c XIVOCTL >&2; exit 1', sox: 'exit 1'})
    const converted = converting().finally(() => delete process.env.XIVOCTL_DATABASE_URL)
    await expect(converted).rejects.toMatchObject({message: expect.stringContaining('ffmpeg: 0;')})
  })

  test('is ended when we are', async () => {
    await programs({ffmpeg: 'exec sleep 60', sox: 'exit 1'})
    const stopping = new AbortController()
    const converted = converting('a.mp3', stopping.signal).catch(() => 'ended')
    setTimeout(() => stopping.abort('SIGTERM'), 100)
    expect(await converted).toBe('ended')
  })

  test("'s samples are taken as they are", async () => {
    await programs({
      ffmpeg: `printf '  Stream #0:0: Audio: opus (x), 48000 Hz, mono, fltp\\n' >&2; cat '${join(folder, 'samples')}'`,
    })
    await writeFile(
      join(folder, 'samples'),
      Buffer.from(Int32Array.from(speech(2, 8000), (each) => each * 2 ** 30).buffer),
    )
    const {by, format, before} = await converting()
    expect({by, format}).toEqual({by: 'ffmpeg', format: 'opus, 48000 Hz, mono'})
    expect(before.seconds).toBe(2)
  })
})

describe('a playlist is refused, and what it names is not heard', () => {
  const list = async (text: (heard: string) => string) => {
    const heard = join(folder, 'heard.wav')
    await writeFile(heard, wav({seconds: 1}))
    return Buffer.from(text(heard))
  }
  const hls = (heard: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://${heard}\n#EXT-X-ENDLIST\n`
  const tag = 'ID3\x03\0\0\0\0\0\0'

  test.each<[string, string, (heard: string) => string]>([
    ['of plain names', 'a.m3u', (heard) => `${heard}\n`],
    ['in capitals', 'a.M3U', (heard) => `${heard}\n`],
    ['of sections', 'a.pls', (heard) => `[playlist]\nFile1=${heard}\nNumberOfEntries=1\n`],
    ['for streaming', 'a.mp3', hls],
    ['for joining', 'a.wav', (heard) => `ffconcat version 1.0\nfile '${heard}'\n`],
    ['behind a tag', 'a.mp3', (heard) => tag + hls(heard)],
  ])('%s', async (_, name, text) => {
    await expect(convert(pieces(await list(text)), name, going)).rejects.toMatchObject({kind: 'invalid'})
  })
})

test('a temporary directory that cannot be written to is unavailable', async () => {
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = join(folder, 'missing')
  const refused = convert(pieces(wav()), 'a.wav', going)
  await expect(refused).rejects.toMatchObject({kind: 'unavailable', message: expect.stringContaining('/missing')})
  if (temporary === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = temporary
})

test('a WAV of samples has a header of 44 bytes', () => {
  const samples = Int16Array.of(1, -2, 300)
  expect(toWav(samples)).toHaveLength(50)
  expect(samplesOf(toWav(samples))).toEqual(samples)
})
