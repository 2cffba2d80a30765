import {sql} from 'kysely'
import {oneRow} from '../connection/one-row.ts'
import type {Trx} from '../connection/transact.ts'
import {withoutJit} from './without-jit.ts'

/** Patterns of LIKE, as `find` takes them too: of two numbers in one, and of a French number whose 0 is at its end. */
export const longNumber = '________________%'
export const decimalNumber = '_________0'

/** How many stored numbers break the rules by which numbers are taken today, and how many requests lack an identity. */
export interface NumberFacts {
  longPhone: number
  longMobile: number
  decimalPhone: number
  decimalMobile: number
  withoutIdentity: number
}

/** Counts through the indexes of numbers without an identity, mostly without looking at the requests. */
export async function numberFacts(trx: Trx, schema: string): Promise<NumberFacts> {
  await withoutJit(trx)
  return oneRow(
    trx,
    sql`
    select "longPhone", "longMobile", "decimalPhone", "decimalMobile", "withoutIdentity"
    from (${damaged(schema, 'phone', 'Phone')}) phone, (${damaged(schema, 'mobile_phone', 'Mobile')}) mobile,
      (${withoutIdentity(schema)}) unknown`,
  )
}

const requests = (schema: string) => sql.table(`${schema}.callback_request`)

/** A number that has an identity keeps the rules: these words are those of the index, which has all that is asked. */
function damaged(schema: string, name: string, field: string) {
  const [number, identity] = [sql.ref(`${name}_number`), sql.ref(`${name}_identity`)]
  return sql`
    select count(*) filter (where ${number} like ${longNumber})::int as ${sql.ref(`long${field}`)},
      count(*) filter (where ${number} like ${decimalNumber} and ${number} >= '1')::int as ${sql.ref(`decimal${field}`)}
    from ${requests(schema)} where coalesce(${identity}, 0) = 0 and ${number} is not null`
}

/** Requests without a mobile number are many, so that this number needs the words of its index besides. */
const withoutIdentity = (schema: string) => sql`
  select count(*)::int as "withoutIdentity" from ${requests(schema)}
  where phone_identity is null and phone_number is not null
    or mobile_phone_identity is null and coalesce(mobile_phone_identity, 0) = 0 and mobile_phone_number is not null`
