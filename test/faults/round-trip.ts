import {randomUUID} from 'node:crypto'
import type pg from 'pg'
import type {TestXivo} from '../support/xivo.ts'
import {Findings, repeat} from './findings.ts'
import {loadProduct, type Session} from './product.ts'
import {chosenSeed, random} from './random.ts'
import {type Row, randomRows} from './random-lists.ts'
import type {Suite} from './suite.ts'

/** Periods whose names are no easier than the texts. */
const names = ['Matin', ' Midi', '"Soir"', 'a|b', 'Nuit \u{1f319}', "l'après-midi", '\\.']

const columns =
  'phone_number, mobile_phone_number, first_name, last_name, company, description, due_date, preferred_period_uuid'

interface Form {
  format: 'csv' | 'excel-fr' | 'xlsx'
  /** Under which it is read again. */
  options: Parameters<Session['load']>[2]
}

const sendingAround =
  (form: Form): Suite['run'] =>
  (...all) =>
    sendAround(form, ...all)

export const roundTrip: Suite = {
  name: 'export, import, export gives the same bytes for any list',
  runs: 1000,
  least: 30,
  run: sendingAround({format: 'csv', options: {}}),
}

export const workbookRoundTrip: Suite = {
  name: 'export to a workbook, import, export gives the same bytes for any list',
  runs: 1000,
  least: 30,
  run: sendingAround({format: 'xlsx', options: {said: {}}}),
}

export const excelRoundTrip: Suite = {
  name: 'export to a CSV for Excel, import, export gives the same bytes for any list',
  runs: 1000,
  least: 30,
  run: sendingAround({format: 'excel-fr', options: {said: {dates: 'DD/MM/YYYY'}}}),
}

/** Exports random lists in this form, imports what came, exports both as CSV: the same bytes, and the same rows. */
async function sendAround(
  {format, options}: Form,
  installation: string,
  lanes: readonly TestXivo[],
  runs: number,
): Promise<Findings> {
  const findings = new Findings()
  const product = await loadProduct(installation)
  await Promise.all(
    lanes.map((xivo, lane) =>
      product.use(xivo, (session) =>
        xivo.client(async (client) => {
          const periods = await prepare(client)
          await repeat(findings, Math.ceil(runs / lanes.length), [xivo], async (_, run) => {
            const seed = chosenSeed + 900_000_000 + run * lanes.length + lane
            const rows = randomRows(random(seed), periods.length)
            const [from, to] = [await makeList(client), await makeList(client)]
            await fill(client, from, rows, periods)
            try {
              const first = await session.exported(from)
              const {imported} = await session.load(to, await session.exported(from, format), options)
              const second = await session.exported(to)
              const lost = await difference(client, from, to)
              findings.saw('came back byte for byte')
              if (!first.equals(second))
                findings.blame(`seed ${seed}: ${JSON.stringify([String(first), String(second)])}`)
              if (lost > 0 || imported !== rows.length) findings.blame(`seed ${seed}: ${lost} rows are not the same`)
            } catch (error) {
              findings.blame(`seed ${seed}: ${JSON.stringify(error)} ${error}`)
            }
            await client.query('delete from xivoctl.callback_list')
          })
        }),
      ),
    ),
  )
  return findings
}

async function prepare(client: pg.Client): Promise<string[]> {
  const uuids = names.map(() => randomUUID())
  await client.query('delete from xivoctl.callback_list')
  await client.query(
    `insert into xivoctl.preferred_callback_period
     select uuid, name, '09:00', '12:00', false from unnest($1::uuid[], $2::text[]) as new (uuid, name)
     on conflict do nothing`,
    [uuids, names],
  )
  const {rows} = await client.query<{uuid: string}>('select uuid from xivoctl.preferred_callback_period order by name')
  return rows.map(({uuid}) => uuid)
}

async function makeList(client: pg.Client): Promise<string> {
  const uuid = randomUUID()
  await client.query('insert into xivoctl.callback_list values ($1, $2, 5)', [uuid, uuid])
  return uuid
}

async function fill(client: pg.Client, list: string, rows: readonly Row[], periods: readonly string[]): Promise<void> {
  for (const {phone, mobile, first, last, company, description, due, period} of rows) {
    const values = [randomUUID(), list, phone, mobile, first, last, company, description, due, periods[period]]
    await client.query(
      `insert into xivoctl.callback_request (uuid, list_uuid, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      values,
    )
  }
}

/** How many rows one of two lists has and the other has not. */
async function difference(client: pg.Client, one: string, other: string): Promise<number> {
  const rows = (list: string) => `select ${columns} from xivoctl.callback_request where list_uuid = '${list}'`
  const {rowCount} = await client.query(
    `(${rows(one)} except all ${rows(other)}) union all (${rows(other)} except all ${rows(one)})`,
  )
  return rowCount ?? -1
}
