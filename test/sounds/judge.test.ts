import {closeSync, ftruncateSync, openSync, rmSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {Bytes} from '../../src/sounds/bytes.ts'
import {type Content, empty, heard, unplayable} from '../../src/sounds/content.ts'
import {extensions, formatOf} from '../../src/sounds/formats.ts'
import {judgeContent} from '../../src/sounds/judge.ts'
import {isUnheard, verdicts, worst} from '../../src/sounds/verdict.ts'
import {chunk, riff, wav} from '../support/wav.ts'

const path = join(tmpdir(), `xivoctl-judge-${process.pid}`)
let file: number
beforeAll(() => {
  file = openSync(path, 'w+')
})
afterAll(() => {
  closeSync(file)
  rmSync(path)
})

function judge(extension: string, content: Buffer): Content {
  const format = formatOf(extension)
  if (format === undefined) throw new Error(extension)
  ftruncateSync(file, 0)
  writeSync(file, content, 0, content.length, 0)
  return judgeContent(new Bytes(file), format)
}

type Case = [what: string, content: Buffer, judged: Content]

const none = Buffer.alloc(0)
const sound = (length: number) => Buffer.alloc(length, 0xd5)
const opened = (...faults: string[]): Content => ({...unplayable(...faults), opens: true})

describe('an .au', () => {
  function au({at = 24, encoding = 1, rate = 8000, channels = 1} = {}, length = 8000): Buffer {
    const head = Buffer.alloc(24)
    head.write('.snd')
    for (const [i, value] of [at, 7, encoding, rate, channels].entries()) head.writeUInt32BE(value, 4 + 4 * i)
    return Buffer.concat([head, sound(length)])
  }
  const known = {rate: 8000, channels: 1}
  const samples = (at: number, until: number) => ({law: 'ulaw' as const, at, until, perSecond: 8000})
  const other = (encoding: number, words: string): Case => [
    words,
    au({encoding}),
    {...unplayable(`it has ${words}, not µ-law`), ...known},
  ]

  test.each<Case>([
    ['µ-law', au(), {...heard(1), ...known, bits: 8, samples: samples(24, 8024)}],
    ['a long header', au({at: 4024}), {...heard(0.5), ...known, bits: 8, samples: samples(4024, 8024)}],
    ['a header that is told too short', au({at: 0}), {...heard(1), ...known, bits: 8, samples: samples(24, 8024)}],
    ['nothing', none, unplayable('it is empty')],
    ['half a header', au().subarray(0, 23), unplayable('its header is truncated')],
    [
      'another beginning',
      Buffer.from(au().toString('latin1').replace('.snd', 'snd.'), 'latin1'),
      unplayable('it is not an AU file'),
    ],
    other(2, '8-bit samples'),
    other(3, '16-bit samples'),
    other(4, '24-bit samples'),
    other(5, '32-bit samples'),
    other(6, 'floating point'),
    other(27, 'A-law'),
    other(99, 'the encoding 99'),
    [
      'stereo of a disc',
      au({rate: 44_100, channels: 2}),
      {
        ...unplayable('it has 2 channels, not one', 'it has 44100 samples a second, not 8000'),
        rate: 44_100,
        channels: 2,
      },
    ],
    ['a header longer than the file', au({at: 8025}), {...unplayable('its header is truncated'), ...known}],
    ['a header alone', au({at: 8024}), {...opened('there is no sound in it'), ...known}],
    ['the shortest header alone', au({}, 0), {...opened('there is no sound in it'), ...known}],
  ])('of %s', (_, content, judged) => expect(judge('au', content)).toEqual(judged))
})

describe('frames', () => {
  const noise = (seconds: number, why: string): Content => ({
    ...heard(seconds),
    verdict: 'noise',
    faults: [`${why}, and Asterisk plays its bytes as they are`],
  })

  test.each<[string, ...Case]>([
    ['alaw', 'A-law', sound(4000), {...heard(0.5), samples: {law: 'alaw', at: 0, until: 4000, perSecond: 8000}}],
    ['ulaw', 'µ-law', sound(4000), {...heard(0.5), samples: {law: 'ulaw', at: 0, until: 4000, perSecond: 8000}}],
    ['sln16', 'samples of 16 bits', sound(16_001), {...heard(0.5), samples: {at: 0, until: 16_001, perSecond: 16_000}}],
    ['sln', 'one sample', sound(2), {...heard(1 / 8000), samples: {at: 0, until: 2, perSecond: 8000}}],
    ['sln', 'half a sample', sound(1), opened('it is shorter than the shortest sound')],
    ['vox', 'ADPCM', sound(4000), heard(1)],
    ['g722', 'G.722', sound(4000), heard(0.5)],
    ['gsm', 'GSM', sound(66), heard(0.04)],
    ['gsm', 'GSM and the beginning of a frame', sound(65), heard(0.02)],
    ['gsm', 'nothing', none, empty()],
    [
      'gsm',
      'what is not GSM, and part of a frame',
      Buffer.concat([Buffer.alloc(33), sound(40)]),
      noise(0.02, 'it is not GSM'),
    ],
    ['gsm', 'what is not GSM', Buffer.concat([Buffer.alloc(33), sound(66)]), noise(0.04, 'it is not GSM')],
    [
      'gsm',
      'a WAV',
      Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(29), sound(33)]),
      noise(0.02, 'it is a WAV file'),
    ],
    ['alaw', 'an Ogg', Buffer.concat([Buffer.from('OggS'), sound(3996)]), noise(0.5, 'it is an Ogg file')],
    ['g726-32', 'G.726 of 32 kbit/s', sound(160), heard(0.04)],
    ['g726-16', 'G.726 of 16 kbit/s', sound(160), noise(0.04, 'Asterisk takes it for G.726 of 32 kbit/s')],
    [
      'g729',
      'G.729',
      sound(100),
      {...heard(0.1), verdict: 'needs a codec', faults: ['plays only where XiVO has a codec for .g729']},
    ],
  ])('of .%s: %s', (extension, _, content, judged) => expect(judge(extension, content)).toEqual(judged))
})

describe('an MP3', () => {
  /** A frame of silence by the four bytes of its head. */
  const frame = (head: number, length = 2000) => {
    const content = Buffer.alloc(length)
    content.writeUInt32BE(head)
    return content
  }
  const info = (head: number, at: number, {name = 'Info', flags = 1, frames = 100} = {}) => {
    const content = frame(head)
    content.write(name, at)
    content.writeUInt32BE(flags, at + 4)
    content.writeUInt32BE(frames, at + 8)
    return content
  }
  const tag = (length: number) => {
    const head = Buffer.alloc(10 + length, 0xff)
    head.write('ID3\x04')
    for (const [i, shift] of [21, 14, 7, 0].entries()) head[6 + i] = (length >> shift) & 0x7f
    return head
  }
  const remarks = ['Asterisk plays MP3 files 18.5 dB too quietly']
  const plays = (rate: number, channels: number, seconds: number) => ({...heard(seconds), rate, channels, remarks})
  const not = opened('it is not an MP3 file')
  // 128 kbit/s, 44.1 kHz, one channel.
  const usual = 0xff_fb_90_c0

  test.each<Case>([
    ['one channel', frame(usual), plays(44_100, 1, 0.125)],
    ['two channels', frame(0xff_fb_90_00), plays(44_100, 2, 0.125)],
    ['48 kHz, 320 kbit/s', frame(0xff_fb_e4_c0), plays(48_000, 1, 0.05)],
    ['MPEG 2', frame(0xff_f3_80_c0), plays(22_050, 1, 0.25)],
    ['MPEG 2.5', frame(0xff_e3_88_c0), plays(8000, 1, 0.25)],
    ['a number of frames', info(usual, 21), plays(44_100, 1, (100 * 1152) / 44_100)],
    ['a number of frames, two channels', info(0xff_fb_90_00, 36), plays(44_100, 2, (100 * 1152) / 44_100)],
    ['a number of frames, MPEG 2', info(0xff_f3_80_c0, 13), plays(22_050, 1, (100 * 576) / 22_050)],
    ['the same, two channels', info(0xff_f3_80_00, 21, {name: 'Xing'}), plays(22_050, 2, (100 * 576) / 22_050)],
    ['another number', info(usual, 21, {flags: 2}), plays(44_100, 1, 0.125)],
    ['another name', info(usual, 21, {name: 'Data'}), plays(44_100, 1, 0.125)],
    ['the end in its number', info(usual, 21).subarray(0, 32), plays(44_100, 1, (32 * 8) / 128_000)],
    ['the end after its number', info(usual, 21).subarray(0, 33), plays(44_100, 1, (100 * 1152) / 44_100)],
    ['a tag', Buffer.concat([tag(300), frame(usual)]), plays(44_100, 1, 0.125)],
    ['a long tag', Buffer.concat([tag(20_000), frame(usual)]), plays(44_100, 1, 0.125)],
    ['a tag alone', tag(0), not],
    ['part of a tag', tag(0).subarray(0, 9), not],
    ['something before it', Buffer.concat([Buffer.alloc(4000), frame(usual)]), plays(44_100, 1, 0.125)],
    ['too much before it', Buffer.concat([Buffer.alloc(4093), frame(usual)]), not],
    ['a head alone', frame(usual, 4), plays(44_100, 1, (4 * 8) / 128_000)],
    ['part of a head', frame(usual, 4).subarray(0, 3), not],
    ['nothing', none, empty()],
    ['no frame', Buffer.alloc(100), not],
    ['layer II', frame(0xff_fd_90_c0), not],
    ['no version', frame(0xff_eb_90_c0), not],
    ['no rate', frame(0xff_fb_9c_c0), not],
    ['no bitrate', frame(0xff_fb_00_c0), not],
    ['ten bits set', frame(0xff_db_90_c0), not],
  ])('of %s', (_, content, judged) => expect(judge('mp3', content)).toEqual(judged))
})

describe('an Ogg', () => {
  const page = (samples: bigint, packet: Buffer, segments = 1) => {
    const head = Buffer.alloc(27 + segments)
    head.write('OggS')
    head.writeBigInt64LE(samples, 6)
    head[26] = segments
    return Buffer.concat([head, packet])
  }
  const packet = (text: string, length: number, numbers: Record<number, number> = {}) => {
    const content = Buffer.alloc(length)
    content.write(text, 'latin1')
    for (const [at, value] of Object.entries(numbers)) content.writeUInt32LE(value, Number(at))
    return content
  }
  const vorbis = (rate = 8000, channels = 1, length = 30) => {
    const content = packet('\x01vorbis', length, {12: rate})
    content[11] = channels
    return content
  }
  const speex = (rate = 8000, channels = 1, perPacket = 1) =>
    packet('Speex   ', 80, {36: rate, 48: channels, 64: perPacket})
  const opus = (before: number, length = 19) => {
    const content = packet('OpusHead', length)
    content.writeUInt16LE(before, 10)
    return content
  }
  const flac = packet('\x7fFLAC', 80)
  const whole = (head: Buffer, samples = 4000n) => Buffer.concat([page(0n, head), page(samples, sound(100), 3)])
  const known = {rate: 8000, channels: 1}
  const refused = (extension: string, words: string) => unplayable(`it is ${words}, not ${extension}`)

  test.each<[string, ...Case]>([
    ['ogg', 'Vorbis', whole(vorbis()), {...heard(0.5), ...known}],
    ['ogg', 'Vorbis in one page', page(4000n, vorbis()), {...heard(0.5), ...known}],
    ['ogg', 'the shortest head', page(4000n, vorbis(8000, 1, 16)), {...heard(0.5), ...known}],
    ['ogg', 'a shorter head', page(4000n, vorbis(8000, 1, 16).subarray(0, 15)), refused('Vorbis', 'Vorbis')],
    [
      'ogg',
      'Vorbis of a disc',
      whole(vorbis(44_100, 2)),
      {
        ...unplayable('it has 2 channels, not one', 'it has 44100 samples a second, not 8000'),
        rate: 44_100,
        channels: 2,
      },
    ],
    ['ogg', 'Opus', whole(opus(0)), refused('Vorbis', 'Opus')],
    ['ogg', 'Speex', whole(speex()), refused('Vorbis', 'Speex')],
    ['ogg', 'FLAC', whole(flac), refused('Vorbis', 'FLAC')],
    ['ogg', 'something else', whole(sound(80)), refused('Vorbis', 'of another coding')],
    ['ogg', 'nothing', none, unplayable('it is empty')],
    ['ogg', 'other bytes', sound(100), unplayable('it is not an Ogg file')],
    ['ogg', 'part of a page', page(0n, none, 0).subarray(0, 26), unplayable('it is not an Ogg file')],
    ['ogg', 'a page of nothing', page(0n, none, 0), refused('Vorbis', 'of another coding')],
    [
      'ogg',
      'an end in a page',
      Buffer.concat([whole(vorbis()), page(9n, none).subarray(0, 13)]),
      {...heard(0), ...known},
    ],
    [
      'ogg',
      'an end in a later place',
      Buffer.concat([whole(vorbis()), page(8000n, none).subarray(0, 14)]),
      {...heard(1), ...known},
    ],
    [
      'ogg',
      'a last page at the end of much',
      Buffer.concat([page(9n, vorbis()), sound(70_000), page(8000n, none)]),
      {...heard(1), ...known},
    ],
    ['ogg', 'no page near the end', Buffer.concat([page(9n, vorbis()), sound(70_000)]), {...heard(0), ...known}],
    ['spx', 'Speex', whole(speex()), {...heard(0.5), ...known}],
    ['spx', 'the shortest head', page(4000n, speex().subarray(0, 68)), {...heard(0.5), ...known}],
    ['spx', 'a shorter head', page(0n, speex().subarray(0, 67)), refused('Speex', 'Speex')],
    ['spx', 'Vorbis', whole(vorbis(8000, 1, 80)), refused('Speex', 'Vorbis')],
    ['spx', 'FLAC', whole(flac), refused('Speex', 'FLAC')],
    ['spx', 'two frames a packet', whole(speex(8000, 1, 2)), unplayable('it has 2 frames a packet, not one')],
    ['spx16', 'Speex of 8 kHz', whole(speex()), {...unplayable('it has 8000 samples a second, not 16000'), ...known}],
    ['spx16', 'Speex of 16 kHz', whole(speex(16_000)), {...heard(0.25), rate: 16_000, channels: 1}],
    ['spx', 'nothing', none, unplayable('it is empty')],
    ['opus', 'Opus', whole(opus(312), 48_312n), heard(1)],
    ['opus', 'less than what comes before', whole(opus(312), 300n), heard(0)],
    ['opus', 'the shortest head', page(48_000n, opus(0, 12)), heard(1)],
    ['opus', 'a shorter head', page(0n, opus(0, 12).subarray(0, 11)), refused('Opus', 'Opus')],
    ['opus', 'Vorbis', whole(vorbis()), refused('Opus', 'Vorbis')],
    ['opus', 'FLAC', whole(flac), refused('Opus', 'FLAC')],
    ['opus', 'other bytes', sound(100), unplayable('it is not an Ogg file')],
  ])('in .%s of %s', (extension, _, content, judged) => expect(judge(extension, content)).toEqual(judged))
})

describe('a .WAV in capitals', () => {
  function gsm(change: (head: Buffer) => void = () => {}, length = 650): Buffer {
    const head = Buffer.alloc(60)
    for (const [at, text] of [
      [0, 'RIFF'],
      [8, 'WAVE'],
      [12, 'fmt '],
      [40, 'fact'],
      [52, 'data'],
    ] as const)
      head.write(text, at)
    head.writeUInt32LE(20, 16)
    head.writeUInt16LE(49, 20)
    head.writeUInt16LE(1, 22)
    head.writeUInt32LE(8000, 24)
    change(head)
    return Buffer.concat([head, sound(length)])
  }
  const other = "Asterisk takes .WAV for GSM, and plays no other .WAV: a PCM file must be a '.wav'"
  const more = 'its header has further chunks, which Asterisk does not accept in a .WAV'
  const known = {rate: 8000, channels: 1}

  test.each<Case>([
    ['GSM', gsm(), {...heard(0.4), ...known}],
    ['GSM and the beginning of a frame', gsm(undefined, 714), {...heard(0.4), ...known}],
    ['nothing', none, unplayable('it is empty')],
    ['a header alone', gsm(undefined, 0), opened('there is no sound in it')],
    ['half a frame', gsm(undefined, 64), opened('there is no sound in it')],
    ['no RIFF', gsm((head) => head.write('RIFX', 0)), unplayable('it is not a WAV file')],
    ['no WAVE', gsm((head) => head.write('WAVX', 8)), unplayable('it is not a WAV file')],
    ['another first chunk', gsm((head) => head.write('LIST', 12)), unplayable(other)],
    ['the end in its format', gsm().subarray(0, 27), unplayable(other)],
    ['the end after its format', gsm().subarray(0, 28), unplayable(more)],
    ['the end in its header', gsm().subarray(0, 59), unplayable(more)],
    ['PCM', gsm((head) => head.writeUInt16LE(1, 20)), unplayable(other)],
    ['two channels', gsm((head) => head.writeUInt16LE(2, 22)), unplayable('it has 2 channels, not one')],
    ['16 kHz', gsm((head) => head.writeUInt32LE(16_000, 24)), unplayable('it has 16000 samples a second, not 8000')],
    ['a longer format', gsm((head) => head.writeUInt32LE(22, 16)), unplayable(more)],
    ['another second chunk', gsm((head) => head.write('LIST', 40)), unplayable(more)],
    ['another third chunk', gsm((head) => head.write('LIST', 52)), unplayable(more)],
  ])('of %s', (_, content, judged) => expect(judge('WAV', content)).toEqual(judged))
})

describe('a .wav', () => {
  const format = ({code = 1, channels = 1, rate = 8000, frame = 2} = {}, length = 16) => {
    const content = Buffer.alloc(length)
    content.writeUInt16LE(code, 0)
    content.writeUInt16LE(channels, 2)
    content.writeUInt32LE(rate, 4)
    content.writeUInt16LE(frame, 12)
    return chunk('fmt ', content)
  }
  const of = (options: Parameters<typeof format>[0], length = 8000) =>
    riff([format(options), chunk('data', sound(length))])
  const not = (words: string) => `it is ${words}, not PCM`
  const coded = (code: number, words: string, frame = 2): Case => [
    words,
    of({code, frame}),
    {...unplayable(not(words)), rate: 8000, channels: 1, bits: 8 * frame},
  ]
  const timed = (code: number, words: string): Case => [
    words,
    of({code}),
    {...unplayable(not(words)), seconds: 0.5, rate: 8000, channels: 1, bits: 16},
  ]
  const samples = (perSecond: number) => ({samples: {at: 44, until: 8044, perSecond}})
  const headOf = (...bytes: number[]) => Buffer.concat([Buffer.from(bytes), Buffer.alloc(20)])

  test.each<Case>([
    coded(2, 'ADPCM'),
    coded(17, 'IMA ADPCM'),
    coded(49, 'GSM'),
    coded(85, 'MP3'),
    coded(4711, 'of format 4711'),
    timed(3, 'floating point'),
    timed(6, 'A-law'),
    timed(7, 'µ-law'),
    timed(65_534, 'WAVE_FORMAT_EXTENSIBLE'),
    [
      'two channels at 44.1 kHz',
      of({channels: 2, rate: 44_100, frame: 4}, 8820),
      {
        ...unplayable('it has 2 channels, not one', 'it has 44100 samples a second, not 8000'),
        ...{seconds: 0.05, rate: 44_100, channels: 2, bits: 16},
        samples: {at: 44, until: 8864, perSecond: 88_200},
      },
    ],
    ['no rate', of({rate: 0}), {...unplayable('it has 0 samples a second, not 8000'), rate: 0, channels: 1, bits: 16}],
    [
      'no channels',
      of({channels: 0}),
      {
        ...unplayable('it has 0 channels, not one', 'it has 0-bit samples, not 16-bit'),
        ...{seconds: 0.5, rate: 8000, channels: 0, bits: 0},
      },
    ],
    [
      'no channels and no bytes',
      of({channels: 0, frame: 0}),
      {
        ...unplayable('it has 0 channels, not one', 'it has 0-bit samples, not 16-bit'),
        ...{rate: 8000, channels: 0, bits: 0},
      },
    ],
    [
      '8 bits',
      of({frame: 1}),
      {...unplayable('it has 8-bit samples, not 16-bit'), seconds: 1, rate: 8000, channels: 1, bits: 8},
    ],
    ['PCM', of({}), {...heard((8000 - 44) / 16_000), ...{rate: 8000, channels: 1, bits: 16}, ...samples(8000)}],
    [
      'no format',
      riff([chunk('data', sound(8000))]),
      {...heard((8000 - 20) / 16_000), samples: {at: 20, until: 8020, perSecond: 8000}},
    ],
    ['no sample', of({}, 0), {...opened('there is no sound in it'), rate: 8000, channels: 1, bits: 16}],
    [
      'no WAVE',
      Buffer.from(of({}).toString('latin1').replace('WAVE', 'WAVX'), 'latin1'),
      unplayable('it is not a WAV file'),
    ],
    ['an MP3 without a tag', headOf(0xff, 0xfb), unplayable('it is an MP3 file')],
    ['an MP3 of another layer', headOf(0xff, 0xfd), unplayable('it is not a WAV file')],
    ['one byte', Buffer.from([0xff]), unplayable('it is not a WAV file')],
    ['a first byte of another kind', headOf(0xfe, 0xfb), unplayable('it is not a WAV file')],
    ['an Ogg', Buffer.from('OggS and more of it'), unplayable('it is an Ogg file')],
    ['the end in its format', wav().subarray(0, 35), unplayable('its format chunk is truncated')],
    [
      'a format of 15 bytes',
      riff([chunk('fmt ', Buffer.alloc(15)), chunk('data', sound(8000))]),
      unplayable('its format chunk is truncated'),
    ],
    [
      'a chunk of the longest length',
      riff([format(), chunk('junk', none, 2 ** 31 - 1)]),
      {
        ...unplayable("its chunk 'junk' has an odd length, after which Asterisk does not find the sound"),
        rate: 8000,
        channels: 1,
        bits: 16,
      },
    ],
    [
      'just so many further bytes that it matters',
      riff([format(), chunk('junk', Buffer.alloc(1548)), chunk('data', sound(16_000))]),
      {
        ...heard((16_000 - 1600) / 16_000),
        ...{rate: 8000, channels: 1, bits: 16, samples: {at: 1600, until: 17_600, perSecond: 8000}},
        remarks: ['Asterisk does not play its last 0.1 s, because its header has further chunks'],
      },
    ],
  ])('of %s', (_, content, judged) => expect(judge('wav', content)).toStrictEqual(judged))
})

test('every extension has its judge', () => {
  for (const extension of extensions) expect(judge(extension, none).seconds ?? 0, extension).toBe(0)
})

test('what is noise or worse is heard by nobody', () => {
  expect(verdicts.filter(isUnheard)).toEqual(['noise', 'plays nothing', 'does not play'])
  expect(worst(['not read', 'noise', 'plays'])).toBe('noise')
  expect(worst([])).toBe('plays')
})
