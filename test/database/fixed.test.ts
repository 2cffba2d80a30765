import {Readable} from 'node:stream'
import {expect, onTestFinished, test} from 'vitest'
import type {Db} from '../../src/database/connection/connect.ts'
import {snapshot} from '../../src/database/connection/transact.ts'
import {builds, filled} from '../../src/database/fixed.ts'
import {allGroups} from '../../src/database/groups.ts'
import {allIncalls} from '../../src/database/incalls.ts'
import {allQueues} from '../../src/database/queues.ts'
import {statements} from '../../src/database/statements.ts'
import {storedStatements} from '../../src/database/stored.ts'
import {importCallbacks} from '../../src/services/callbacks/import.ts'
import {listImports} from '../../src/services/callbacks/imports.ts'
import {listProfiles} from '../../src/services/rights/profiles.ts'
import {getRights, setRights} from '../../src/services/rights/rights.ts'
import {useXivo} from '../support/xivo.ts'

const xivo = useXivo()

/** As in the build. */
function storeStatements(): void {
  const stored = storedStatements()
  Object.assign(statements, stored)
  onTestFinished(() => {
    for (const name of Object.keys(stored)) Reflect.deleteProperty(statements, name)
  })
}

/** The statements of `work`, in the order in which they are sent. */
async function sent(work: (trx: Db) => Promise<unknown>): Promise<string[]> {
  const texts: string[] = []
  await xivo.use((context) =>
    snapshot(context, async (trx, client) => {
      const {query} = client
      client.query = ((text: string, values: unknown[]) => {
        texts.push(text)
        return query.call(client, text, values as never, undefined as never)
      }) as typeof query
      await work(trx)
      client.query = query
    }),
  )
  return texts
}

test('what the build stores is what kysely makes of the query, whatever the values', () =>
  xivo.use(async ({db}) => {
    const stored = storedStatements()
    expect(Object.keys(stored)).toEqual([...builds.keys()])
    for (const [name, build] of builds) {
      const given = Array.from({length: build.length - 1}, (_, i) => `other "${i}"`)
      const schema = 'a "schema"'
      const {sql, parameters} = build(db.withSchema(schema), ...(given as never)).compile(db)
      expect(stored[name] && filled(stored[name], schema, given)).toEqual({sql, parameters})
    }
  }))

test('stored statements read and write what the queries do', async () => {
  const run = async () => {
    await xivo.use((context) => setRights(context, 'jbond', {type: 'supervisor', queue: {set: ['support']}}))
    return xivo.use(async (context) => [await listProfiles(context), await getRights(context, 'jbond')])
  }
  const asQueries = await run()
  await xivo.sql('delete from xivoctl.user_profile')
  storeStatements()
  expect(await run()).toEqual(asQueries)
})

test('an import writes the same with stored statements, and enters the ledger', async () => {
  const csv = Buffer.from('phoneNumber|lastName\n0230210092|Doe\n')
  const run = async () => {
    const source = {bytes: Readable.from([csv]), name: 'a.csv'}
    const {result} = await xivo.use((context) =>
      importCallbacks(context, 'Fixed', source, {createFor: 'support', origin: 'a fair'}),
    )
    const entries = await xivo.use((context) => listImports(context))
    const rows = await xivo.sql('select phone_number, last_name, due_date from xivoctl.callback_request')
    await xivo.sql('delete from xivoctl.callback_list where name = $1', ['Fixed'])
    await xivo.sql('delete from xivoctl.callback_import')
    const {run: _, list, ...report} = result
    return [report, list.name, entries.map(({uuid: _uuid, listUuid: _list, importedAt: _at, ...entry}) => entry), rows]
  }
  const asQueries = await run()
  storeStatements()
  expect(await run()).toEqual(asQueries)
  expect(asQueries[2]).toMatchObject([{fileName: 'a.csv', imported: 1, origin: 'a fair'}])
  expect(asQueries[3]).toHaveLength(1)
})

test('a stored statement overtakes no query that was asked for before it, nor is it overtaken', async () => {
  const work = (trx: Db) =>
    Promise.all([
      allGroups(trx),
      trx.selectFrom('user_profile').select('type').execute(),
      allQueues(trx),
      allIncalls(trx),
    ])
  const asQueries = await sent(work)
  storeStatements()
  expect(await sent(work)).toEqual(asQueries)
  expect(asQueries).toHaveLength(4)
})

test('a stored statement outside a transaction gives its connection back', async () => {
  storeStatements()
  const all = await xivo.use(({db}) => Promise.all(Array.from({length: 9}, () => allQueues(db))))
  expect(new Set(all.map((queues) => JSON.stringify(queues))).size).toBe(1)
  expect(all[8]).toContainEqual(expect.objectContaining({name: 'support'}))
})
