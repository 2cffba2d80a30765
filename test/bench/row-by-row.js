import {randomUUID} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {parse} from 'csv-parse'
import pg from 'pg'

// What the import would be without COPY: one prepared INSERT for each line, in one transaction.
const [url, list, file = ''] = process.argv.slice(2)
const client = new pg.Client(url)
await client.connect()
await client.query('begin')
const found = await client.query('select uuid from xivoctl.callback_list where name = $1', [list])
const {rows: periods} = await client.query('select uuid, name, "default" from xivoctl.preferred_callback_period')
const uuids = new Map(periods.map(({uuid, name}) => [name, uuid]))
const standard = periods.find((period) => period.default)
const text = `insert into xivoctl.callback_request (uuid, list_uuid, phone_number, mobile_phone_number, first_name, last_name,
  company, description, due_date, preferred_period_uuid) values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, current_date), $10)`
for await (const record of createReadStream(file).pipe(parse({delimiter: '|', from_line: 2}))) {
  const [period, ...fields] = record.map((field) => field || null).reverse()
  const values = [randomUUID(), found.rows[0].uuid, ...fields.reverse(), uuids.get(period) ?? standard.uuid]
  await client.query({name: 'insert', text, values})
}
await client.query('commit')
await client.end()
