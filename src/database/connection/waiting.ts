import type {Socket} from 'node:net'
import type pg from 'pg'

const LONG_MS = 3000
const EVERY_MS = 1000

/** Tells what a person waits for; undefined when that is over. */
export type TellWaiting = (what: string | undefined) => void

/** A connection that the server may owe an answer. */
interface Debtor {
  readonly connection: pg.Connection
  readonly owesAnswer: boolean
}

/** Tells which server has been silent for some seconds. */
export class Waiting {
  private readonly looks = new Set<() => void>()
  private readonly clock = setInterval(() => {
    for (const look of this.looks) look()
  }, EVERY_MS).unref()
  private readonly tell: TellWaiting
  private isShown = false

  constructor(tell: TellWaiting) {
    this.tell = tell
  }

  watch(client: Debtor, socket: Socket, place: string): void {
    let since = Date.now()
    let connected = false
    const look = () => {
      if (connected && !client.owesAnswer) since = Date.now()
      const waited = Date.now() - since
      if (waited < LONG_MS) return
      this.isShown = true
      const what = connected ? 'waiting for an answer from' : 'connecting to'
      this.tell(`${what} ${place}: ${Math.round(waited / 1000)} s`)
    }
    const heard = ({name}: {name: string}) => {
      if (name === 'readyForQuery') connected = true
      since = Date.now()
      this.hide()
    }
    this.looks.add(look)
    client.connection.on('message', heard)
    socket.once('close', () => {
      this.looks.delete(look)
      this.hide()
    })
  }

  end(): void {
    clearInterval(this.clock)
    this.hide()
  }

  private hide(): void {
    if (this.isShown) this.tell(undefined)
    this.isShown = false
  }
}
