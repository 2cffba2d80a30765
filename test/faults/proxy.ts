import {createConnection, createServer, type Socket} from 'node:net'
import {parse} from 'pg-connection-string'
import {type Frame, framer} from './messages.ts'

/** A message on its way through; connections, and the messages of each direction, are counted from 0. */
export interface Passing extends Frame {
  from: 'client' | 'server'
  connection: number
  number: number
}

/** What the proxy does with a message; a cut ends its connection on both sides. */
export type Verdict = 'pass' | 'swallow' | 'cut before' | 'cut after'

/** Between a client and the server: lets messages pass, or cuts the line at one of them. */
export interface Proxy {
  /** What a client takes for the server's. */
  url: string
  close: () => Promise<void>
}

/** `judge` is asked about every message; `admits` about every connection: one that is not let in is closed at once. */
export async function startProxy(
  serverUrl: string,
  judge: (message: Passing) => Verdict,
  admits: (connection: number) => boolean = () => true,
): Promise<Proxy> {
  const {host, port, user, password, database} = parse(serverUrl)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    return socket
  }
  let connections = 0
  const listener = createServer((socket) => {
    const client = keep(socket)
    const connection = connections++
    if (!admits(connection)) return void client.destroy()
    const address = {port: Number(port || 5432), host: host || 'localhost'}
    const path = `${address.host}/.s.PGSQL.${address.port}`
    const server = keep(address.host.startsWith('/') ? createConnection(path) : createConnection(address))
    forward('client', connection, client, server, judge)
    forward('server', connection, server, client, judge)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const name = [user, password].filter(Boolean).map((each) => encodeURIComponent(each ?? ''))
  return {
    url: `postgres://${name.join(':')}@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/${database}`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
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
