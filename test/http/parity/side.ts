import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {Ask} from '../../support/rest.ts'
import {run} from '../../support/run.ts'
import type {TestXivo} from '../../support/xivo.ts'
import type {Operation} from './operations.ts'

type Row = Record<string, unknown>

/** The rows that an operation may change, by table. */
type Rows = Record<string, Row[]>

/** One of the two XiVOs. On both, the third list that was made is called `<list 2>`, whatever its uuid. */
export interface Side {
  xivo: TestXivo
  /** The names of all that is there now. */
  there: () => string[]
  /** All rows, uuids as names. */
  rows: () => Promise<Rows>
  /** A document with names in place of uuids, and lists in an order that does not depend on them. */
  inNames: (document: unknown) => unknown
  command: (operation: Operation) => Promise<{code: number; document: Row}>
  route: (operation: Operation, ask: Ask) => ReturnType<Ask>
}

/** In the order in which they point at one another. */
const kinds = {
  preferred_callback_period: 'period',
  callback_list: 'list',
  callback_import: 'import',
  callback_request: 'request',
  callback_ticket: 'ticket',
  do_not_call: 'entry',
}

/** Moments are there or not; the name of a file is known to the command line only, and each face has its own actor. */
const query = `select
  (select json_agg(t) from xivoctl.user_profile t) as user_profile,
  (select json_agg(t) from xivoctl.user_right t) as user_right,
  (select json_agg(t) from xivoctl.preferred_callback_period t) as preferred_callback_period,
  (select json_agg(t) from xivoctl.callback_list t) as callback_list,
  (select json_agg(to_jsonb(t) - 'file_name' - 'imported_by' - 'imported_at' || jsonb_build_object('undone_at', undone_at is not null))
    from xivoctl.callback_import t) as callback_import,
  (select json_agg(to_jsonb(t) || jsonb_build_object('changed_at', changed_at is not null, 'created_at', created_at is not null, 'closed_at', closed_at is not null))
    from xivoctl.callback_request t) as callback_request,
  (select json_agg(to_jsonb(t) - 'started_at' - 'updated_at' - 'added_by') from xivoctl.callback_ticket t) as callback_ticket,
  (select json_agg(to_jsonb(t) - 'added_by') from xivoctl.do_not_call t) as do_not_call,
  (select json_agg(t) from public.dialaction t) as dialaction`

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const moments = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g

export function side(xivo: TestXivo): Side {
  const names = new Map<string, string>()
  const known = new Map<string, string>()
  let present: string[] = []

  const inNames = (value: unknown) => {
    const text = JSON.stringify(value ?? null).replace(uuids, (uuid) => names.get(uuid) ?? '<unknown>')
    return sorted(JSON.parse(text.replace(moments, '<moment>')))
  }
  const inUuids = (text: string) => text.replace(/<\w+ \d+>/g, (name) => known.get(name) ?? name)
  const nameNewcomers = (kind: string, rows: readonly Row[]) => {
    const newcomers = rows.filter(({uuid}) => !names.has(String(uuid)))
    for (const {uuid} of newcomers.sort((a, b) => compare(inNames(a), inNames(b)))) {
      const name = `<${kind} ${[...known.keys()].filter((other) => other.startsWith(`<${kind} `)).length}>`
      names.set(String(uuid), name)
      known.set(name, String(uuid))
    }
  }

  return {
    xivo,
    inNames,
    there: () => present,
    rows: async () => {
      const [tables = {}] = await xivo.sql(query)
      for (const [table, kind] of Object.entries(kinds)) nameNewcomers(kind, tables[table] ?? [])
      const now = inNames(tables) as Record<string, Row[] | null>
      present = Object.keys(kinds).flatMap((table) => (now[table] ?? []).map(({uuid}) => String(uuid)))
      return Object.fromEntries(Object.entries(now).map(([table, rows]) => [table, rows ?? []]))
    },
    command: async ({command, argv, csv}) => {
      const file = join(xivo.sounds, 'callbacks.csv')
      if (csv) await writeFile(file, csv)
      const {code, stdout} = await run(command, [...argv.map(inUuids), ...(csv ? [file] : []), '--json'], xivo.env)
      return {code, document: JSON.parse(stdout)}
    },
    route: ({method, path, body, csv}, ask) =>
      ask(method, inUuids(path), csv ?? (body && JSON.parse(inUuids(JSON.stringify(body))))),
  }
}

const compare = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

/** Of rows that are equal but for their uuid, neither side can say which comes first. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort(compare)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, sorted(each)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
