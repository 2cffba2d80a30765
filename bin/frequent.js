// Typical commands, run in this process against a stand-in for PostgreSQL.
const {once} = require('node:events')
const {closeSync, openSync} = require('node:fs')
const {createServer} = require('node:net')
const {join} = require('node:path')
const {dist, load} = require('./load.js')

const root = join(__dirname, '..')

/** The stand-in has a user whose login is `login`, and a callback list named `name`. */
exports.frequent = ['profiles list', 'rights get login', 'rights set login --profile admin']
exports.others = ['--help', '--version', 'rights --help', 'profiles list --json', 'rights get', 'rights get x']

/** Calls `work` with two functions, and answers what it does: one runs the program with a line, the other completes the name of a user. */
exports.withStandIn = async (work) => {
  beSilent()
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env = {XIVOCTL_DATABASE_URL: `postgres://nobody@127.0.0.1:${server.address().port}/nothing`}
  const answered = await work({run, complete})
  server.close()
  process.exitCode = 0
  return answered
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
      const end = head + pending.readUInt32BE(head)
      const text = pending.toString('latin1', head + 4, end - 1)
      pending = pending.subarray(end)
      known = true
      if (type === 'startup') socket.write(Buffer.concat([message('R', int(0)), ready]))
      if (type === 'Q') socket.write(Buffer.concat([...(text === 'commit' ? [committed] : rows), ready]))
      if (type === 'S') socket.write(Buffer.concat([message('1'), message('2'), ...rows, ready]))
    }
  })
}

const BOOLEAN = 16
const TEXT = 25
const truths = ['locked', 'default'].map((name) => ({name, type: BOOLEAN, value: 't'}))
const names = ['id', 'firstname', 'lastname', 'login', 'name', 'uuid', 'phone_number', 'mobile_phone_number']
const day = {name: 'day', type: TEXT, value: '2026-12-01'}
const columns = [...truths, day, ...names.map((name) => ({name, type: TEXT, value: name}))]

const int = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])
const short = (value) => Buffer.from([value >>> 8, value])
const message = (type, ...parts) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int(body.length + 4), body])
}
const column = ({name, type}) => [
  Buffer.from(`${name}\0`),
  int(0),
  short(0),
  int(type),
  short(65_535),
  int(-1),
  short(0),
]
const completed = (tag) => message('C', Buffer.from(`${tag}\0`))
const ready = message('Z', Buffer.from('I'))
const committed = completed('COMMIT')
const rows = [
  message('T', short(columns.length), ...columns.flatMap(column)),
  message('D', short(columns.length), ...columns.flatMap(({value}) => [int(value.length), Buffer.from(value)])),
  completed('SELECT 1'),
]
