import type {Bytes} from './bytes.ts'
import {containerOf} from './container.ts'
import {type Content, empty, heard, unplayable} from './content.ts'
import {type Format, hasCodec} from './formats.ts'

/** Without a header, whatever is there is decoded and played. */
export function judgeFrames(bytes: Bytes, format: Format): Content {
  const {extension, codec, frame, framesPerSecond} = format
  if (bytes.size === 0) return empty()
  const seconds = Math.floor(bytes.size / frame) / framesPerSecond
  const container = containerOf(bytes.at(0, 16))
  if (container !== undefined) return noise(isGsm(format) ? gsmSeconds(bytes) : seconds, `it is ${container}`)
  if (bytes.size < frame) return {...unplayable('it is shorter than the shortest sound'), opens: true}
  if (isGsm(format) && !isGsmFrame(bytes.at(0, 1)[0])) return noise(gsmSeconds(bytes), 'it is not GSM')
  if (codec === 'g726' && extension !== 'g726-32') return noise(seconds, 'Asterisk takes it for G.726 of 32 kbit/s')
  if (!hasCodec(codec)) {
    return {
      ...heard(seconds),
      verdict: 'needs a codec',
      faults: [`plays only where XiVO has a codec for .${extension}`],
    }
  }
  return {...heard(seconds), ...measurable(bytes, format)}
}

const noise = (seconds: number, why: string): Content => ({
  ...heard(seconds),
  verdict: 'noise',
  faults: [`${why}, and Asterisk plays its bytes as they are`],
})

function measurable({size}: Bytes, {codec, rate}: Format): Pick<Content, 'samples'> {
  if (codec === 'alaw' || codec === 'ulaw') return {samples: {law: codec, at: 0, until: size, perSecond: rate}}
  return codec.startsWith('slin') ? {samples: {at: 0, until: size, perSecond: rate}} : {}
}

const isGsm = ({codec}: Format) => codec === 'gsm'

/** Every frame of GSM begins with the same four bits; the decoder skips what does not. */
const isGsmFrame = (first: number | undefined) => first !== undefined && first >> 4 === 0xd

function gsmSeconds(bytes: Bytes): number {
  let frames = 0
  for (let at = 0; at + 33 <= bytes.size; at += 33) if (isGsmFrame(bytes.at(at, 1)[0])) frames++
  return frames / 50
}
