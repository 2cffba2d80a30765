import {existsSync} from 'node:fs'
import {connect} from 'node:net'
import {join} from 'node:path'

/** The parts of a XiVO on this machine. */
export interface Host {
  /** The files and the port that reveal them. */
  signs: string[]
  /** The URL of XiVO's database, if its usual port answers, with the role that owns the tables. */
  databaseUrl?: string
  /** Are the sound files in the default directory of xivoctl? */
  hasSounds: boolean
}

const FILES = ['/etc/docker/xivo/custom.env', '/etc/xivo', '/var/lib/xivo']
const SOUNDS = '/var/lib/xivo/sounds/playback'
const PORT = 5432
const PATIENCE_MS = 1_000

/** Looks for XiVO's files below `root`. Connects only to the port of the database on this machine. */
export async function examineHost({root = '/', port = PORT} = {}): Promise<Host> {
  const files = FILES.filter((path) => existsSync(join(root, path)))
  const databaseThere = files.length > 0 && (await answers(port))
  return {
    signs: [...files, ...(databaseThere ? [`127.0.0.1:${port}`] : [])],
    ...(databaseThere && {databaseUrl: `postgres://asterisk@localhost${port === PORT ? '' : `:${port}`}/asterisk`}),
    hasSounds: existsSync(join(root, SOUNDS)),
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: '127.0.0.1', port, timeout: PATIENCE_MS})
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false))
  })
}
