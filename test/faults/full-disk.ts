import {execFile} from 'node:child_process'
import {chown, mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {serverUser} from '../../src/embedded/server-user.ts'
import type {TestXivo} from '../support/xivo.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import {retry, runImport} from './program.ts'
import type {Server} from './server.ts'
import type {Suite} from './suite.ts'
import {half, type Listing, lie, lists, reset, truth} from './truth.ts'

const run = promisify(execFile)
const ROWS = 30_000

const small = (server: Server) => join(server.directory, 'small')

/** A file system of two megabytes for the server; undefined when all went well, else why it cannot be. */
export async function mountSmallDisk(server: Server): Promise<string | undefined> {
  const path = small(server)
  await mkdir(path)
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path])
  } catch (error) {
    return `a small file system cannot be mounted here (${(error as {stderr?: string}).stderr?.trim() || error})`
  }
  const {uid, gid} = serverUser()
  await chown(path, uid, gid)
  await server.sql(`create tablespace small location '${path}'`)
  return undefined
}

export async function unmountSmallDisk(server: Server): Promise<void> {
  await server.stop()
  await run('umount', ['-l', small(server)])
}

export const fullDisk: Suite = {
  name: 'a full disk of the server leaves no half import, and with free space again the import succeeds',
  runs: 10,
  least: 1,
  run: fillDisk,
}

/** Imports more than the disk holds of the requests' table. */
async function fillDisk(installation: string, lanes: readonly TestXivo[], runs: number): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'disk.csv'), ROWS)
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const listing: Listing = run % 2 === 0 ? 'made' : 'found'
    await reset(xivo, lists[listing])
    await xivo.sql('alter table xivoctl.callback_request set tablespace small')
    const ended = await runImport({installation}, xivo, {file, listing})
    const found = await truth(xivo)
    const wrong = half(found, ROWS, listing) ?? lie(ended, found, ROWS)
    if (wrong) findings.blame(wrong)
    if (!ended.stderr.includes(': the disk of the database server is full: nothing was written\n')) {
      findings.blame(ended.stderr)
    }
    findings.saw(`exit ${ended.code}`)
    await xivo.sql('alter table xivoctl.callback_request set tablespace pg_default')
    const next = await runImport({installation}, xivo, {file, listing, flags: retry})
    const after = await truth(xivo)
    if (next.code !== 0 || after.rows !== ROWS) findings.blame(`with room again: ${next.code} ${next.stderr}`)
  })
}
