import {type Kysely, sql} from 'kysely'

/**
 * The requests by due date: the first page of a search without an order of its own is read from here, and not chosen from all. By
 * the identities of their numbers: one bloom filter for each 32 pages, since a B-tree would take the server twice as long over the
 * rows of an import; PostgreSQL has these from 14 on. And by the number itself the few that have no identity.
 *
 * An import of 100,000 lines takes 0.1 s more of the server's time. Not built concurrently, which no transaction can do: writes wait
 * meanwhile, some seconds for a million requests.
 */
export const dueDatesAndPhones = {
  creates: [],

  async up(db: Kysely<unknown>, schema: string): Promise<void> {
    const run = (statement: string) => sql.raw(statement.replaceAll('SCHEMA', `"${schema}"`)).execute(db)
    await run('create index callback_request_due on SCHEMA.callback_request (due_date)')
    const {rows} = await sql<{has: boolean}>`
      select exists (select from pg_catalog.pg_opclass where opcname = 'int8_bloom_ops') as has`.execute(db)
    if (rows[0]?.has !== true) return
    const bloom = `int8_bloom_ops (n_distinct_per_range = ${REQUESTS_OF_A_RANGE})`
    await run(`create index callback_request_phones on SCHEMA.callback_request
      using brin (phone_identity ${bloom}, mobile_phone_identity ${bloom}) with (pages_per_range = 32, autosummarize = on)`)
    for (const number of ['phone', 'mobile_phone'])
      await run(`create index callback_request_${number} on SCHEMA.callback_request (${number}_number)
        where coalesce(${number}_identity, 0) = 0 and ${number}_number is not null`)
    await run(`create index callback_request_uncleaned on SCHEMA.callback_request (uuid)
      where coalesce(phone_identity, 0) = 0 and phone_number ~ '[^0-9+*#]'
        or coalesce(mobile_phone_identity, 0) = 0 and mobile_phone_number ~ '[^0-9+*#]'`)
  },
}

/** In 32 pages. */
const REQUESTS_OF_A_RANGE = 1500
