import {createConnection, createServer, type Socket} from 'node:net'
import {parse} from 'pg-connection-string'

/** A place between clients and a server. */
export interface Between {
  /** What a client takes for the server's. */
  url: string
  close: () => Promise<void>
}

/** `joined` has each client, which it may connect to the server of the URL with `dial`. */
export async function listenBetween(
  serverUrl: string,
  joined: (client: Socket, dial: () => Socket) => void,
): Promise<Between> {
  const {host, port, user, password, database} = parse(serverUrl)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    return socket
  }
  const to = {port: Number(port || 5432), host: host || 'localhost'}
  const path = `${to.host}/.s.PGSQL.${to.port}`
  const dial = () => keep(to.host.startsWith('/') ? createConnection(path) : createConnection(to))
  const listener = createServer((socket) => joined(keep(socket), dial))
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
