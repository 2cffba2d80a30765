import {sql} from 'kysely'
import {oneRow} from '../connection/one-row.ts'
import type {Trx} from '../connection/transact.ts'
import {withoutJit} from './without-jit.ts'

/** Patterns of LIKE, as `find` takes them too: of two numbers in one, and of a French number whose 0 is at its end. */
export const longNumber = '________________%'
export const decimalNumber = '_________0'

/**
 * How many stored numbers break the rules by which numbers are taken today, and how many requests lack an identity. A number that
 * has one keeps the rules.
 */
export interface NumberFacts {
  longPhone: number
  longMobile: number
  decimalPhone: number
  decimalMobile: number
  withoutIdentity: number
}

export async function numberFacts(trx: Trx, schema: string): Promise<NumberFacts> {
  await withoutJit(trx)
  return oneRow(
    trx,
    sql`
    select count(*) filter (where phone_number like ${longNumber})::int as "longPhone",
      count(*) filter (where mobile_phone_number like ${longNumber})::int as "longMobile",
      count(*) filter (where phone_number like ${decimalNumber} and phone_number >= '1')::int as "decimalPhone",
      count(*) filter (where mobile_phone_number like ${decimalNumber} and mobile_phone_number >= '1')::int as "decimalMobile",
      count(*) filter (where phone_number is not null and phone_identity is null
        or mobile_phone_number is not null and mobile_phone_identity is null)::int as "withoutIdentity"
    from ${sql.table(`${schema}.callback_request`)}
    where coalesce(phone_identity, 0) = 0 and phone_number is not null
      or coalesce(mobile_phone_identity, 0) = 0 and mobile_phone_number is not null`,
  )
}
