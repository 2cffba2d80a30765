import {setTimeout as sleep} from 'node:timers/promises'
import type {Ended} from '../support/binary.ts'
import type {TestXivo} from '../support/xivo.ts'

/** What is in a database when nobody is at work in it any more. */
export interface Truth {
  lists: number
  rows: number
  /** Imports in the ledger, and the rows that they tell of. */
  runs: number
  told: number
}

const PATIENCE_MS = 60_000

const working = `select from pg_stat_activity where datname = current_database() and application_name like 'xivoctl%'`

const facts = `
  select (select count(*)::int from xivoctl.callback_list) as lists,
    (select count(*)::int from xivoctl.callback_request) as rows,
    (select count(*)::int from xivoctl.callback_import) as runs,
    (select coalesce(sum(imported), 0)::int from xivoctl.callback_import) as told`

/** Waits until the server has ended every session of the program, whatever became of its process; then looks. */
export function truth(xivo: TestXivo): Promise<Truth> {
  return xivo.client(async (client) => {
    const end = Date.now() + PATIENCE_MS
    while ((await client.query(working)).rows.length > 0) {
      if (Date.now() > end) throw new Error('a session of xivoctl does not end')
      await sleep(10)
    }
    return (await client.query(facts)).rows[0] as Truth
  })
}

/** Empties our tables; with the one list that imports go into, or without. */
export async function reset(xivo: TestXivo, {list = true} = {}): Promise<void> {
  await xivo.sql('truncate xivoctl.callback_request, xivoctl.callback_list, xivoctl.callback_import')
  if (list) await xivo.sql('insert into xivoctl.callback_list values ($1, $2, 5)', [crypto.randomUUID(), LIST])
}

export const LIST = 'Nightly'

/** How the list comes to be there: the import makes it, or finds it. */
export const lists = {
  found: {list: true, flags: []},
  made: {list: false, flags: ['--create', '--queue', 'switchboard']},
} as const

export type Listing = keyof typeof lists

/** What is half done, when imports of so many rows each are all or nothing; undefined when nothing is. */
export function half(found: Truth, rows: number, listing: Listing): string | undefined {
  const seen = JSON.stringify(found)
  if (found.rows % rows !== 0) return `rows of half an import: ${seen}`
  if (found.told !== found.rows) return `ledger and rows do not agree: ${seen}`
  const lists = listing === 'found' || found.rows > 0 ? 1 : 0
  return found.lists === lists ? undefined : `${found.lists} lists where ${lists} should be: ${seen}`
}

/** What one import of so many rows into an empty list said that is not so; undefined when code and sentence are true. */
export function lie({code, signal, stdout, stderr}: Ended, found: Truth, rows: number): string | undefined {
  const done = found.rows === rows
  const said = `exit ${code ?? signal} with ${found.rows} rows: ${stdout}${stderr}`
  if (code === 0) return done && stdout.includes(`imported ${rows} `) ? undefined : said
  if (code === 6) return !done && /nothing was|cannot be reached/.test(stderr) && stdout === '' ? undefined : said
  if (code === 8)
    return /may or may not/.test(stderr) && !/nothing was/.test(stderr) && stdout === '' ? undefined : said
  return said
}
