import {createHash} from 'node:crypto'
import {connect} from 'node:net'

// Asks a server for the same paths over and over, each connection as soon as it has its answer. Prints what the answers were.
const [url, token, connections, requests, ...paths] = process.argv.slice(2)
const {hostname, port} = new URL(url)
const answers = new Map()
let left = Number(requests)

function ask(path) {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nX-Auth-Token: ${token}\r\n\r\n`)
}
const asks = paths.map(ask)

function work() {
  return new Promise((resolve, reject) => {
    const socket = connect({host: hostname, port: Number(port)})
    let which = 0
    let received = ''
    const next = () => {
      if (left-- <= 0) return socket.end(resolve)
      which = left % asks.length
      socket.write(asks[which])
    }
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      received += text
      const head = received.indexOf('\r\n\r\n')
      const length = head === -1 ? undefined : Number(/content-length: (\d+)/i.exec(received)?.[1])
      if (length === undefined || received.length < head + 4 + length) return
      const answer = `${received.slice(9, 12)} ${paths[which]} ${received.slice(head + 4)}`
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
      received = ''
      next()
    })
    socket.on('error', reject)
    socket.on('close', () => left > 0 && reject(new Error('the server closed the connection')))
    next()
  })
}

await Promise.all(Array.from({length: Number(connections)}, work))
const told = [...answers.keys()].sort().join('\n')
process.stdout.write(
  `${requests} answers of ${answers.size} kinds, ${createHash('sha256').update(told).digest('hex')}\n`,
)
if (![...answers.keys()].every((answer) => answer.startsWith('200'))) process.exitCode = 1
