import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdtemp, readFile, rename, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {unavailable} from '../errors.ts'
import type {Binaries} from './binaries.ts'
import {give} from './folders.ts'
import {type ServerUser, serverUser} from './server-user.ts'

const run = promisify(execFile)

/** The data directory of the cluster in `directory`. */
export const dataDirectory = (directory: string) => join(directory, 'data')

/** Without the variables of the caller, because PGDATA and others would change the server. */
export const environment = {LC_ALL: 'C', PATH: process.env.PATH}

/** Makes the data directory if it is missing. A rename publishes it, so it is complete or absent, and one of two simultaneous calls wins. */
export async function initialise(directory: string, binaries: Binaries): Promise<void> {
  const data = dataDirectory(directory)
  if (existsSync(data)) return
  const draft = await mkdtemp(join(directory, '.data-'))
  try {
    await give(draft, serverUser())
    await initdb(draft, binaries)
    await rename(draft, data)
  } catch (error) {
    await rm(draft, {recursive: true, force: true})
    if (!existsSync(data)) throw error
  }
}

/** The first of these locales that the machine has: upper case and accents of French names need UTF-8. */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C']

async function initdb(data: string, {directory}: Binaries): Promise<void> {
  const options = ['--encoding=UTF8', '--locale=C', '--username=postgres', '--auth=trust', '--no-sync', '-D', data]
  const messages: string[] = []
  for (const characterType of characterTypes) {
    try {
      await run(join(directory, 'initdb'), [...options, `--lc-ctype=${characterType}`], {
        ...serverUser(),
        cwd: data,
        env: environment,
      })
      return
    } catch (error) {
      messages.push((error as {stderr?: string}).stderr || String(error))
    }
  }
  throw unavailable('cannot make a PostgreSQL data directory', {hints: messages.slice(-1).map((text) => text.trim())})
}

/** PostgreSQL reads only data of its own major version. */
export async function checkVersion(directory: string, binaries: Binaries): Promise<void> {
  const version = await dataVersion(directory)
  if (Number.parseInt(binaries.version, 10) === Number(version)) return
  throw unavailable(`${directory} was made by PostgreSQL ${version}, and the programs found are ${binaries.version}`, {
    hints: [`set XIVOCTL_POSTGRES_BIN to the programs of PostgreSQL ${version}, or remove the directory`],
  })
}

/** The major version of the server that made the data. */
export async function dataVersion(directory: string): Promise<string> {
  return (await readFile(join(dataDirectory(directory), 'PG_VERSION'), 'utf8')).trim()
}

/** The owner of the data, as whom the server runs. */
export async function dataOwner(directory: string): Promise<ServerUser> {
  const {uid, gid} = await stat(dataDirectory(directory))
  return {uid, gid}
}
