import {sql} from 'kysely'
import pg from 'pg'
import {type AppError, conflict} from '../errors.ts'
import {cleanedNumber} from '../formats/phone-cleaning.ts'
import type {PhoneCountry} from '../formats/phone-country.ts'
import {storedIdentity} from '../formats/phone-identity.ts'
import type {Db} from './connection/connect.ts'
import type {Trx} from './connection/transact.ts'
import {valueIn} from './newer.ts'

/** The country under which the identities of our numbers are computed. */
export interface IdentityState {
  country: string
  /** Requests behind this uuid have none yet, or one of another country; null when all are computed. */
  computed_to: string | null
}

/** The country that is kept, as an SQL expression; null where there is none yet. */
export const keptCountry = (schema: string): string =>
  valueIn(schema, 'identity_state', `select country from ${pg.escapeIdentifier(schema)}.identity_state`)

/** Why a process with this configuration must not write: it would give the same number another identity. */
export function whyNotUnder(
  configured: PhoneCountry | undefined,
  kept: string | null | undefined,
): AppError | undefined {
  if (configured === undefined || typeof kept !== 'string' || kept === configured) return undefined
  return conflict(
    `the identities of the stored numbers were computed for phoneCountry ${kept}, but xivoctl is configured with ${configured}: nothing was written`,
    {hints: [`set phoneCountry to ${kept}`, {run: 'db recompute-identities', when: `or, if ${configured} is right`}]},
  )
}

/** Undefined before `db init`; with `lock` it stays as it is until the transaction ends. */
export function identityState(db: Db, {lock = false} = {}): Promise<IdentityState | undefined> {
  const query = db.selectFrom('identity_state').select(['country', 'computed_to'])
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Before the first uuid. */
const NOTHING = '00000000-0000-0000-0000-000000000000'

/** Keeps the country under which all that is stored will be computed. */
export async function beginIdentities(trx: Trx, country: PhoneCountry): Promise<void> {
  const isAny = trx.selectFrom('callback_request').select('uuid')
  const computed_to = sql<string | null>`case when exists (${isAny}) then ${NOTHING}::uuid end`
  const {numUpdatedRows} = await trx.updateTable('identity_state').set({country, computed_to}).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) await trx.insertInto('identity_state').values({country, computed_to}).execute()
}

/** Large enough to be quick, small enough not to lock rows for long. */
const BATCH = 2000

/** Computes what comes next behind `after`. Returns the last uuid, null when it was the end, and how many it changed. */
export async function computeBatch(
  trx: Trx,
  country: PhoneCountry,
  after: string = NOTHING,
): Promise<{last: string | null; changed: number}> {
  const rows = await trx
    .selectFrom('callback_request')
    .select(['uuid', 'phone_number', 'mobile_phone_number', 'phone_identity', 'mobile_phone_identity'])
    .where('uuid', '>', after)
    .orderBy('uuid')
    .limit(BATCH)
    .execute()
  const stale = rows
    .map((row) => ({row, ...identitiesAsCleaned(row, country)}))
    .filter(
      (each) =>
        differs(each.phone_identity, each.row.phone_identity) ||
        differs(each.mobile_phone_identity, each.row.mobile_phone_identity),
    )
  const last = rows.length < BATCH ? null : (rows.at(-1)?.uuid ?? null)
  await trx.updateTable('identity_state').set({computed_to: last}).execute()
  if (stale.length === 0) return {last, changed: 0}
  // A number that has changed meanwhile got its identity then.
  const {numUpdatedRows} = await trx
    .updateTable('callback_request as request')
    .from(
      sql<{
        uuid: string
        phone_number: string | null
        mobile_phone_number: string | null
        phone: number
        mobile: number
      }>`unnest(
        ${stale.map(({row}) => row.uuid)}::uuid[], ${stale.map(({row}) => row.phone_number)}::text[],
        ${stale.map(({row}) => row.mobile_phone_number)}::text[],
        ${stale.map((each) => each.phone_identity)}::bigint[], ${stale.map((each) => each.mobile_phone_identity)}::bigint[])`.as<'now'>(
        sql`now(uuid, phone_number, mobile_phone_number, phone, mobile)`,
      ),
    )
    .set({phone_identity: sql`now.phone`, mobile_phone_identity: sql`now.mobile`})
    .whereRef('request.uuid', '=', 'now.uuid')
    .where(sql<boolean>`request.phone_number is not distinct from now.phone_number`)
    .where(sql<boolean>`request.mobile_phone_number is not distinct from now.mobile_phone_number`)
    .executeTakeFirstOrThrow()
  return {last, changed: Number(numUpdatedRows)}
}

const cleaned = ({phone_number = null, mobile_phone_number = null}: Numbers): Numbers => ({
  phone_number: cleanedNumber(phone_number),
  mobile_phone_number: cleanedNumber(mobile_phone_number),
})

const differs = (computed: number | null, stored: string | null) =>
  computed !== (stored === null ? null : Number(stored))

interface Numbers {
  phone_number?: string | null | undefined
  mobile_phone_number?: string | null | undefined
}

/** The identities of numbers that may have been stored before they were cleaned. */
export const identitiesAsCleaned = (row: Numbers, country: PhoneCountry) => identitiesOf(cleaned(row), country)

/** The identities of those numbers that are given. */
export const identitiesOf = ({phone_number, mobile_phone_number}: Numbers, country: PhoneCountry) => ({
  phone_identity: storedIdentity(phone_number, country),
  mobile_phone_identity: storedIdentity(mobile_phone_number, country),
})
