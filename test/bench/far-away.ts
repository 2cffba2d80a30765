import type {Socket} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import {type Between, listenBetween} from '../support/between.ts'

/** A way to the server that takes so long in each direction; TCP's own greeting is not delayed. */
export const listenFarAway = (serverUrl: string, milliseconds: number): Promise<Between> =>
  listenBetween(serverUrl, (client, dial) => {
    const server = dial()
    carry(client, server, milliseconds)
    carry(server, client, milliseconds)
  })

/** Timers of one length run in the order in which they were set. */
function carry(from: Socket, to: Socket, milliseconds: number): void {
  // PostgreSQL does not wait for an acknowledgement before it sends on either.
  to.setNoDelay(true)
  from.on('data', async (chunk: Buffer) => {
    await sleep(milliseconds)
    to.write(chunk)
  })
  from.once('close', async () => {
    await sleep(milliseconds)
    to.end()
  })
}
