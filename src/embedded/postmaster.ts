import {execFile} from 'node:child_process'
import {readFile, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {unavailable} from '../errors.ts'

const run = promisify(execFile)

/** The content of postmaster.pid in the data directory. */
export interface Postmaster {
  pid: number
  port: number
  socketDirectory: string
  /** Does it accept connections? */
  ready: boolean
}

/** The running server of `data`, if there is one. Ignores the files of a killed server. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const file = await readPidFile(data)
  return file && (await serves(file.pid, data)) ? file : undefined
}

/**
 * Removes a lock file that names an existing process other than the server of `data`: a reused process number, or a zombie.
 * PostgreSQL would take that process for a server. It handles all other lock files correctly itself.
 */
export async function removeMisleadingLock(file: string, data: string): Promise<void> {
  const pid = await lockHolder(file)
  if (pid === undefined || !isAlive(pid) || (await serves(pid, data))) return
  if ((await lockHolder(file)) === pid) await rm(file, {force: true})
}

async function lockHolder(file: string): Promise<number | undefined> {
  const [line = ''] = (await readIfThere(file)).split('\n')
  return /^\d+$/.test(line) ? Number(line) : undefined
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export const pidFile = (data: string) => join(data, 'postmaster.pid')

async function readPidFile(data: string): Promise<Postmaster | undefined> {
  const [pid = '', , , port = '', socketDirectory = '', , , status = ''] = (await readIfThere(pidFile(data))).split(
    '\n',
  )
  if (!/^\d+$/.test(pid)) return undefined
  return {pid: Number(pid), port: Number(port), socketDirectory, ready: status.trim() === 'ready'}
}

async function readIfThere(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw unavailable(`cannot read ${file}: ${error.message}`, {cause: error})
  })
}

/** Is the process the server of `data`, and not another process with the same number? */
async function serves(pid: number, data: string): Promise<boolean> {
  const {owner, command} = await (process.platform === 'linux' ? fromProc(pid) : fromPs(pid)).catch(() => nothing)
  return owner === (await stat(data)).uid && command.includes(data)
}

const nothing = {owner: -1, command: ''}

async function fromProc(pid: number) {
  const [{uid}, command] = await Promise.all([stat(`/proc/${pid}`), readFile(`/proc/${pid}/cmdline`, 'utf8')])
  return {owner: uid, command}
}

async function fromPs(pid: number) {
  const {stdout} = await run('ps', ['-ww', '-o', 'uid=', '-o', 'command=', '-p', String(pid)])
  const [, uid, command = ''] = /^\s*(\d+)\s+(.*)$/m.exec(stdout) ?? []
  return {owner: Number(uid), command}
}
