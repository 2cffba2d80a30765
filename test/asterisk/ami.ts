import {randomUUID} from 'node:crypto'
import {connect, type Socket} from 'node:net'

/** The lines of a message of Asterisk's manager interface. */
export type Message = Record<string, string>

/** A session with Asterisk's manager interface. */
export class Ami {
  private readonly socket: Socket
  private readonly waiting: {meets: (message: Message) => boolean; tell: (message: Message) => void}[] = []
  private rest = ''

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => this.read(text))
    socket.on('error', () => {})
  }

  /** Ready once Asterisk has loaded its modules. */
  static async login(port: number, username: string, secret: string): Promise<Ami> {
    const socket = connect(port, '127.0.0.1')
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail))
    const ami = new Ami(socket)
    const booted = ami.next(({Event}) => Event === 'FullyBooted')
    const {Response, Message: why} = await ami.action('Login', {Username: username, Secret: secret})
    if (Response !== 'Success') throw new Error(`Asterisk refuses the login: ${why}`)
    await booted
    return ami
  }

  /** Sends an action, and returns its answer. */
  action(name: string, fields: Message): Promise<Message> {
    const id = randomUUID()
    const answer = this.next(({ActionID, Response}) => ActionID === id && Response !== undefined)
    const lines = Object.entries({Action: name, ActionID: id, ...fields}).map(([key, value]) => `${key}: ${value}\r\n`)
    this.socket.write(`${lines.join('')}\r\n`)
    return answer
  }

  /** The next message that meets a condition. */
  next(meets: (message: Message) => boolean): Promise<Message> {
    return new Promise((tell) => this.waiting.push({meets, tell}))
  }

  close(): void {
    this.socket.destroy()
  }

  private read(text: string): void {
    const blocks = (this.rest + text).split('\r\n\r\n')
    this.rest = blocks.pop() ?? ''
    for (const block of blocks) this.hear(messageOf(block))
  }

  private hear(message: Message): void {
    const at = this.waiting.findIndex(({meets}) => meets(message))
    if (at !== -1) this.waiting.splice(at, 1)[0]?.tell(message)
  }
}

const messageOf = (block: string): Message =>
  Object.fromEntries(block.split('\r\n').flatMap((line) => pairOf(/^([^:]*): ?(.*)$/s.exec(line))))

const pairOf = (match: RegExpExecArray | null): [string, string][] => {
  const [, key, value] = match ?? []
  return key === undefined || value === undefined ? [] : [[key, value]]
}
