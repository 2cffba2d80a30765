import {createHash} from 'node:crypto'
import {setTimeout as sleep} from 'node:timers/promises'
import {sql} from 'kysely'
import {fixed} from '../fixed.ts'
import type {Db} from './connect.ts'
import type {Trx} from './transact.ts'

/** The bytes of "xivoctl": a number that other programs do not use. */
const MIGRATIONS = 0x7869766f63746cn
/** The bytes of "customer". */
const CUSTOMERS = 0x637573746f6d6572n
/** The bytes of "override". */
const OVERRIDES = 0x6f76657272696465n
/** The bytes of "sounds". */
const SOUNDS = 0x736f756e6473n
/** The bytes of "objected". */
const DO_NOT_CALL = 0x6f626a6563746564n
/** The bytes of "xivo": locks of two keys are apart from those of one. */
const DISSUASIONS = 0x7869766f

/** Every advisory lock of the program. */
export type Lock =
  | {on: 'migrations'}
  /** The country that identities are computed under. */
  | {on: 'country'}
  /** Customers who are erased, or who come back by an undo. */
  | {on: 'customers'}
  /** The do-not-call list; who makes a request shares it, so that nobody objects meanwhile. */
  | {on: 'do-not-call'}
  /** Which sound files there are, and what plays them; before overrides. */
  | {on: 'sounds'}
  /** Overrides of dissuasions, before the dissuasions themselves. */
  | {on: 'overrides'}
  /** Imports into a list, by its uuid, or by `wordsOfName`. */
  | {on: 'import'; words: string}
  /** The stored answer for a key. */
  | {on: 'request'; words: string}
  /** All that a run writes. */
  | {on: 'run'; words: string}
  | {on: 'dissuasion'; queueId: number}

type OfOneKey = Exclude<Lock, {on: 'dissuasion'}>

/** The lock key for creating a list of this name or renaming one to it, imports included. */
export const wordsOfName = (list: string): string => `list ${list}`

/** The bytes of "identity". */
const IDENTITIES = 0x6964656e74697479n

/** SQL of a transaction that writes under the country that is kept: it is not changed meanwhile, and many may write. */
export const holdCountry = `select pg_advisory_xact_lock_shared(${IDENTITIES})`

const wait = fixed('lock', (_, key: bigint) => sql`select pg_advisory_xact_lock(${key}::bigint)`)
const waitShared = fixed('shared lock', (_, key: bigint) => sql`select pg_advisory_xact_lock_shared(${key}::bigint)`)
const waitOfTwoKeys = fixed(
  'lock of two keys',
  (_, first: number, second: number) => sql`select pg_advisory_xact_lock(${first}::int, ${second}::int)`,
)
const attempt = fixed(
  'lock that is free',
  (_, key: bigint) => sql<{locked: boolean}>`select pg_try_advisory_xact_lock(${key}::bigint) as locked`,
)
const attemptShared = fixed(
  'shared lock that is free',
  (_, key: bigint) => sql<{locked: boolean}>`select pg_try_advisory_xact_lock_shared(${key}::bigint) as locked`,
)

/** Takes a lock until the transaction ends. Waits for it up to `lock_timeout`. With `shared`, others may hold it as well that share it. */
export async function lock(trx: Trx, wanted: Lock, {shared = false} = {}): Promise<void> {
  if (wanted.on === 'dissuasion') await waitOfTwoKeys(trx, DISSUASIONS, wanted.queueId)
  else await (shared ? waitShared : wait)(trx, keyOf(wanted))
}

/** The same without waiting; false when another session holds it. */
export async function tryLock(trx: Trx, wanted: OfOneKey, {shared = false} = {}): Promise<boolean> {
  const [row] = await (shared ? attemptShared : attempt)(trx, keyOf(wanted))
  return row?.locked === true
}

const POLL_MS = 200

/** Tries again until it has the lock; false when so many milliseconds are over, or the program is asked to stop. */
export async function pollLock(trx: Trx, wanted: OfOneKey, patienceMs: number, stop: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + patienceMs
  while (!(await tryLock(trx, wanted))) {
    if (Date.now() >= deadline || stop.aborted) return false
    await sleep(POLL_MS)
  }
  return true
}

/** How long this transaction waits for a lock, such as `5s`; after that it fails as Busy. */
export async function limitWaiting(trx: Trx, time: string): Promise<void> {
  await sql`select set_config('lock_timeout', ${time}, true)`.execute(trx)
}

/** What the holder of an import's lock calls itself: its application_name, the one thing that other roles see of it. */
export async function lockHolder(db: Db, wanted: Extract<Lock, {words: string}>): Promise<string | undefined> {
  const key = BigInt.asUintN(64, hashed(wanted))
  const {rows} = await sql<{holder: string}>`
    select activity.application_name as holder
    from pg_catalog.pg_locks locks
    join pg_catalog.pg_stat_activity activity on activity.pid = locks.pid
    where locks.locktype = 'advisory' and locks.granted and locks.objsubid = 1
      and locks.database = (select oid from pg_catalog.pg_database where datname = current_database())
      and locks.classid = ${sql.lit(key >> 32n)} and locks.objid = ${sql.lit(key & 0xffffffffn)}`.execute(db)
  return rows[0]?.holder
}

const sign = fixed('name of a session', (_, name: string) => sql`select set_config('application_name', ${name}, true)`)

/** Shows other sessions who is working here, until the transaction ends. */
export async function signTransaction(trx: Trx, name: string): Promise<void> {
  await sign(trx, name)
}

function keyOf(wanted: OfOneKey): bigint {
  if (wanted.on === 'migrations') return MIGRATIONS
  if (wanted.on === 'country') return IDENTITIES
  if (wanted.on === 'customers') return CUSTOMERS
  if (wanted.on === 'do-not-call') return DO_NOT_CALL
  if (wanted.on === 'sounds') return SOUNDS
  if (wanted.on === 'overrides') return OVERRIDES
  return hashed(wanted)
}

const hashed = ({on, words}: Extract<Lock, {words: string}>) =>
  createHash('sha256').update(`xivoctl ${on} ${words}`).digest().readBigInt64BE()
