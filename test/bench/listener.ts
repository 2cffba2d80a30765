import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, openSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'

/** A server under test, in a process of its own. */
export interface Listener {
  url: string
  pid: number
  stop: () => Promise<void>
}

export const token = 'a-token-for-the-benchmark'

/** Starts a server that says `listening on URL` on standard error, which is a file: nobody else spends time on its log. */
export async function startListener(argv: string[], databaseUrl: string, log: string): Promise<Listener> {
  const descriptor = openSync(log, 'w')
  const child = spawn(process.execPath, argv, {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', XIVOCTL_DATABASE_URL: databaseUrl, XIVOCTL_TOKEN: token},
    stdio: ['ignore', 'ignore', descriptor],
  })
  closeSync(descriptor)
  const ended = once(child, 'exit')
  return {
    url: await saidUrl(log, child),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function saidUrl(log: string, child: ChildProcess): Promise<string> {
  for (;;) {
    const said = await readFile(log, 'utf8')
    const [, url] = /listening on (http:[^\s"]+)/.exec(said) ?? []
    if (url !== undefined) return url
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    await sleep(20)
  }
}
