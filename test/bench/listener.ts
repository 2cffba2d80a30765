import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createWriteStream} from 'node:fs'

/** A server under test, in a process of its own. */
export interface Listener {
  url: string
  pid: number
  stop: () => Promise<void>
}

export const token = 'a-token-for-the-benchmark'

/** Starts a server that says `listening on URL` on standard error, where its log goes too. */
export async function startListener(argv: string[], databaseUrl: string, log: string): Promise<Listener> {
  const child = spawn(process.execPath, argv, {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', XIVOCTL_DATABASE_URL: databaseUrl, XIVOCTL_TOKEN: token},
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, url] = /listening on (http:[^\s"]+)/.exec(said) ?? []
      if (url !== undefined) resolve(url)
    })
    ended.then(() => reject(new Error(`${argv.join(' ')} ended: ${said}`)))
  })
  child.stderr.pipe(createWriteStream(log))
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
