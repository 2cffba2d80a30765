import {createHash} from 'node:crypto'
import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {TestXivo} from '../support/xivo.ts'

/** A short text for the content of each table, and of the sound directory. */
export type State = Map<string, string>

/** The next transaction's number, which moves with every transaction that writes something. */
const NEXT = 'the next transaction'

const queries = new Map<string, string>()

/** When no transaction has written since `before`, no table is looked at. */
export async function stateOf(xivo: TestXivo, before?: State): Promise<State> {
  const [{next} = {}] = await xivo.sql('select txid_snapshot_xmax(txid_current_snapshot())::text as next')
  const sounds = await soundsOf(xivo.sounds)
  if (before && before.get(NEXT) === next) return new Map([...before, ['sounds', sounds]])
  const rows = await xivo.sql(queries.get(xivo.name) ?? (await queryOf(xivo)))
  return new Map([[NEXT, next], ['sounds', sounds], ...rows.map(({name, digest}) => [name, digest] as const)])
}

/** The tables that differ. */
export const changedIn = (before: State, after: State) =>
  [...after.keys()].filter((name) => name !== NEXT && before.get(name) !== after.get(name))

async function queryOf({name, sql}: TestXivo): Promise<string> {
  const tables = await sql(`select format('%I.%I', schemaname, tablename) as full, tablename as name from pg_tables
    where schemaname in ('public', 'xivoctl') and tablename not like 'copy of %'`)
  const each = tables.map(
    ({full, name}) =>
      `select '${name}' as name, count(*) || '.' || coalesce(sum(hashtext(t::text)), 0) as digest from ${full} t`,
  )
  const query = each.join(' union all ')
  queries.set(name, query)
  return query
}

async function soundsOf(directory: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(directory)).sort()) {
    if (/\.(wav|gsm)$/.test(name)) hash.update(name).update(await readFile(join(directory, name)))
  }
  return hash.digest('hex')
}
