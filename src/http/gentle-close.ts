import type {IncomingMessage, Server} from 'node:http'
import type {Socket} from 'node:net'

const LONGEST_BYTES = 16 * 1024 * 1024
const LONGEST_MS = 2000

/**
 * With the last answer Node closes the connection. When the client is still sending, that resets it, and the client loses the answer:
 * so the rest of the body is read first, up to a limit.
 */
export function closeGently(server: Server): void {
  const requests = new WeakMap<Socket, IncomingMessage>()
  server.prependListener('request', (request) => requests.set(request.socket, request))
  server.on('connection', (socket) => {
    const close = socket.destroySoon.bind(socket)
    socket.destroySoon = () => {
      const request = requests.get(socket)
      if (request && !request.complete) drain(request, socket)
      else close()
    }
  })
}

function drain(request: IncomingMessage, socket: Socket): void {
  let left = LONGEST_BYTES
  const close = () => socket.destroy()
  const patience = setTimeout(close, LONGEST_MS).unref()
  socket.once('close', () => clearTimeout(patience)).end()
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) close()
  })
  request.once('end', close)
}
