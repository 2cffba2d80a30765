import {once} from 'node:events'
import {startBinary} from '../support/binary.ts'
import {token} from '../support/serving.ts'

/** A `serve` in a process of its own. */
export interface Server {
  port: number
  stop: () => Promise<void>
}

export async function startServe(env: Record<string, string>): Promise<Server> {
  const {process, ended} = await startBinary(['serve', '--port', '0'], {
    env: {...env, XIVOCTL_TOKEN: `tests admin ${token}`},
  })
  let said = ''
  while (process.exitCode === null) {
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]
    if (port !== undefined) return {port: Number(port), stop: () => stop(process, ended)}
    const [text] =
      process.stderr === null ? [] : await Promise.race([once(process.stderr, 'data'), ended.then(() => [''])])
    said += text
  }
  throw new Error(`serve ended: ${said}`)
}

async function stop(process: {kill: (signal: 'SIGTERM') => boolean}, ended: Promise<unknown>): Promise<void> {
  process.kill('SIGTERM')
  await ended
}
