import {statSync} from 'node:fs'
import {dirname} from 'node:path'

/** The user that the server runs as. */
export interface ServerUser {
  uid: number
  gid: number
}

const nobody: ServerUser = {uid: 65534, gid: 65534}

/** The caller, or `nobody` when the caller is root: PostgreSQL refuses to run as root. */
export function serverUser(): ServerUser {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  return uid === 0 ? nobody : {uid, gid}
}

/** The topmost folder, from the root down to `path`, that `user` cannot enter. */
export function closedFolder(path: string, user: ServerUser): string | undefined {
  if (user.uid !== nobody.uid) return undefined
  return [...parents(path), path].find((folder) => !isOpen(folder, user))
}

function parents(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [...parents(parent), parent]
}

function isOpen(folder: string, {uid}: ServerUser): boolean {
  const {mode, uid: owner} = statSync(folder)
  return (mode & (owner === uid ? 0o100 : 0o001)) !== 0
}
