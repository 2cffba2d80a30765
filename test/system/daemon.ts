import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createServer} from 'node:net'
import {setTimeout as sleep} from 'node:timers/promises'

/** A port on loopback that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

const PATIENCE_MS = 60_000

/** Starts a program that stays in the foreground, waits until `ready` holds, and returns how to stop it. Fails with what it printed. */
export async function startDaemon(
  command: string,
  argv: string[],
  ready: () => Promise<boolean>,
  patienceMs = PATIENCE_MS,
): Promise<() => Promise<void>> {
  const child = spawn(command, argv, {stdio: ['ignore', 'pipe', 'pipe']})
  const ended = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  const deadline = Date.now() + patienceMs
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`)
    if (Date.now() > deadline) {
      await stop()
      throw new Error(`${command} is not ready after ${patienceMs / 1000} s. It printed: ${said}`)
    }
    await sleep(50)
  }
  return stop
}
