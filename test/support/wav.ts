/** How a sound differs from the default: one second of a tone at telephone quality, as loud as speech should be. */
export interface WavOptions {
  code?: number
  channels?: number
  rate?: number
  bits?: number
  seconds?: number
  /** The amplitude of a sample, -1 to 1, by its number. */
  sample?: (i: number) => number
  /** Chunks between the format and the data, written as given. */
  before?: Buffer[]
  after?: Buffer[]
  /** The length of the data according to the header. */
  promised?: number
}

export function chunk(id: string, content: Buffer, length = content.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(length, 4)
  return Buffer.concat([head, content])
}

export const tone = (loudness: number) => (i: number) => loudness * Math.sin((2 * Math.PI * 440 * i) / 8000)

export function wav({
  code = 1,
  channels = 1,
  rate = 8000,
  bits = 16,
  seconds = 1,
  sample = tone(0.112),
  before = [],
  after = [],
  promised,
}: WavOptions = {}): Buffer {
  const frame = (channels * bits) / 8
  const format = Buffer.alloc(16)
  format.writeUInt16LE(code, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE(rate * frame, 8)
  format.writeUInt16LE(frame, 12)
  format.writeUInt16LE(bits, 14)
  const data = Buffer.alloc(Math.round(rate * seconds) * frame)
  if (bits === 16) {
    for (let i = 0; i < data.length / 2; i++) {
      data.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample(i) * 32_768))), 2 * i)
    }
  }
  return riff([chunk('fmt ', format), ...before, chunk('data', data, promised), ...after])
}

export const riff = (chunks: Buffer[]) => chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]))
