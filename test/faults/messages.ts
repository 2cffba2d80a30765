/** One message of PostgreSQL's protocol, as it is on the wire. */
export interface Frame {
  /** Its letter; the first of a connection has none and is called `startup`. */
  type: string
  bytes: Buffer
}

/** Cuts one direction of a connection into its messages, whatever pieces it comes in. */
export function framer(from: 'client' | 'server'): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0)
  let nameless = from === 'client'
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    for (;;) {
      const letter = nameless ? 0 : 1
      if (rest.length < letter + 4) return frames
      const length = letter + rest.readUInt32BE(letter)
      if (rest.length < length) return frames
      const bytes = rest.subarray(0, length)
      frames.push({type: nameless ? 'startup' : String.fromCharCode(bytes[0] ?? 0), bytes})
      rest = rest.subarray(length)
      nameless = false
    }
  }
}

/** Is it the client's COMMIT? */
export const isCommit = ({type, bytes}: Frame) => type === 'Q' && /^commit\0$/i.test(bytes.toString('latin1', 5))

/** Is it the end of what only reads? */
export const isEndOfReading = ({type, bytes}: Frame) => type === 'Q' && bytes.toString('latin1', 5) === 'end\0'

/** Is it the server's answer to COMMIT? Statements that are sent with it are answered before. */
export const isCommitted = ({type, bytes}: Frame) => type === 'C' && bytes.toString('latin1', 5) === 'COMMIT\0'
