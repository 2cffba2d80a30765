// Typical commands, run in this process against a stand-in for PostgreSQL.
const {once} = require('node:events')
const {closeSync, openSync} = require('node:fs')
const {createServer} = require('node:net')
const {join} = require('node:path')
const {dist, load} = require('./load.js')

const root = join(__dirname, '..')

/** The stand-in has a user whose login is `login`. */
exports.frequent = ['profiles list', 'rights get login', 'rights set login --profile admin']
exports.others = ['--help', '--version', 'rights --help', 'profiles list --json', 'rights get', 'rights get x']

/** Calls `work` with two functions: one runs the program with a line, the other completes the name of a user. */
exports.withStandIn = async (work) => {
  beSilent()
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env = {XIVOCTL_DATABASE_URL: `postgres://nobody@127.0.0.1:${server.address().port}/nothing`}
  await work({run, complete})
  server.close()
  process.exitCode = 0
}

async function run(line) {
  const {start} = load(join(dist, 'src/cli/run/start.js'))
  process.argv.splice(2, Infinity, ...line.split(' '))
  await start(root)
}

async function complete() {
  const {answerShell} = load(join(dist, 'src/cli/complete/complete.js'))
  await answerShell(root, ['bash', 'xivoctl rights get ', ''], {...process.env, XDG_CACHE_HOME: '/dev/null'})
}

/** On a terminal, a command would prompt for missing values. The next file that is opened becomes standard input. */
function beSilent() {
  closeSync(0)
  openSync('/dev/null')
  process.stdout.write = () => true
  process.stderr.write = () => true
}

/** A minimal stand-in for PostgreSQL: it answers every query with one row. */
function answer(socket) {
  let known = false
  let pending = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes])
    for (;;) {
      const head = known ? 1 : 0
      if (pending.length < head + 4 || pending.length < head + pending.readUInt32BE(head)) return
      const type = known ? String.fromCharCode(pending[0]) : 'startup'
      pending = pending.subarray(head + pending.readUInt32BE(head))
      known = true
      if (type === 'startup') socket.write(Buffer.concat([message('R', int(0)), ready]))
      if (type === 'Q') socket.write(Buffer.concat([...rows, ready]))
      if (type === 'S') socket.write(Buffer.concat([message('1'), message('2'), ...rows, ready]))
    }
  })
}

const names = ['id', 'firstname', 'lastname', 'login']
const TEXT = 25

const int = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
const short = (value) => Buffer.from([value >>> 8, value])
const message = (type, ...parts) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int(body.length + 4), body])
}
const column = (name) => [Buffer.from(`${name}\0`), int(0), short(0), int(TEXT), short(65_535), int(-1), short(0)]
const ready = message('Z', Buffer.from('I'))
const rows = [
  message('T', short(names.length), ...names.flatMap(column)),
  message('D', short(names.length), ...names.flatMap((name) => [int(name.length), Buffer.from(name)])),
  message('C', Buffer.from('SELECT 1\0')),
]
