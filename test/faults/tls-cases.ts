import {execFile} from 'node:child_process'
import {chmod, chown, copyFile, mkdir, writeFile} from 'node:fs/promises'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {serverUser} from '../../src/embedded/server-user.ts'
import {startBare} from './bare.ts'
import {folder, writeLines} from './files.ts'
import {Findings, repeat} from './findings.ts'
import type {Suite} from './suite.ts'
import {LIST, reset, truth} from './truth.ts'

const run = promisify(execFile)
const ROWS = 100

/** A server that TCP reaches with TLS only, its certificate one for `localhost`, signed by itself. Answers with the server's parameters. */
export async function makeTls(
  directory: string,
  method: 'trust' | 'scram-sha-256' = 'trust',
): Promise<Record<string, string>> {
  const {uid, gid} = serverUser()
  const tls = join(directory, 'tls')
  await mkdir(tls)
  const [key, certificate] = [join(tls, 'server.key'), join(tls, 'server.crt')]
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
  ])
  await copyFile(certificate, join(directory, 'root.crt'))
  await chmod(key, 0o600)
  const access = join(tls, 'access.conf')
  await writeFile(access, `local all all trust\nhostssl all all 127.0.0.1/32 ${method}\n`)
  for (const path of [tls, key, certificate, access]) await chown(path, uid, gid)
  const port = await freePort()
  return {
    listen_addresses: '127.0.0.1',
    port,
    hba_file: access,
    ssl: 'on',
    ssl_key_file: key,
    ssl_cert_file: certificate,
  }
}

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return String(typeof address === 'object' ? address?.port : '')
}

interface Way {
  host: '127.0.0.1' | 'localhost'
  query: string
  /** Does it get in? Else why not. */
  why?: RegExp
}

const ways: readonly Way[] = [
  {host: '127.0.0.1', query: 'sslmode=require'},
  {host: '127.0.0.1', query: 'sslmode=prefer'},
  {host: '127.0.0.1', query: 'sslmode=disable', why: /no encryption|SSL off|no pg_hba.conf entry/},
  {host: '127.0.0.1', query: 'sslmode=verify-full', why: /self-signed certificate/},
  {host: 'localhost', query: 'sslmode=verify-full', why: /self-signed certificate/},
  {host: 'localhost', query: 'sslmode=verify-full&sslrootcert=ROOT'},
  {host: '127.0.0.1', query: 'sslmode=verify-full&sslrootcert=ROOT', why: /does not match certificate/},
  {host: '127.0.0.1', query: 'sslmode=verify-ca&sslrootcert=ROOT'},
  {host: '127.0.0.1', query: 'sslmode=require&sslrootcert=ROOT'},
  {host: '127.0.0.1', query: 'sslmode=verify-full&sslnegotiation=postgres', why: /self-signed certificate/},
]

export const overTls: Suite = {
  name: 'with an empty environment, without a terminal, over TLS: --quiet prints nothing on success and one sentence on failure',
  runs: 40,
  least: ways.length,
  run: importOverTls,
}

/** Imports in every way of asking for TLS. */
async function importOverTls(
  installation: string,
  lanes: Parameters<Suite['run']>[1],
  runs: number,
): Promise<Findings> {
  const findings = new Findings()
  const file = writeLines(join(folder(), 'tls.csv'), ROWS)
  return repeat(findings, runs, lanes, async (xivo, run) => {
    const way = ways[run % ways.length]
    if (!way) return
    await reset(xivo)
    const [{port, directory} = {port: '', directory: ''}] = await xivo.sql(
      `select current_setting('port') as port, current_setting('data_directory') as directory`,
    )
    const query = way.query.replace('ROOT', encodeURIComponent(join(directory, '..', 'root.crt')))
    const [{database} = {}] = await xivo.sql('select current_database() as database')
    const url = `postgres://postgres@${way.host}:${port}/${database}?${query}`
    const {code, stdout, stderr} = await startBare(installation, ['callbacks', 'import', LIST, file, '--quiet'], {
      XIVOCTL_DATABASE_URL: url,
    })
    const {rows} = await truth(xivo)
    const good = way.why
      ? code === 6 &&
        stdout === '' &&
        rows === 0 &&
        way.why.test(stderr) &&
        /^error: [^\n]+\n(hint: [^\n]+\n)*$/.test(stderr)
      : code === 0 && stdout === '' && stderr === '' && rows === ROWS
    if (!good) findings.blame(`${way.host} ${way.query}: exit ${code}, ${rows} rows: ${stdout}${stderr}`)
    findings.saw(way.why ? 'rejected by the server, exit 6' : 'imported with 0 bytes on both streams')
  })
}
