import type {Socket} from 'node:net'

/** What the server said before it hung up is there already; the end of it may be lost with the network. */
const PATIENCE_MS = 1000

/**
 * A server that hangs up with data of ours unread resets the connection. A write that fails then would destroy the socket, and with it what
 * the server said before and nobody has read yet: the failure is told when everything was read.
 */
export function readsBeforeFailing(socket: Socket): void {
  const {_write, _writev} = socket
  socket._write = (chunk, encoding, done) => _write.call(socket, chunk, encoding, afterReading(socket, done))
  if (_writev) socket._writev = (chunks, done) => _writev.call(socket, chunks, afterReading(socket, done))
}

type Done = (error?: Error | null) => void

const afterReading =
  (socket: Socket, done: Done): Done =>
  (error) => {
    if (!error || socket.destroyed || socket.readableEnded) return done(error)
    const over = () => {
      clearTimeout(patience)
      socket.off('end', over).off('close', over)
      done(error)
    }
    const patience = setTimeout(over, PATIENCE_MS)
    socket.once('end', over).once('close', over)
  }
