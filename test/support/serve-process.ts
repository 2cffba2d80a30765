import {type Ended, type Surroundings, startBinary} from './binary.ts'
import type {TestXivo} from './xivo.ts'

/** A separate process of `serve`. */
export interface ServeProcess {
  port: number
  pid: number
  /** Its output on stderr so far. */
  said: () => string
  /** The lines of its log so far. */
  log: () => LogLine[]
  signal: (name: NodeJS.Signals) => void
  ended: Promise<Ended>
}

type LogLine = Record<string, unknown> & {level: string; msg: string}

export const processToken = 'a-token-for-a-process-of-its-own'

/** Starts the program and waits until it listens. */
export async function startServe(
  xivo: Pick<TestXivo, 'env'>,
  {flags = [], env = {}, ...surroundings}: Surroundings & {flags?: readonly string[]} = {},
): Promise<ServeProcess> {
  const {process: child, ended} = await startBinary(['serve', '--port', '0', ...flags], {
    ...surroundings,
    env: {...xivo.env, XIVOCTL_TOKEN: `tests admin ${processToken}`, ...env},
  })
  let text = ''
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr?.on('data', (chunk: string) => {
      text += chunk
      const found = /^listening on http:\/\/[^\n]*:(\d+)$/m.exec(text)
      if (found) resolve(Number(found[1]))
    })
    void ended.then(() => reject(new Error(`serve ended: ${text}`)))
  })
  return {
    port,
    pid: child.pid ?? 0,
    said: () => text,
    log: () => logLines(text),
    signal: (name) => child.kill(name),
    ended,
  }
}

function logLines(text: string): LogLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}
