import type pg from 'pg'
import {type AppError, unavailable} from '../../errors.ts'
import {type HighAvailability, isSlaves, readHighAvailability} from '../../settings/high-availability.ts'
import {keptCountry, whyNotUnder} from '../identities.ts'
import {executedMigrations, unknownAmong, whyNotBeside} from '../newer.ts'
import {acquire} from './candidates.ts'
import type {Database} from './connect.ts'
import {setLocal} from './limits.ts'

/** What the server reports about writing, queried in a transaction or before one. */
export interface WriteFacts {
  inRecovery: boolean
  readOnly: boolean
  /** The applied migrations, separated by commas. */
  migrations?: string | null
  phoneCountry?: string | null
}

export const writeFacts = (schema: string) =>
  `select pg_is_in_recovery() as "inRecovery", current_setting('transaction_read_only') = 'on' as "readOnly",
    ${executedMigrations(schema)} as migrations, ${keptCountry(schema)} as "phoneCountry"`

/** Why nothing should be written into this database, as the error that a write meets; undefined when all is well. */
export async function whyNoWrites(database: Database): Promise<AppError | undefined> {
  const client = await acquire(database)
  try {
    const {limits, schema} = database
    const sql = [...(limits ? [setLocal(limits)] : []), writeFacts(schema)].join('; ')
    const answers: unknown = await client.query(sql)
    return refusalOf([answers as pg.QueryResult<WriteFacts>].flat().at(-1)?.rows[0], client, database)
  } finally {
    client.release()
  }
}

/** The same, of a connection whose server has answered already. */
export function refusalOf(
  facts: WriteFacts | undefined,
  client: pg.PoolClient,
  {
    highAvailabilityFile,
    peerOf,
    newer,
    phoneCountry,
  }: Pick<Database, 'highAvailabilityFile' | 'peerOf' | 'newer' | 'phoneCountry'>,
): AppError | undefined {
  if (facts?.inRecovery) return onStandby()
  if (facts?.readOnly) return readOnly()
  const pair = highAvailabilityFile === undefined ? undefined : readHighAvailability(highAvailabilityFile)
  if (pair && isSlaves(pair, peerOf(client))) return onSlave(pair.node, highAvailabilityFile)
  const unknown = unknownAmong(facts?.migrations)
  const refusal = whyNotBeside(unknown)
  if (refusal === undefined) newer.found(unknown)
  return refusal ?? whyNotUnder(phoneCountry, facts?.phoneCountry)
}

const onStandby = () =>
  unavailable('the database is a standby, which cannot be changed: nothing was written', {
    hints: ['name its primary server in databaseUrl'],
  })

const readOnly = () =>
  unavailable('the database is read-only (default_transaction_read_only is on): nothing was written', {
    hints: ['it is set for this role, this database or the whole server: ask its administrator'],
  })

const onSlave = (node: HighAvailability['node'], file = '') =>
  unavailable(
    'this is the database of a XiVO slave, which is overwritten from the master every hour: nothing was written',
    {
      hints: [
        node === 'slave'
          ? `run xivoctl against the master: ${file} says that this machine is the slave`
          : `databaseUrl names the slave: use the address of the master, which is this machine (${file})`,
        "if the slave is to replace its master for good, change its role in XiVO's web interface, High Availability",
      ],
    },
  )
