import {execFile} from 'node:child_process'
import {readFile, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {unavailable} from '../errors.ts'

const run = promisify(execFile)

/** What a PostgreSQL server writes of itself into its data directory. */
export interface Postmaster {
  pid: number
  port: number
  socketDirectory: string
  /** Accepts connections. */
  ready: boolean
}

/** The server that runs on `data`, if one does. What a killed server left behind does not count. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const file = await readPidFile(data)
  return file && (await serves(file.pid, data)) ? file : undefined
}

/**
 * Removes a lock file that names a process which lives but is not the server of `data`: a number given away again, or
 * a dead child that nobody buries. PostgreSQL would take it for a server; every other lock file it judges best itself.
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

/** Whether the process is the server of `data`, and not another that inherited its number. */
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
