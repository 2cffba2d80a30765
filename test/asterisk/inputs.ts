import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {speech} from '../support/speech.ts'
import {chunk, riff, wav} from '../support/wav.ts'
import {ffmpeg} from '../system/programs.ts'

/** A sound as somebody may have it, and who can read it without ffmpeg. */
export interface Input {
  file: string
  bytes: Buffer
}

/** How a sound is made: the file's name, ffmpeg's arguments, and how long and loud the speech is. */
type Recipe = [file: string, argv: string, seconds: number, peak: number]

/** Rates, channels, depths, codecs, lengths and levels. */
const recipes: Recipe[] = [
  ['rate-6000.wav', '-ar 6000', 2, 0.5],
  ['rate-8000.wav', '-ar 8000', 2, 0.9],
  ['rate-11025.wav', '-ar 11025', 2, 0.1],
  ['rate-16000.wav', '-ar 16000', 3, 0.02],
  ['rate-22050.wav', '-ar 22050', 2, 0.4],
  ['rate-32000.wav', '-ar 32000', 1, 0.7],
  ['rate-44100.wav', '-ar 44100', 4, 0.3],
  ['rate-96000.wav', '-ar 96000', 2, 0.2],
  ['rate-192000.wav', '-ar 192000 -c:a pcm_s24le', 1, 0.2],
  ['stereo.wav', '-ac 2', 2, 0.5],
  ['surround.wav', '-ac 6', 2, 0.5],
  ['bits-8.wav', '-c:a pcm_u8 -ar 16000', 2, 0.8],
  ['bits-24.wav', '-c:a pcm_s24le', 2, 0.01],
  ['bits-32.wav', '-c:a pcm_s32le', 2, 0.005],
  ['float.wav', '-c:a pcm_f32le', 2, 1.8],
  ['double.wav', '-c:a pcm_f64le', 2, 0.6],
  ['alaw.wav', '-c:a pcm_alaw -ar 8000', 2, 0.6],
  ['ulaw.wav', '-c:a pcm_mulaw -ar 8000 -ac 2', 2, 0.6],
  ['ima.wav', '-c:a adpcm_ima_wav -ar 22050', 2, 0.5],
  ['ms.wav', '-c:a adpcm_ms -ar 22050', 2, 0.5],
  ['plain.aiff', '-ar 44100', 2, 0.4],
  ['sun.au', '-ar 22050', 2, 0.4],
  ['core.caf', '-c:a pcm_s16be', 2, 0.4],
  ['lossless.flac', '-ar 48000', 2, 0.3],
  ['apple.m4a', '-c:a alac', 2, 0.3],
  ['low.mp3', '-ar 16000 -b:a 24k', 3, 0.5],
  ['high.mp3', '-ar 44100 -ac 2 -b:a 192k', 3, 0.05],
  ['layer2.mp2', '-ar 44100 -b:a 128k', 2, 0.4],
  ['vorbis.ogg', '-c:a libvorbis -ar 44100', 2, 0.6],
  ['opus.ogg', '-c:a libopus', 2, 0.2],
  ['opus.webm', '-c:a libopus -b:a 24k', 2, 0.7],
  ['speex.spx', '-c:a libspeex -ar 16000 -f ogg', 2, 0.5],
  ['aac.m4a', '-c:a aac -b:a 64k -ar 44100', 3, 0.3],
  ['aac.aac', '-c:a aac -ar 22050', 2, 0.3],
  ['windows.wma', '-c:a wmav2 -ar 44100', 2, 0.4],
  ['dolby.ac3', '-c:a ac3 -ac 2', 2, 0.4],
  ['phone.gsm', '-c:a libgsm -ar 8000 -ac 1', 2, 0.4],
  ['phone.g722', '-c:a g722 -ar 16000 -ac 1', 2, 0.4],
  ['phone.alaw', '-f alaw -ar 8000 -ac 1', 2, 0.4],
  ['phone.sln', '-f s16le -ar 8000 -ac 1', 2, 0.03],
  ['short.flac', '-ar 44100', 0.5, 0.5],
  ['long.mp3', '-ar 22050 -b:a 32k', 20, 0.15],
  ['quiet.flac', '-c:a flac -sample_fmt s32', 3, 0.002],
]

/** One per recipe, and one whose loudest sample is a click. */
export function convertedInputs(): Input[] {
  const folder = mkdtempSync(join(tmpdir(), 'xivoctl-inputs-'))
  try {
    return [...recipes.map((recipe) => made(folder, recipe)), {file: 'click.wav', bytes: clicking()}]
  } finally {
    rmSync(folder, {recursive: true})
  }
}

const SOURCE = 48_000

function made(folder: string, [file, argv, seconds, peak]: Recipe): Input {
  const [source, target] = [join(folder, 'source.wav'), join(folder, file)]
  writeFileSync(source, floating(speech(seconds, SOURCE, peak)))
  execFileSync(ffmpeg, ['-nostdin', '-y', '-v', 'error', '-i', source, ...argv.split(' '), target])
  return {file, bytes: readFileSync(target)}
}

function floating(samples: Float32Array): Buffer {
  const head = wav({code: 3, bits: 32, rate: SOURCE, seconds: 0}).subarray(20, 36)
  return riff([chunk('fmt ', head), chunk('data', Buffer.from(samples.buffer))])
}

function clicking(): Buffer {
  const quiet = speech(3, 8000, 0.01)
  return wav({seconds: 3, sample: (i) => (i === 9000 ? 1 : (quiet[i] ?? 0))})
}
