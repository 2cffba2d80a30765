import {connect} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'
import type {Random} from '../faults/random.ts'
import type {Server} from '../faults/server.ts'
import {withBase} from '../support/bases.ts'
import {processToken, type ServeProcess} from '../support/serve-process.ts'

interface Place {
  server: Server
  serve: ServeProcess
  chance: Random
}

interface Fault {
  name: string
  happen: (place: Place) => Promise<void>
}

const ours = `datname = current_database() and application_name like 'xivoctl%'`

const restartedBy =
  (signal: NodeJS.Signals) =>
  async ({server, chance}: Place): Promise<void> => {
    process.kill(server.pid, signal)
    await server.stop()
    await sleep(chance.below(1000))
    await server.start()
  }

/** Opens sockets, says the same on each, and hangs up after a while. */
async function knocking({serve}: Place, {sockets, words, ms}: {sockets: number; words: string; ms: number}) {
  const open = Array.from({length: sockets}, () => {
    const socket = connect(serve.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(words)
    return socket
  })
  await sleep(ms)
  for (const socket of open) socket.destroy()
}

const head = (method: string, path: string, more = '') =>
  `${method} ${withBase(method, path)} HTTP/1.1\r\nHost: localhost\r\nX-Auth-Token: ${processToken}\r\n${more}`

/** The program may close a session at any time. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** What happens to a server in a year, in half an hour. */
export const faults: [Fault, ...Fault[]] = [
  {name: 'database restarted', happen: restartedBy('SIGINT')},
  {name: 'database crashed', happen: restartedBy('SIGQUIT')},
  {
    name: 'all sessions ended',
    happen: ({server}) =>
      server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${ours}`).then(() => {}),
  },
  {
    name: 'one session ended',
    happen: ({server}) =>
      server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${ours} limit 1`).then(() => {}),
  },
  {
    name: 'requests locked for 2 s',
    happen: ({server}) =>
      server.client(async (client) => {
        await client.query('begin; lock table xivoctl.callback_request in access exclusive mode')
        await sleep(2000)
        await client.query('rollback')
      }),
  },
  {
    name: 'a backend that hangs for 2 s',
    happen: async ({server}) => {
      const [session] = await server.sql(`select pid from pg_stat_activity where ${ours} limit 1`)
      if (!session) return
      signal(session.pid, 'SIGSTOP')
      await sleep(2000)
      signal(session.pid, 'SIGCONT')
    },
  },
  {name: '100 silent clients', happen: (place) => knocking(place, {sockets: 100, words: '', ms: 2000})},
  {
    name: '50 halves of a head',
    happen: (place) => knocking(place, {sockets: 50, words: head('GET', '/users'), ms: 2000}),
  },
  {
    name: '20 clients that hang up on their answers',
    happen: (place) => knocking(place, {sockets: 20, words: `${head('GET', '/users')}\r\n`, ms: 5}),
  },
  {
    name: '20 bodies that never come',
    happen: (place) =>
      knocking(place, {
        sockets: 20,
        words: `${head('POST', '/callback_lists', 'Content-Type: application/json\r\nContent-Length: 100\r\n')}\r\n{`,
        ms: 2000,
      }),
  },
  {
    name: 'SIGHUP',
    happen: async ({serve}) => serve.signal('SIGHUP'),
  },
]
