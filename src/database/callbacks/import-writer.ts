import type pg from 'pg'
import {from} from 'pg-copy-streams'
import {copiedColumns, copyHeader, copyTrailer, type RequestRow, RowEncoder} from './import-rows.ts'

/** How many bytes may wait for the socket: with few, the server runs dry while the next piece of the file is parsed. */
const LONGEST_QUEUE = 2 * 1024 * 1024
/** At the end of a COPY the server looks at what its rows refer to: with several, it does so while the next rows are parsed. */
const COPY_LENGTH = 1024 * 1024

/** Rows on their way into callback_request by COPY, inside the transaction that is open on the client. */
export interface RequestWriter {
  write: (row: RequestRow) => void
  /** Resolves when the server has taken enough to go on; rejects with what it refused. */
  ready: () => Promise<void>
  /** Ends the COPY: its rows are in the table, for this transaction. */
  finish: () => Promise<void>
  /** Gives the COPY up: the transaction can only roll back. */
  abort: () => Promise<void>
}

/** Writes rows of this list and this run; nothing else can be asked of the client until they are finished or given up. */
export function copyRequests(client: pg.PoolClient, schema: string, listUuid: string, run: string): RequestWriter {
  const open = () => openCopy(client, `copy "${schema}".callback_request (${copiedColumns}) from stdin (format binary)`)
  const queue: Buffer[] = []
  const [more, room] = [new Bell(), new Bell()]
  let copy = open()
  let queued = 0
  let state: 'open' | 'ended' | 'given up' = 'open'

  const encoder = new RowEncoder(listUuid, run, (batch) => {
    queue.push(batch)
    queued += batch.length
    more.ring()
  })
  const next = async () => {
    if (queue.length === 0 && state === 'open') await Promise.race([more.wait(), copy.settled()])
    return state === 'given up' ? undefined : queue.shift()
  }
  const send = async () => {
    let sent = 0
    for (let batch = await next(); batch !== undefined; batch = await next()) {
      if (sent >= COPY_LENGTH) {
        await copy.end()
        if (state === 'given up') return
        copy = open()
        sent = 0
      }
      await copy.write(batch)
      sent += batch.length
      queued -= batch.length
      room.ring()
    }
    if (state === 'ended') await copy.end()
  }
  const sending = send()
  let failed = false
  sending.catch(() => {
    failed = true
  })

  return {
    write: (row) => encoder.add(row),
    ready: async () => {
      while (queued >= LONGEST_QUEUE && !failed) await Promise.race([room.wait(), sending])
      if (failed) await sending
    },
    finish: async () => {
      encoder.flush()
      state = 'ended'
      more.ring()
      await sending
    },
    abort: async () => {
      state = 'given up'
      more.ring()
      await copy.abort()
    },
  }
}

/** Lets one wait until another rings. */
class Bell {
  ring = () => {}

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.ring = resolve
    })
  }
}

/** One COPY in binary format. What the server refused rejects everything that waits for it. */
function openCopy(client: pg.PoolClient, statement: string) {
  const stream = client.query(from(statement))
  // pg-copy-streams does not mark its stream destroyed when the connection ends under it.
  let over = false
  const closed = new Promise<Error | undefined>((resolve) => {
    const close = (error?: Error) => {
      over = true
      resolve(error)
    }
    stream.on('error', close)
    stream.once('finish', () => close())
  })
  const settled = async () => {
    const error = await closed
    if (error) throw error
  }
  stream.write(copyHeader)
  return {
    settled,
    write: async (bytes: Buffer) => {
      if (over) return settled()
      await Promise.race([new Promise<void>((resolve) => stream.write(bytes, () => resolve())), settled()])
    },
    end: async () => {
      if (!over) stream.end(copyTrailer)
      await settled()
    },
    abort: async () => {
      if (!over) stream.destroy(new Error('given up'))
      await closed
    },
  }
}
