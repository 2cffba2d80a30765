import type {Socket} from 'node:net'
import {type Between, listenBetween} from '../support/between.ts'
import {type Frame, framer} from './messages.ts'

/** A message on its way through; connections, and the messages of each direction, are counted from 0. */
export interface Passing extends Frame {
  from: 'client' | 'server'
  connection: number
  number: number
}

/** What the proxy does with a message; a cut ends its connection on both sides. */
export type Verdict = 'pass' | 'swallow' | 'cut before' | 'cut after'

/** Lets messages pass between a client and the server, or cuts the line at one of them. */
export type Proxy = Between

/** `judge` is asked about every message; `admits` about every connection: one that is not let in is closed at once. */
export async function startProxy(
  serverUrl: string,
  judge: (message: Passing) => Verdict,
  admits: (connection: number) => boolean = () => true,
): Promise<Proxy> {
  let connections = 0
  return await listenBetween(serverUrl, (client, dial) => {
    const connection = connections++
    if (!admits(connection)) return void client.destroy()
    const server = dial()
    forward('client', connection, client, server, judge)
    forward('server', connection, server, client, judge)
  })
}

function forward(
  from: Passing['from'],
  connection: number,
  sender: Socket,
  receiver: Socket,
  judge: (message: Passing) => Verdict,
): void {
  const frames = framer(from)
  let number = 0
  let open = true
  sender.on('data', (chunk: Buffer) => {
    for (const frame of open ? frames(chunk) : []) {
      const verdict = judge({...frame, from, connection, number: number++})
      if (verdict === 'swallow') continue
      if (verdict !== 'cut before') receiver.write(frame.bytes)
      if (verdict === 'pass') continue
      open = false
      // What was forwarded still arrives; then the line is dead.
      receiver.end()
      sender.destroy()
      return
    }
  })
  sender.once('close', () => receiver.end())
}
