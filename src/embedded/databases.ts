import type {PoolClient} from 'pg'

/** Makes an empty database, and replaces one that an interrupted process may have left under that name. */
export async function createDatabase(client: PoolClient, name: string): Promise<void> {
  await dropDatabase(client, name)
  await client.query(`create database ${name}`)
}

/** Ends the sessions that a killed process may have left in it. */
export async function dropDatabase(client: PoolClient, name: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await client.query(`drop database if exists ${name}`)
}
