import {randomInt} from 'node:crypto'
import {mkdir, readdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {PoolClient} from 'pg'
import type {Cluster} from './cluster.ts'
import {createDatabase, dropDatabase} from './databases.ts'
import {contextOf, fill, settingsOf, use, withoutOurs} from './demo.ts'

/** A XiVO with the sample data for one tour: a database on the demo's server, and a folder. Its number is locked while it is in use. */
interface Copy {
  number: number
  database: string
  folder: string
}

/** The first key of the advisory locks; the second is the number of the copy. */
const lockClass = 1
const prefix = 'xivo_tour_'

/**
 * Makes a copy of the sample data, lets `work` use it, and removes it. In the environment that `work` gets, the demo's name means
 * the copy. First removes what killed tours left behind.
 */
export async function withCopy<T>(
  {name, cluster, env, stop}: {name: string; cluster: Cluster; env: NodeJS.ProcessEnv; stop: AbortSignal},
  work: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  return await use(settingsOf(name, cluster, 'postgres'), async ({pool}) => {
    const client = await pool.connect()
    const copy = copyOf(cluster, randomInt(2 ** 31))
    try {
      await removeLeftovers(client, cluster)
      await lock(client, copy)
      await make(client, copy, name, cluster, stop)
      return await work({...withoutOurs(env), XIVOCTL_CONFIG: configOf(copy)})
    } finally {
      // If this fails, the next tour removes the copy.
      await remove(client, copy).catch(() => undefined)
      client.release()
    }
  })
}

const toursOf = ({directory}: Cluster) => join(directory, 'tours')

const copyOf = (cluster: Cluster, number: number): Copy => ({
  number,
  database: `${prefix}${number}`,
  folder: join(toursOf(cluster), String(number)),
})

const configOf = ({folder}: Copy) => join(folder, 'config.json')

async function make(client: PoolClient, copy: Copy, name: string, cluster: Cluster, stop: AbortSignal): Promise<void> {
  await mkdir(copy.folder, {recursive: true, mode: 0o700})
  await createDatabase(client, copy.database)
  const settings = {...settingsOf(name, cluster, copy.database), soundsDir: join(copy.folder, 'sounds')}
  await fill(settings, stop)
  // A demo is never part of a high-availability pair, even on a machine that is.
  const config = {contexts: {[name]: contextOf(settings)}, highAvailabilityFile: join(copy.folder, 'no-pair')}
  await writeFile(configOf(copy), JSON.stringify(config), {mode: 0o600})
}

async function remove(client: PoolClient, {database, folder}: Copy): Promise<void> {
  await dropDatabase(client, database)
  await rm(folder, {recursive: true, force: true})
}

async function removeLeftovers(client: PoolClient, cluster: Cluster): Promise<void> {
  const folders = await readdir(toursOf(cluster)).catch(() => [])
  const {rows} = await client.query<{number: string}>(
    `select substr(datname, ${prefix.length + 1}) as number from pg_database where datname ~ '^${prefix}[0-9]+$'`,
  )
  for (const number of new Set([...folders, ...rows.map((row) => row.number)])) {
    const copy = copyOf(cluster, Number(number))
    if (!(await lock(client, copy))) continue
    await remove(client, copy)
    await client.query('select pg_advisory_unlock($1, $2)', [lockClass, copy.number])
  }
}

/** Held until this session ends. False when another session holds it. */
async function lock(client: PoolClient, {number}: Copy): Promise<boolean> {
  const {rows} = await client.query('select pg_try_advisory_lock($1, $2) as locked', [lockClass, number])
  return rows[0].locked
}
