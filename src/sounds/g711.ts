/** 16-bit samples of G.711, by byte. */
const tables = {
  alaw: Int16Array.from({length: 256}, (_, i) => fromAlaw(i)),
  ulaw: Int16Array.from({length: 256}, (_, i) => fromUlaw(i)),
}

export function linearOf(law: 'alaw' | 'ulaw', bytes: Uint8Array): Int16Array {
  const table = tables[law]
  const samples = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = table[bytes[i] ?? 0] ?? 0
  return samples
}

/** A sign, three bits of the segment, four of the step; every other bit is inverted. */
function fromAlaw(byte: number): number {
  const code = byte ^ 0x55
  const segment = (code >> 4) & 7
  const step = ((code & 15) << 4) + 8
  const value = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (code & 0x80) === 0 ? -value : value
}

/** The same with all bits inverted, and a bias of 132. */
function fromUlaw(byte: number): number {
  const code = ~byte & 0xff
  const value = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
  return (code & 0x80) === 0 ? value : -value
}
