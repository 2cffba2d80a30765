import {mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {chmod, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {grouped} from '../../src/formats/grouped.ts'
import {allSounds} from '../../src/sounds/directory.ts'
import {lookAtSounds} from '../../src/sounds/look.ts'
import type {Verdict} from '../../src/sounds/verdict.ts'
import {verdictText} from '../../src/sounds/words.ts'
import {chunk, riff, type WavOptions, wav} from '../support/wav.ts'

let path: string
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'xivoctl-heard-'))
})
afterAll(() => rm(path, {recursive: true, force: true}))

type Files = Record<string, Buffer>

/** Looks at the files as the only ones of their directory. */
async function hear(files: Files, prepare: () => void | Promise<void> = () => {}) {
  rmSync(path, {recursive: true})
  mkdirSync(path)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), {recursive: true})
    writeFileSync(join(path, name), content)
  }
  await prepare()
  const directory = {path, asteriskPath: ''}
  const sounds = grouped(await allSounds(directory), ({name}) => name)
  return lookAtSounds(directory, sounds, {measured: true})
}

/** Made with sox and ffmpeg: 3 s of a tone, cut where the sound does not matter. */
const made = (name: string) => readFileSync(new URL(`files/${name}`, import.meta.url))

const tone = (options: WavOptions = {}) => wav({seconds: 3, ...options})
const wide = tone({rate: 16_000})
const raw = tone().subarray(44)
/** Any bytes are a sound of the law, of G.722 and of linear samples. */
const bytes = (count: number) => Buffer.alloc(count, 0xd5)
const none = Buffer.alloc(0)
const list = (length: number) => chunk('LIST', Buffer.alloc(length, 'x'))
const padded = Buffer.concat([chunk('odd ', Buffer.alloc(27)), Buffer.alloc(1)])
const extensible = tone({code: 0xfffe})
const reversed = (content: Buffer) => Buffer.concat([Buffer.from('RIFX'), content.subarray(4)])
const large = (content: Buffer) => Buffer.concat([Buffer.from('RF64'), content.subarray(4)])

function au(encoding: number, count: number): Buffer {
  const head = Buffer.alloc(24)
  head.write('.snd')
  for (const [i, value] of [24, count, encoding, 8000, 1].entries()) head.writeUInt32BE(value, 4 + 4 * i)
  return Buffer.concat([head, bytes(count)])
}

/** Of all calls, or of calls in A-law and of others. */
type Heard = [verdict: Verdict, seconds?: number] | {alaw: [Verdict, number?]; other: [Verdict, number?]}

/** What Asterisk 16.28 and 22.10 played on calls in A-law and in linear samples; seconds are those that were heard. */
const cases: [what: string, files: Files, heard: Heard][] = [
  ['a WAV of 8 kHz, 16 bits, mono', {'x.wav': tone()}, ['plays', 2.98]],
  ['of 16 kHz', {'x.wav': wide}, ['does not play']],
  ['of 16 kHz, as .wav16', {'x.wav16': wide}, ['plays', 2.98]],
  ['of 8 kHz, as .wav16', {'x.wav16': tone()}, ['does not play']],
  ['of 8 bits', {'x.wav': tone({bits: 8})}, ['does not play']],
  ['stereo', {'x.wav': tone({channels: 2})}, ['does not play']],
  ['of 44.1 kHz', {'x.wav': tone({rate: 44_100})}, ['does not play']],
  ['A-law', {'x.wav': tone({code: 6, bits: 8})}, ['does not play']],
  ['GSM in a .wav', {'x.wav': made('gsm.wav')}, ['does not play']],
  ['PCM in a .WAV', {'x.WAV': tone()}, ['does not play']],
  ['GSM in a .WAV', {'x.WAV': made('gsm.wav')}, ['plays', 3]],
  ['GSM in a .wav49', {'x.wav49': made('gsm.wav')}, ['does not play']],
  ['WAVE_FORMAT_EXTENSIBLE', {'x.wav': extensible}, ['does not play']],
  ['a LIST chunk before the sound', {'x.wav': tone({before: [list(1346)]})}, ['plays', 2.9]],
  ['a chunk of 2 s before the sound', {'x.wav': tone({before: [list(32_000)]})}, ['plays', 0.98]],
  ['a padded odd chunk', {'x.wav': tone({before: [padded]})}, ['does not play']],
  ['a short LIST chunk', {'x.wav': tone({before: [list(26)]})}, ['plays', 2.98]],
  ['a chunk behind the sound', {'x.wav': tone({after: [list(1346)]})}, ['plays', 2.98]],
  ['a long chunk behind the sound', {'x.wav': tone({after: [list(32_000)]})}, ['plays', 2.98]],
  ['a length of 0xFFFFFFFF', {'x.wav': tone({promised: 0xffff_ffff})}, ['does not play']],
  ['a length of 0x7FFFF000', {'x.wav': tone({promised: 0x7fff_f000})}, ['plays', 3]],
  ['a length of 0x7FFFFFFF', {'x.wav': tone({promised: 0x7fff_ffff})}, ['plays', 3]],
  ['a length of 0', {'x.wav': tone({promised: 0})}, ['does not play']],
  ['less than its header promises', {'x.wav': tone({promised: 48_000, seconds: 1})}, ['plays', 1]],
  ['a format chunk of 18 bytes', {'x.wav': longFormat()}, ['plays', 2.98]],
  ['a fact chunk', {'x.wav': longFormat(chunk('fact', Buffer.alloc(4)))}, ['plays', 2.98]],
  ['called RIFX', {'x.wav': reversed(tone())}, ['does not play']],
  ['RF64', {'x.wav': large(tone({promised: 0xffff_ffff}))}, ['does not play']],
  ['with its high bytes first', {'x.wav': reversed(tone())}, ['does not play']],
  ['of 0 bytes', {'x.wav': none}, ['does not play']],
  ['without a sample', {'x.wav': tone({seconds: 0})}, ['does not play']],
  ['a .gsm beside it', {'x.wav': tone(), 'x.gsm': made('tone.gsm')}, ['plays', 2.98]],
  ['a .WAV beside it', {'x.wav': tone(), 'x.WAV': made('gsm.wav')}, ['plays', 2.98]],
  ['an .alaw beside it', {'x.wav': tone(), 'x.alaw': bytes(24_000)}, {alaw: ['plays', 3], other: ['plays', 2.98]}],
  ['16 kHz beside a .gsm', {'x.wav': wide, 'x.gsm': made('tone.gsm')}, ['does not play']],
  ['16 kHz beside an .alaw', {'x.wav': wide, 'x.alaw': bytes(24_000)}, {alaw: ['plays', 3], other: ['does not play']}],
  ['an empty .alaw beside it', {'x.wav': tone(), 'x.alaw': none}, {alaw: ['plays nothing', 0], other: ['plays', 2.98]}],
  ['an empty .gsm beside it', {'x.wav': tone(), 'x.gsm': none}, ['plays', 2.98]],
  ['an .mp3 beside it', {'x.wav': tone(), 'x.mp3': made('8k.mp3')}, ['plays', 2.98]],
  ['an .ogg beside it', {'x.wav': tone(), 'x.ogg': made('vorbis-8k.ogg')}, ['plays', 2.98]],
  ['an .sln beside it', {'x.wav': tone(), 'x.sln': raw}, ['plays', 2.98]],
  ['a .ulaw beside it', {'x.wav': tone(), 'x.ulaw': bytes(24_000)}, ['plays', 2.98]],
  ['a .wav16 beside it', {'x.wav': tone(), 'x.wav16': wide}, ['plays', 2.98]],
  ['an .sln16 beside it', {'x.wav': tone(), 'x.sln16': bytes(96_000)}, ['plays', 2.98]],
  ['an MP3 of 8 kHz', {'x.mp3': made('8k.mp3')}, ['plays']],
  ['an MP3 of 44.1 kHz', {'x.mp3': made('44k.mp3')}, ['plays']],
  ['an MP3 of 44.1 kHz, stereo', {'x.mp3': made('44k-stereo.mp3')}, ['plays']],
  ['an MP3 of 16 kHz', {'x.mp3': made('16k.mp3')}, ['plays']],
  ['Vorbis of 8 kHz', {'x.ogg': made('vorbis-8k.ogg')}, ['plays', 3]],
  ['Vorbis of 44.1 kHz', {'x.ogg': made('vorbis-44k.ogg')}, ['does not play']],
  ['Vorbis, stereo', {'x.ogg': made('vorbis-stereo.ogg')}, ['does not play']],
  ['Opus in an .ogg', {'x.ogg': made('tone.opus')}, ['does not play']],
  ['Opus', {'x.opus': made('tone.opus')}, ['not on every Asterisk', 3]],
  ['.alaw', {'x.alaw': bytes(24_000)}, ['plays', 3]],
  ['.al', {'x.al': bytes(24_000)}, ['plays', 3]],
  ['.au in µ-law', {'x.au': au(1, 24_000)}, ['plays', 3]],
  ['.au of 16 bits', {'x.au': au(3, 48_000)}, ['does not play']],
  ['.g722', {'x.g722': bytes(24_000)}, ['plays', 3]],
  ['.gsm', {'x.gsm': made('tone.gsm')}, ['plays', 3]],
  ['an MP3 called .wav', {'x.wav': made('8k.mp3')}, ['does not play']],
  ['.sln', {'x.sln': raw}, ['plays', 3]],
  ['.pcm', {'x.pcm': bytes(24_000)}, ['plays', 3]],
  ['.raw', {'x.raw': raw}, ['plays', 3]],
  ['.sln16', {'x.sln16': bytes(96_000)}, ['plays', 3]],
  ['.slin', {'x.slin': raw}, ['not on every Asterisk', 3]],
  ['.ulaw', {'x.ulaw': bytes(24_000)}, ['plays', 3]],
  ['a WAV called .alaw', {'x.alaw': tone()}, ['noise', 6]],
  ['a WAV called .gsm', {'x.gsm': sawtooth()}, ['noise', 0.98]],
  ['a WAV called .sln', {'x.sln': tone()}, ['noise', 3]],
  ['Speex', {'x.spx': made('tone.spx')}, ['plays', 3]],
  ['without an extension', {x: tone()}, ['does not play']],
  ['with two', {'x.y.wav': tone()}, ['plays', 2.98]],
  ['with another name', {'a28.wav': tone()}, ['plays', 2.98]],
  ['in a language folder too', {'x.wav': tone(), 'fr_FR/x.wav': tone()}, ['plays', 2.98]],
  ['in the folder of a language without region too', {'x.wav': tone(), 'fr/x.wav': tone()}, ['plays', 2.98]],
]

/** A format chunk with two bytes more, and what follows it. */
function longFormat(...before: Buffer[]): Buffer {
  const content = tone()
  const format = chunk('fmt ', Buffer.concat([content.subarray(20, 36), Buffer.alloc(2)]))
  return riff([format, ...before, chunk('data', content.subarray(44))])
}

/** 49 of its frames of 33 bytes happen to begin like those of GSM. */
function sawtooth(): Buffer {
  const content = tone({sample: () => 0})
  for (let i = 0; i < 49; i++) content[33 * (20 * i + 3)] = 0xd0
  return content
}

describe('what Asterisk 16.28 and 22.10 play', () => {
  test.each(cases)('%s', async (_, files, wanted) => {
    const [sound] = await hear(files)
    const both = Array.isArray(wanted) ? {alaw: wanted, other: wanted} : wanted
    for (const call of ['alaw', 'other'] as const) {
      const [verdict, seconds] = both[call]
      expect(sound?.calls[call].verdict).toBe(verdict)
      if (seconds !== undefined) expect(Math.abs((sound?.calls[call].seconds ?? -1) - seconds)).toBeLessThan(0.1)
    }
  })

  test('not what Asterisk may not read, nor another format beside it', async () => {
    const close = () => chmod(join(path, 'x.wav'), 0o200)
    const [alone] = await hear({'x.wav': tone()}, close)
    const [beside] = await hear({'x.wav': tone(), 'x.gsm': made('tone.gsm')}, close)
    expect([alone?.verdict, beside?.verdict]).toEqual(['does not play', 'does not play'])
  })

  test('not a link to nowhere, nor a folder; a link to a sound, and a sound beside a folder', async () => {
    const verdicts = (
      await hear({'good.wav': tone(), 'beside.wav': tone()}, () => {
        symlinkSync('nowhere.wav', join(path, 'dangling.wav'))
        symlinkSync('good.wav', join(path, 'link.wav'))
        mkdirSync(join(path, 'folder.wav'))
        mkdirSync(join(path, 'beside'))
      })
    ).map(({name, verdict}) => [name, verdict])
    expect(verdicts).toEqual([
      ['beside', 'plays'],
      ['dangling', 'does not play'],
      ['folder', 'does not play'],
      ['good', 'plays'],
      ['link', 'plays'],
    ])
  })
})

/** In short: the verdict with its calls, why, and what else is remarked. */
async function inShort(files: Files): Promise<[string, string[], string[]]> {
  const [sound] = await hear(files)
  if (sound === undefined) throw new Error('no sound')
  return [verdictText(sound), sound.faults, sound.remarks]
}

describe('of several files of one name', () => {
  test('the verdict names the calls that it holds for', async () => {
    expect(await inShort({'x.wav': wide, 'x.alaw': none})).toEqual([
      'plays nothing on alaw calls; does not play on ulaw and other calls',
      ['x.alaw: it is empty', 'x.wav: it has 16000 samples a second, not 8000'],
      [],
    ])
  })

  test('those of one coding are taken in the order in which Asterisk loaded its modules', async () => {
    const [verdict, , remarks] = await inShort({'x.wav': tone(), 'x.sln': raw})
    expect([verdict, remarks]).toEqual([
      'plays',
      ['the release of Asterisk and the order of its modules decide which is played: x.wav or x.sln'],
    ])
    expect((await inShort({'x.wav': tone(), 'x.sln': none}))[0]).toBe('not on every Asterisk')
    expect((await inShort({'x.wav': wide, 'x.sln': raw}))[0]).toBe('plays')
    expect((await inShort({'x.ulaw': none, 'x.au': au(1, 8000)}))[0]).toBe('plays nothing')
    expect((await inShort({'x.gsm': none, 'x.WAV': made('gsm.wav')}))[0]).toBe('not on every Asterisk')
  })

  test('any of the codings that cost the same may be chosen', async () => {
    const [sound] = await hear({'x.alaw': bytes(8000), 'x.gsm': none})
    expect(sound?.calls).toMatchObject({
      alaw: {verdict: 'plays', file: 'x.alaw'},
      ulaw: {verdict: 'plays', file: 'x.alaw'},
      other: {verdict: 'not on every Asterisk', or: ['x.alaw']},
    })
  })

  test('one that needs a codec is heard by nobody while there is another', async () => {
    expect((await inShort({'x.g729': bytes(800)}))[0]).toBe('needs a codec')
    expect((await inShort({'x.g729': bytes(800), 'x.gsm': made('tone.gsm')}))[0]).toBe('plays')
  })

  test('a release that does not know the only one looks in the next folder', async () => {
    const [sound] = await hear({'x.opus': made('tone.opus'), 'en/x.wav': tone()})
    expect(sound?.calls.other).toMatchObject({verdict: 'plays', file: 'en/x.wav', or: ['x.opus']})
  })
})

describe('in language folders', () => {
  test('a sound shadows the one of its name', async () => {
    const [sound] = await hear({'x.wav': tone(), 'fr_FR/x.wav': wide, 'fr/x.gsm': made('tone.gsm')})
    expect(sound?.verdict).toBe('does not play')
    expect(sound?.calls.alaw).toMatchObject({verdict: 'plays', file: 'x.wav'})
    expect(sound?.languages).toMatchObject({
      fr: {alaw: {verdict: 'plays', file: 'fr/x.gsm'}},
      fr_FR: {alaw: {verdict: 'does not play', file: 'fr_FR/x.wav'}},
    })
    expect(verdictText(sound as NonNullable<typeof sound>)).toBe('does not play on all calls in fr_FR')
    expect(sound?.remarks).toEqual(['calls in the language of fr/ or fr_FR/ hear the file there, not x.wav'])
  })

  test('a sound that is only there plays; in en/ for calls in any language', async () => {
    expect(await inShort({'fr/x.wav': tone()})).toEqual([
      'plays',
      [],
      ['it is only in fr/: calls in other languages hear nothing'],
    ])
    expect(await inShort({'en/x.wav': tone()})).toEqual(['plays', [], []])
    expect(await hear({'sales_archives/x.wav': tone()})).toEqual([])
  })
})

test.each(['a&b', 'a,b', 'a"b', 'a\\b'])('%s is no name that Asterisk plays', async (name) => {
  expect((await inShort({[`${name}.wav`]: tone()}))[0]).toBe('does not play')
})

test.each(['a b', 'a|b', 'a%b', "a'b", 'aéb', 'a$b', 'a;b', 'a(b)'])('%s is', async (name) => {
  expect((await inShort({[`${name}.wav`]: tone()}))[0]).toBe('plays')
  expect((await inShort({[` ${name}.wav`]: tone()}))[0]).toBe('not on every Asterisk')
})
