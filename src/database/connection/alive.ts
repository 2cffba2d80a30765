import pg from 'pg'
import {DiallingClient} from './dialling.ts'
import type {Server} from './server.ts'
import {socketTo} from './socket-to.ts'

const PATIENCE_MS = 5000

/** Does the server answer another connection? A refusal is an answer, too. */
export async function isAlive(server: Server, patienceMs = PATIENCE_MS): Promise<boolean> {
  const socket = socketTo(server)
  const client = new DiallingClient({}, socket, {server, wanted: 'any'})
  client.on('error', () => {})
  const clock = setTimeout(() => socket.destroy(), Math.min(patienceMs, PATIENCE_MS))
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch (error) {
    return error instanceof pg.DatabaseError
  } finally {
    clearTimeout(clock)
    socket.destroy()
  }
}
