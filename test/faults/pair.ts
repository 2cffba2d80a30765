import {execFile} from 'node:child_process'
import {mkdir, rm, writeFile} from 'node:fs/promises'
import {createServer, type Server as HttpServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {promisify} from 'node:util'
import {type Cluster, startCluster, stopCluster} from '../../src/embedded/cluster.ts'
import {serverUser} from '../../src/embedded/server-user.ts'
import {guardedFolder} from '../support/guard.ts'
import {makeTemplate, templates, withClient} from '../support/server.ts'
import {freePort, startDaemon} from '../system/daemon.ts'
import {haproxy, postgres15} from './debian.ts'

interface Node {
  directory: string
  port: number
  cluster: Cluster
  /** What HAProxy asks, as it asks Patroni: 200 when this node takes writes. */
  check: HttpServer
}

/** A primary and its streaming standby, behind HAProxy. */
export class Pair {
  primary: Node
  standby: Node
  /** Through HAProxy, to whichever is the primary. */
  url: string
  private readonly stopProxy: () => Promise<void>

  private constructor(nodes: [Node, Node], url: string, stopProxy: () => Promise<void>) {
    ;[this.primary, this.standby] = nodes
    this.url = url
    this.stopProxy = stopProxy
  }

  static async start(): Promise<Pair> {
    const primary = await startNode(guardedFolder('xivoctl-node-'), await freePort())
    const url = (name: string) => primary.cluster.url(name)
    await makeTemplate({url, stop: async () => {}}, 'xivo')
    const standby = await copyOf(primary, guardedFolder('xivoctl-node-'), await freePort())
    const port = await freePort()
    const stopProxy = await startHaproxy(port, [primary, standby])
    return new Pair([primary, standby], `postgres://postgres@127.0.0.1:${port}/${templates.xivo}`, stopProxy)
  }

  sql(text: string, node = this.primary): Promise<Record<string, unknown>[]> {
    return withClient(node.cluster.url(templates.xivo), async (client) => (await client.query(text)).rows)
  }

  /** Lets each COMMIT wait for the standby, or not. */
  async synchronous(on: boolean): Promise<void> {
    await this.sql(`alter system set synchronous_standby_names = '${on ? '*' : ''}'`)
    await this.sql('select pg_reload_conf()')
    if (!on) return
    while ((await this.sql("select from pg_stat_replication where sync_state = 'sync'")).length === 0) await sleep(50)
  }

  /** Ends the primary, and promotes the standby. */
  async failOver(how: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    const {primary, standby} = this
    process.kill(primary.cluster.pid, how)
    while (isRunning(primary.cluster.pid)) await sleep(20)
    await this.sql('select pg_promote()', standby)
    this.primary = standby
    this.standby = primary
    await this.sql("alter system set synchronous_standby_names = ''")
    await this.sql('select pg_reload_conf()')
  }

  /** Makes the former primary the standby of the present one. */
  async rejoin(): Promise<void> {
    const {directory, port} = this.standby
    await stopCluster(directory)
    await rm(join(directory, 'data'), {recursive: true, force: true})
    const {cluster, check} = await copyOf(this.primary, directory, port)
    // HAProxy goes on asking the former one.
    check.close()
    this.standby.cluster = cluster
  }

  async stop(): Promise<void> {
    await this.stopProxy()
    for (const {directory, check} of [this.primary, this.standby]) {
      check.close()
      await stopCluster(directory)
      await rm(directory, {recursive: true, force: true})
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function startNode(directory: string, port: number): Promise<Node> {
  const settings = {listen_addresses: '127.0.0.1', port: String(port), wal_level: 'replica', hot_standby: 'on'}
  const cluster = await startCluster({directory, settings, binaries: {directory: postgres15}})
  const node = {directory, port, cluster} as Node
  node.check = createServer(async (_, answer) => {
    const inRecovery = await withClient(node.cluster.url('postgres'), async (client) => {
      const {rows} = await client.query('select pg_is_in_recovery() as is')
      return rows[0].is
    }).catch(() => true)
    answer.writeHead(inRecovery ? 503 : 200).end()
  }).listen(0, '127.0.0.1')
  return node
}

/** A streaming standby of `primary`. */
async function copyOf(primary: Node, directory: string, port: number): Promise<Node> {
  const data = join(directory, 'data')
  await mkdir(data, {mode: 0o700})
  const {uid, gid} = serverUser()
  await promisify(execFile)('chown', [`${uid}:${gid}`, data])
  const argv = ['-h', primary.cluster.socketDirectory, '-p', String(primary.port), '-U', 'postgres', '-D', data]
  await promisify(execFile)(join(postgres15, 'pg_basebackup'), [...argv, '-R', '-X', 'stream', '-c', 'fast'], {
    uid,
    gid,
    cwd: directory,
  })
  return startNode(directory, port)
}

async function startHaproxy(port: number, nodes: readonly Node[]): Promise<() => Promise<void>> {
  const directory = guardedFolder('xivoctl-haproxy-')
  const file = join(directory, 'haproxy.cfg')
  const servers = nodes.map(
    ({port, check}, i) => `  server node${i} 127.0.0.1:${port} check port ${(check.address() as AddressInfo).port}`,
  )
  const lines = `global
  maxconn 200
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen primary
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`
  await writeFile(file, lines)
  const url = `postgres://postgres@127.0.0.1:${port}/${templates.xivo}`
  const stop = await startDaemon(haproxy, ['-db', '-f', file], async () => {
    // At first it takes each for the primary, in turn.
    const asked = Array.from({length: 4}, () =>
      withClient(url, (client) => client.query('select pg_is_in_recovery() as is')),
    )
    return (await Promise.all(asked)).every(({rows}) => rows[0].is === false)
  })
  return async () => {
    await stop()
    await rm(directory, {recursive: true, force: true})
  }
}
