import pg from 'pg'
import {from} from 'pg-copy-streams'
import {copiedColumns, copyHeader, copyTrailer, type RequestRow, RowEncoder} from './import-rows.ts'

/** How many bytes may wait for the socket: with few, the server runs dry while the next piece of the file is parsed. */
const LONGEST_QUEUE = 2 * 1024 * 1024
/** At the end of a COPY the server looks at what its rows refer to: with several, it does so while the next rows are parsed. */
const COPY_LENGTH = 1024 * 1024

/** So long an input may take and still be sent at once: a server that waits for one in a COPY does not take the session for idle. */
const AT_ONCE_MS = 200

/** Rows on their way into callback_request by COPY, inside the transaction that is open on the client. */
export interface RequestWriter {
  write: (row: RequestRow) => void
  /** Resolves when the server has taken enough to go on; rejects with what it refused. */
  ready: () => Promise<void>
  /** Ends the COPY. When it resolves, other things can be asked; when `written` does, the rows are in the table, for this transaction. */
  finish: () => Promise<{written: Promise<void>}>
  /** Gives the COPY up: the transaction can only roll back. */
  abort: () => Promise<void>
}

/**
 * Writes rows of this list and this run; nothing else can be asked of the client until they are finished or given up. A few rows are
 * sent at once when they are finished, without waiting for the server.
 */
export function copyRequests(client: pg.PoolClient, schema: string, listUuid: string, run: string): RequestWriter {
  const statement = `copy "${schema}".callback_request (${copiedColumns}) from stdin (format binary)`
  const queue: Buffer[] = []
  const [more, room] = [new Signal(), new Signal()]
  let copy: Copy | undefined
  let queued = 0
  let state: 'open' | 'ended' | 'given up' = 'open'

  const encoder = new RowEncoder(listUuid, run, (batch) => {
    queue.push(batch)
    queued += batch.length
    more.send()
  })
  const next = async (current: Copy) => {
    if (queue.length === 0 && state === 'open') await Promise.race([more.wait(), current.settled()])
    return state === 'given up' ? undefined : queue.shift()
  }
  const open = () => {
    copy = openCopy(client, statement)
    return copy
  }
  const send = async () => {
    let sent = 0
    let current = open()
    for (let batch = await next(current); batch !== undefined; batch = await next(current)) {
      if (sent >= COPY_LENGTH) {
        await current.end()
        if (state === 'given up') return
        current = open()
        sent = 0
      }
      await current.write(batch)
      sent += batch.length
      queued -= batch.length
      room.send()
    }
    if (state === 'ended') await current.end()
  }
  let sending: Promise<void> | undefined
  let failed = false
  const begin = () => {
    const begun = send()
    begun.catch(() => {
      failed = true
    })
    return begun
  }
  const patience = setTimeout(() => {
    if (state === 'open') sending ??= begin()
  }, AT_ONCE_MS)

  return {
    write: (row) => {
      encoder.add(row)
      if (queue.length > 0) sending ??= begin()
    },
    ready: async () => {
      while (queued >= LONGEST_QUEUE && !failed) await Promise.race([room.wait(), sending])
      if (failed) await sending
    },
    finish: async () => {
      clearTimeout(patience)
      encoder.flush()
      if (sending === undefined) return {written: copyAtOnce(client, statement, queue)}
      state = 'ended'
      more.send()
      await sending
      return {written: Promise.resolve()}
    },
    abort: async () => {
      clearTimeout(patience)
      state = 'given up'
      more.send()
      await copy?.abort()
    },
  }
}

/** Lets one function wait until another sends. */
class Signal {
  send = () => {}

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.send = resolve
    })
  }
}

/** One COPY in binary format whose rows are there already: they are on their way with it. */
function copyAtOnce(client: pg.PoolClient, statement: string, batches: readonly Buffer[]): Promise<void> {
  const bytes = Buffer.concat([copyHeader, ...batches, copyTrailer])
  return new Promise((resolve, reject) => {
    client.query(new CopyAtOnce(statement, bytes, (error) => (error ? reject(error) : resolve())))
  })
}

/** What the types of node-postgres leave out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk: (bytes: Buffer) => void
  endCopyFrom: () => void
}

class CopyAtOnce extends pg.Query {
  constructor(statement: string, bytes: Buffer, done: (error?: Error) => void) {
    super(statement, done)
    this.submit = (connection) => {
      const to = connection as CopyConnection
      to.query(statement)
      to.sendCopyFromChunk(bytes)
      to.endCopyFrom()
    }
  }

  /** The rows are on their way already; a server that refuses the COPY ignores them. */
  handleCopyInResponse(): void {}
}

type Copy = ReturnType<typeof openCopy>

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
