import {spawn} from 'node:child_process'
import {chmodSync, mkdtempSync, realpathSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sweeper = fileURLToPath(new URL('sweep.ts', import.meta.url))

let guard: Writable | undefined

/**
 * Makes a folder for PostgreSQL servers, which every user can enter. When this process ends, in whatever way, and the folder is still
 * there, its servers are stopped and it is removed.
 */
export function guardedFolder(prefix: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  guard ??= startGuard()
  guard.write(`${folder}\n`)
  chmodSync(folder, 0o711)
  return folder
}

/** A detached process, which signals to us do not reach. It reads the names of folders until our end of the pipe closes. */
function startGuard(): Writable {
  const line = 'IFS="\n"; folders=$(cat); for each in $folders; do if [ -e "$each" ]; then exec "$@" $folders; fi; done'
  const child = spawn('sh', ['-c', line, 'guard', process.execPath, '--import', 'tsx', sweeper], {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  const {stdin} = child
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  return stdin
}
