#!/usr/bin/env bash
# asterisk-ami-client 1.1.5: of what a command prints, the answer has only the last line. Since its version 14 Asterisk answers the action
# Command with one `Output:` header for each line, and the client keeps one value for each header. So it does with the variables of a
# channel, which an event has one by one. yana 0.3.0 and asterisk-manager 0.2.0 keep all of them.
# Seen of three lines and two channel variables: 1 and 1; by each of the others 3 and 2.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund asterisk-ami-client@1.1.5 yana@0.3.0 asterisk-manager@0.2.0
cat >asterisk.cjs <<'JS'
const {createServer} = require('node:net')

const printed = ['Name/username  Host', '100/100  192.0.2.1', '1 sip peers']
const answer = {
  login: (id) => ['Response: Success', id, 'Message: Authentication accepted'],
  command: (id) => ['Response: Success', id, 'Message: Command output follows', ...printed.map((line) => `Output: ${line}`)],
}
const event = ['Event: Hangup', 'Channel: SIP/100-1', 'ChanVariable: LANG=fr', 'ChanVariable: QUEUE=sales']
const message = (lines) => `${lines.join('\r\n')}\r\n\r\n`

/** Answers a login and a command as Asterisk does, with an event behind it; calls back with its port. */
exports.start = (started) => {
  const server = createServer((socket) => {
    let heard = ''
    socket.write('Asterisk Call Manager/9.0.0\r\n')
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const asked = (heard + bytes).split('\r\n\r\n')
      heard = asked.pop()
      for (const action of asked) {
        const word = /^action: *(\w+)/im.exec(action)[1].toLowerCase()
        socket.write(message(answer[word](/^actionid: .*/im.exec(action)[0])))
        if (word === 'command') socket.write(message(event))
      }
    })
  })
  server.listen(0, '127.0.0.1', () => started(server.address().port))
}
JS
cat >seen.cjs <<'JS'
const lines = (answer) => [answer.output ?? answer.Output].flat().length
const variables = (event) => {
  const {chanvariable = event.ChanVariable} = event
  return typeof chanvariable === 'object' ? Object.keys(chanvariable).length : 1
}
const isHangup = (event) => (event.event ?? event.Event) === 'Hangup'

const clients = {
  'asterisk-ami-client': async (port, told, happened) => {
    const Client = require('asterisk-ami-client')
    const client = new Client()
    await client.connect('user', 'secret', {host: '127.0.0.1', port})
    client.on('response', (answer) => answer.Output && told(answer)).on('event', happened)
    client.action({Action: 'Command', Command: 'sip show peers', ActionID: '7'})
  },
  yana: (port, told, happened) => {
    const Client = require('yana')
    const client = new Client({host: '127.0.0.1', port, login: 'user', password: 'secret'})
    client.on('event', happened)
    client.connect(() => client.send({Action: 'Command', Command: 'sip show peers'}, told))
  },
  'asterisk-manager': (port, told, happened) => {
    const client = require('asterisk-manager')(port, '127.0.0.1', 'user', 'secret', true)
    client.on('managerevent', happened)
    client.action({action: 'command', command: 'sip show peers'}, (_, answer) => told(answer))
  },
}

const [name] = process.argv.slice(2)
require('./asterisk.cjs').start((port) => {
  const seen = {}
  const saw = (what) => {
    Object.assign(seen, what)
    if (Object.keys(seen).length < 2) return
    console.log(`${name}: lines ${seen.lines}, variables ${seen.variables}`)
    process.exit()
  }
  const happened = (event) => isHangup(event) && saw({variables: variables(event)})
  clients[name](port, (answer) => saw({lines: lines(answer)}), happened)
})
setTimeout(() => process.exit(1), 10_000)
JS
seen=$(for name in asterisk-ami-client yana asterisk-manager; do node seen.cjs "$name"; done)
echo "$seen"
[ "$seen" = 'asterisk-ami-client: lines 1, variables 1
yana: lines 3, variables 2
asterisk-manager: lines 3, variables 2' ]
