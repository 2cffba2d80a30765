import type {Server, ServerResponse} from 'node:http'
import type {Socket} from 'node:net'
import {interrupted} from '../errors.ts'
import {answerDirectly} from './client-errors.ts'

/** How long a client may send nothing of the request that it has begun, while the server stops. */
const SILENCE_MS = 300

/** The open connections, and which of them a stop may end. Node counts one as busy until its first request was answered. */
export class Connections {
  /** Not a Set: one that changes with every connection keeps old ones alive until a garbage collection. */
  private readonly open: Socket[] = []
  private readonly heard = new WeakMap<Socket, {bytes: number; at: number}>()
  private readonly underway: readonly ServerResponse[]

  /** `underway` are the requests that are read or answered. */
  constructor(server: Server, underway: readonly ServerResponse[]) {
    this.underway = underway
    server.on('connection', (socket) => {
      this.open.push(socket)
      socket.once('close', () => this.open.splice(this.open.indexOf(socket), 1))
    })
  }

  /** Ends the connections without a request, and those whose client has fallen silent in the middle of one. */
  endUnowed(): void {
    for (const socket of [...this.open]) {
      const answers = this.underway.filter(({req}) => req.socket === socket)
      if (answers.length === 0 && socket.writableLength === 0) socket.destroy()
      if (answers.length === 1 && answers.every((answer) => this.isWithoutEnd(answer))) refuse(socket)
    }
  }

  /** Has the client fallen silent in the middle of its request? Not while it is the server that does not read. */
  private isWithoutEnd({req, headersSent}: ServerResponse): boolean {
    if (req.complete || headersSent || req.readableLength > 0) return false
    const now = performance.now()
    const {bytesRead: bytes} = req.socket
    const before = this.heard.get(req.socket)
    if (before?.bytes === bytes) return now - before.at >= SILENCE_MS
    this.heard.set(req.socket, {bytes, at: now})
    return false
  }
}

function refuse(socket: Socket): void {
  if (!socket.writable) return
  socket.once('finish', () => socket.destroy())
  answerDirectly(
    socket,
    503,
    interrupted('SIGTERM', 'the server is shutting down, and the request is not complete: nothing was written'),
  )
}
