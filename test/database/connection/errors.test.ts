import {sql} from 'kysely'
import {expect, test} from 'vitest'
import {transact} from '../../../src/database/connection/transact.ts'
import type {ErrorCode, ErrorKind} from '../../../src/errors.ts'
import {useXivo} from '../../support/xivo.ts'

const xivo = useXivo()

test.each<[sqlstate: string, kind: ErrorKind, code: ErrorCode]>([
  ['40001', 'conflict', 'Busy'],
  ['40P01', 'conflict', 'Busy'],
  ['55P03', 'conflict', 'Busy'],
  ['57014', 'conflict', 'Busy'],
  ['23505', 'conflict', 'Conflict'],
  ['P0001', 'conflict', 'Conflict'],
  ['22001', 'invalid', 'InvalidRequest'],
  ['22P05', 'invalid', 'InvalidRequest'],
  ['25P03', 'conflict', 'Busy'],
  ['25P04', 'conflict', 'Busy'],
  ['26000', 'unavailable', 'Unavailable'],
  ['08P01', 'unavailable', 'Unavailable'],
  ['42501', 'refused', 'Forbidden'],
  ['25006', 'unavailable', 'Unavailable'],
  ['42P01', 'unavailable', 'Unavailable'],
  ['53100', 'unavailable', 'Unavailable'],
  ['58030', 'unavailable', 'Unavailable'],
])('the SQLSTATE %s is %s, %s', async (sqlstate, kind, code) => {
  const raise = sql.raw(`do $$ begin raise exception 'as the server says it' using errcode = '${sqlstate}'; end $$`)
  const failed = xivo.use((context) => transact(context, (trx) => raise.execute(trx)))
  await expect(failed).rejects.toMatchObject({kind, code})
})

test('what a pooler says is passed on', async () => {
  const raise = sql.raw(`do $$ begin raise exception 'query_wait_timeout' using errcode = '08P01'; end $$`)
  const failed = xivo.use((context) => transact(context, (trx) => raise.execute(trx)))
  await expect(failed).rejects.toMatchObject({
    message: 'the database connection failed (query_wait_timeout): nothing was written',
  })
})
