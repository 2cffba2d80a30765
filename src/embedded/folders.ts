import {createHash} from 'node:crypto'
import {existsSync, realpathSync} from 'node:fs'
import {chmod, chown, lstat, mkdir, rmdir} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {unavailable} from '../errors.ts'
import {closedFolder, type ServerUser, serverUser} from './server-user.ts'

/** Makes the cluster's directory so that the server's user can enter it. Returns its real path. */
export async function makeDirectory(path: string): Promise<string> {
  const first = await mkdir(path, {recursive: true})
  if (first) await openFolders(first, resolve(path))
  const directory = canonical(path)
  const user = serverUser()
  const closed = closedFolder(directory, user)
  if (closed) {
    throw unavailable(`PostgreSQL does not run as root, and uid ${user.uid} cannot enter ${closed}`, {
      hints: ['choose a directory that every user can enter, such as one below /var/lib or /tmp'],
    })
  }
  return directory
}

/** The real path, if the folder exists: the same cluster has the same name, whatever path leads to it. */
export function canonical(directory: string): string {
  return existsSync(directory) ? realpathSync(directory) : resolve(directory)
}

/** A socket's path is limited to about a hundred bytes, so a longer one moves to the temporary folder. */
function socketDirectory(directory: string, port: number): string {
  const key = createHash('sha256').update(directory).digest('hex').slice(0, 12)
  const choices = [join(directory, 'run'), join(tmpdir(), `xivoctl-${key}`)]
  return choices.find((path) => Buffer.byteLength(`${path}/.s.PGSQL.${port}`) <= 100) ?? `/tmp/xivoctl-${key}`
}

/** Makes the folder of the server's socket, accessible to `owner` only, because no password protects it. */
export async function makeSocketDirectory(directory: string, port: number, owner: ServerUser): Promise<string> {
  const path = socketDirectory(directory, port)
  await mkdir(path, {mode: 0o700}).catch(() => undefined)
  await give(path, owner)
  return path
}

/** Removes what a stopped server left outside its directory. */
export async function removeSocketDirectory(directory: string, port: number): Promise<void> {
  await rmdir(socketDirectory(directory, port)).catch(() => undefined)
}

/** Gives a folder to the server's user, with access for them only. Refuses a folder that another user has made. */
export async function give(path: string, {uid, gid}: ServerUser): Promise<void> {
  const found = await lstat(path)
  if (!found.isDirectory() || ![uid, process.getuid?.()].includes(found.uid)) {
    throw unavailable(`${path} belongs to another user`, {
      hints: ['remove it, or set XIVOCTL_STATE_DIR to another directory'],
    })
  }
  await chown(path, uid, gid)
  await chmod(path, 0o700)
}

async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) await chmod(folder, 0o711)
}
