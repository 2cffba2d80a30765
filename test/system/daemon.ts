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

/** Starts a program that stays in the foreground, waits until `ready` holds, and returns how to stop it. */
export async function startDaemon(
  command: string,
  argv: string[],
  ready: () => Promise<boolean>,
): Promise<() => Promise<void>> {
  const child = spawn(command, argv, {stdio: ['ignore', 'pipe', 'pipe']})
  const ended = once(child, 'close')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`)
    await sleep(50)
  }
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}
