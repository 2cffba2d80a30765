import {randomFillSync} from 'node:crypto'
import type {PersonalFields} from '../../formats/callback-fields.ts'

/** One row of callback_request; its uuid is made here, its list and its run are those of the import. */
export interface RequestRow extends PersonalFields {
  periodUuid: string
  dueDate: string
  /** Of its two numbers. */
  identities: readonly [phone: number | null, mobile: number | null]
}

/** The columns in the order in which they are written. */
export const copiedColumns =
  'uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name, company, description, preferred_period_uuid, due_date, import_uuid, phone_identity, mobile_phone_identity'
const COLUMN_COUNT = 13

/** What begins and ends COPY's binary format. */
export const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
export const copyTrailer = Buffer.from([0xff, 0xff])

const BATCH_LENGTH = 64 * 1024
/** Everything but the texts: the number of columns, a length for each, four uuids, a date, two identities. */
const FIXED_LENGTH = 2 + COLUMN_COUNT * 4 + 4 * 16 + 4 + 2 * 8
const NULL = -1

/** Writes rows in COPY's binary format, which the server reads faster than text, and hands them over in batches. */
export class RowEncoder {
  readonly #list: Uint8Array
  readonly #run: Uint8Array
  readonly #periods = new Map<string, Uint8Array>()
  readonly #days = new Map<string, number>()
  readonly #uuids = new TimeOrderedUuids()
  readonly #take: (batch: Buffer) => void
  #batch = Buffer.allocUnsafeSlow(BATCH_LENGTH)
  #length = 0

  constructor(listUuid: string, importUuid: string, take: (batch: Buffer) => void) {
    this.#list = uuidField(listUuid)
    this.#run = uuidField(importUuid)
    this.#take = take
  }

  add(row: RequestRow): void {
    this.#makeRoom(row)
    const batch = this.#batch
    let at = batch.writeInt16BE(COLUMN_COUNT, this.#length)
    at = this.#uuids.write(batch, writeInt32(batch, at, 16))
    at = writeBytes(batch, at, this.#list)
    at = writeText(batch, at, row.phoneNumber)
    at = writeText(batch, at, row.mobilePhoneNumber)
    at = writeText(batch, at, row.firstName)
    at = writeText(batch, at, row.lastName)
    at = writeText(batch, at, row.company)
    at = writeText(batch, at, row.description)
    at = writeBytes(batch, at, known(this.#periods, row.periodUuid, uuidField))
    at = writeInt32(batch, writeInt32(batch, at, 4), known(this.#days, row.dueDate, dayNumber))
    at = writeBytes(batch, at, this.#run)
    at = writeIdentity(batch, at, row.identities[0])
    this.#length = writeIdentity(batch, at, row.identities[1])
  }

  /** Hands over what was written since the last batch. */
  flush(): void {
    if (this.#length === 0) return
    this.#take(this.#batch.subarray(0, this.#length))
    // The socket keeps the old one until it is sent.
    this.#batch = Buffer.allocUnsafeSlow(BATCH_LENGTH)
    this.#length = 0
  }

  #makeRoom({phoneNumber, mobilePhoneNumber, firstName, lastName, company, description}: RequestRow): void {
    const characters =
      lengthOf(phoneNumber) +
      lengthOf(mobilePhoneNumber) +
      lengthOf(firstName) +
      lengthOf(lastName) +
      lengthOf(company) +
      lengthOf(description)
    const needed = FIXED_LENGTH + 3 * characters
    if (this.#length + needed <= this.#batch.length) return
    this.flush()
    if (needed > this.#batch.length) this.#batch = Buffer.allocUnsafeSlow(needed)
  }
}

const lengthOf = (text: string | undefined) => (text === undefined ? 0 : text.length)

function known<T>(values: Map<string, T>, key: string, make: (key: string) => T): T {
  let value = values.get(key)
  if (value === undefined) {
    value = make(key)
    values.set(key, value)
  }
  return value
}

/** A uuid as a field: its length and its bytes. */
function uuidField(uuid: string): Uint8Array {
  return Buffer.from(`00000010${uuid.replaceAll('-', '')}`, 'hex')
}

/** PostgreSQL counts days from 2000-01-01. */
const dayNumber = (date: string) => (Date.parse(date) - Date.UTC(2000, 0, 1)) / 86_400_000

function writeBytes(batch: Buffer, at: number, bytes: Uint8Array): number {
  batch.set(bytes, at)
  return at + bytes.length
}

function writeInt32(batch: Buffer, at: number, value: number): number {
  batch[at] = value >>> 24
  batch[at + 1] = value >>> 16
  batch[at + 2] = value >>> 8
  batch[at + 3] = value
  return at + 4
}

function writeIdentity(batch: Buffer, at: number, identity: number | null): number {
  if (identity === null) return writeInt32(batch, at, NULL)
  return writeInt32(batch, writeInt32(batch, writeInt32(batch, at, 8), identity / 0x100000000), identity)
}

/** For the short texts that most are, a loop over their characters is faster than `write`. */
const SHORT = 40

function writeText(batch: Buffer, at: number, text: string | undefined): number {
  if (text === undefined) return writeInt32(batch, at, NULL)
  const start = at + 4
  const {length} = text
  let i = 0
  if (length <= SHORT) {
    for (; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7f) break
      batch[start + i] = code
    }
  }
  const bytes = i === length ? length : batch.write(text, start)
  writeInt32(batch, at, bytes)
  return start + bytes
}

const POOL_LENGTH = 8192

/** Version 7 uuids, each greater than the one before: an index takes them at its end, where random ones visit all its pages. */
class TimeOrderedUuids {
  readonly #pool = Buffer.allocUnsafe(POOL_LENGTH)
  #used = POOL_LENGTH
  #milliseconds = Date.now()
  #counter = 0

  write(batch: Buffer, at: number): number {
    if (this.#counter > 0xfff) {
      this.#counter = 0
      this.#milliseconds++
    }
    if (this.#used === POOL_LENGTH) {
      randomFillSync(this.#pool)
      this.#used = 0
    }
    writeInt32(batch, at, this.#milliseconds / 0x10000)
    writeInt32(batch, at + 4, (this.#milliseconds % 0x10000) * 0x10000 + 0x7000 + this.#counter++)
    for (let i = 8; i < 16; i++) batch[at + i] = this.#pool[this.#used++] ?? 0
    batch[at + 8] = ((batch[at + 8] ?? 0) & 0x3f) | 0x80
    return at + 16
  }
}
